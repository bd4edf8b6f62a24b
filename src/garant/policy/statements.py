"""The shape that every statement of the policy language shares: frozen, closed, with keys as people write them."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _spoken(name: str) -> str:
    return name.replace("_", " ")


class Statement(BaseModel):
    """One mapping of the policy folder; unknown keys are refused, spaces in keys stand for underscores here."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        alias_generator=_spoken,
        populate_by_name=True,
        coerce_numbers_to_str=True,
        hide_input_in_errors=True,
    )


class Words(Statement):
    """A thing's name in the languages of the notice, with its DPV identifier where it has one."""

    fr: str | None = None
    en: str | None = None
    dpv: str | None = None

    def said_in(self, language: str) -> str:
        """Return the words in `language`, else in the other language, else nothing."""
        first, second = (self.fr, self.en) if language == "fr" else (self.en, self.fr)
        return first or second or ""


def _one_or_many(value: object) -> object:
    return (value,) if isinstance(value, str | int | float | bool) else value


Scalar = bool | int | float | str
Names = Annotated[tuple[str, ...], BeforeValidator(_one_or_many, json_schema_input_type=str | tuple[str, ...])]
"""One name, or a list of them."""

Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", examples=["FR"])]
"""A country by its two letters of ISO 3166."""
