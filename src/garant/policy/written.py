"""Values that an author writes as a piece of text and the models hold as a type: periods, days, paths."""

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import GetPydanticSchema, PlainSerializer, WithJsonSchema
from pydantic_core import PydanticCustomError, core_schema

from garant.policy.speech.sentences import Sentence


def written(
    kind: type, parse: Callable[[str], Any], *, code: str, mend: Sentence, described: dict[str, Any]
) -> tuple[object, ...]:
    """Return what makes a field of `kind` read its text by `parse`, and fail with the problem `code` and its mend."""

    def read(value: Any) -> Any:
        if isinstance(value, kind):
            return value
        try:
            return parse(value if isinstance(value, str) else "")
        except ValueError as wrong:
            raise PydanticCustomError(code, "{why}", {"why": str(wrong), "mend": mend}) from wrong

    def schema(_source: Any, _handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(read)

    return GetPydanticSchema(schema), PlainSerializer(str), WithJsonSchema({"type": "string", **described})


# The standard library reads weeks and days without dashes too; a policy does not.
_YEAR_MONTH_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _day(text: str) -> date:
    if not _YEAR_MONTH_DAY.fullmatch(text):
        raise ValueError("a day is written as year-month-day")
    return date.fromisoformat(text)


_DAY = written(
    date,
    _day,
    code="bad-date",
    mend=Sentence(
        "écrivez le jour sous la forme année-mois-jour, comme 2026-03-01",
        "write the day as year-month-day, e.g. 2026-03-01",
    ),
    described={"format": "date", "examples": ["2026-03-01"]},
)
WrittenDay = Annotated[date, *_DAY]
"""A day as YYYY-MM-DD and nothing else: a number is not taken for an instant."""
