"""What is said to people: every sentence in French and in English, so that neither can be forgotten."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

Language = Literal["fr", "en"]


class Sentence(NamedTuple):
    """A sentence, or a piece of one, in both languages; French first."""

    fr: str
    en: str

    def said_in(self, language: Language) -> str:
        """Return the words in this language."""
        return self.fr if language == "fr" else self.en

    def filled(self, values: Mapping[str, object]) -> "Sentence":
        """Return the sentence with its `{places}` filled, each language with its own words."""
        return Sentence(*(_filled(template, values, language) for template, language in zip(self, _ORDER, strict=True)))


_ORDER: tuple[Language, Language] = ("fr", "en")


def _filled(template: str, values: Mapping[str, object], language: Language) -> str:
    return template.format_map(
        {name: value.said_in(language) if isinstance(value, Sentence) else value for name, value in values.items()}
    )


def same(words: str) -> Sentence:
    """Return what is the same in every language: a name, a list of names, a command."""
    return Sentence(words, words)


def joined(pieces: Iterable[Sentence], joint: Sentence) -> Sentence:
    """Return the pieces one after the other, with the joint between them."""
    listed = tuple(pieces)
    return Sentence(joint.fr.join(one.fr for one in listed), joint.en.join(one.en for one in listed))
