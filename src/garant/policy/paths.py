"""Paths of the data map: from a row, by columns, references, lists and rows pointing here, never SQL; and of files."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated

from garant.policy.speech.sentences import Sentence
from garant.policy.written import written

_PIECE = re.compile(r"(?P<word>[^.()*>\s][^.()*>]*?)(?P<rest>\([^()]*\)|\*|(?:->[^.()*>-]+)+)?(?:\.|$)")


@dataclass(frozen=True)
class Column:
    """A column or named reference of the row; followed by more steps, the row that it refers to."""

    name: str


@dataclass(frozen=True)
class Inside:
    """A member inside a JSON column."""

    name: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class RowsOf:
    """The rows of another table whose column refers to this row."""

    table: str
    column: str


@dataclass(frozen=True)
class Repeated:
    """A reference to the same table, followed any number of times, none included."""

    name: str


@dataclass(frozen=True)
class Each:
    """Each element of the list that the column before it holds."""


Step = Column | Inside | RowsOf | Repeated | Each


@dataclass(frozen=True)
class Path:
    """A way from a row to a value or to other rows, as the author wrote it and step by step."""

    text: str
    steps: tuple[Step, ...]

    @staticmethod
    def parse(text: str) -> "Path":
        """Return the path that `text` writes; raise ValueError if it writes none."""
        steps: list[Step] = []
        position = 0
        while position < len(text):
            found = _PIECE.match(text, position)
            if not found:
                raise ValueError(f"`{text}` is not a path; write columns joined by dots, or `table(column)`")
            position = found.end()
            steps.append(_step(found["word"].strip(), found["rest"] or ""))
        if not steps:
            raise ValueError("a path names at least one column")
        return Path(text, tuple(steps))

    def __str__(self) -> str:
        """Return the path as it was written."""
        return self.text

    @property
    def is_column(self) -> bool:
        """Return whether the path is a column of the row itself."""
        return len(self.steps) == 1 and isinstance(self.steps[0], Column)


def _step(word: str, rest: str) -> Step:
    if word == "each" and not rest:
        return Each()
    if rest.startswith("("):
        return RowsOf(word, rest[1:-1].strip())
    if rest == "*":
        return Repeated(word)
    if rest:
        return Inside(word, tuple(rest.removeprefix("->").split("->")))
    return Column(word)


_PATH = written(
    Path,
    Path.parse,
    code="bad-path",
    mend=Sentence(
        "écrivez des colonnes jointes par des points, comme `cours_id.fin`, ou `table(colonne)` pour qui renvoie ici",
        "write columns joined by dots, as `course_id.ends_on`, or `table(column)` for the rows that point here",
    ),
    described={"examples": ["person_id"]},
)
WrittenPath = Annotated[Path, *_PATH]


# where files lie

_PART = re.compile(r"\{(?P<name>[^{}:/]+)(?::(?P<form>[^{}]+))?\}|(?P<any>\*+)|(?P<plain>[^{}*]+)")
_OF_A_DAY = {"Y": r"\d{4}", "m": r"\d{2}", "d": r"\d{2}", "H": r"\d{2}", "M": r"\d{2}", "S": r"\d{2}"}


@dataclass(frozen=True)
class FilePath:
    """Where the files of a set lie below their folder, as `{camera}/{day:%Y-%m-%d}/*.mp4`; it never leads out of it."""

    text: str
    names: tuple[str, ...]
    days: tuple[str, ...]

    @staticmethod
    def parse(text: str) -> "FilePath":
        """Return the template that `text` writes; raise ValueError if it writes none, or leads out of the folder."""
        parts = list(_PART.finditer(text))
        if "".join(part[0] for part in parts) != text or not text:
            raise ValueError(f"`{text}` is no path of files; write folders, `{{names}}` and `*`")
        if leads_out(re.sub(r"\{[^{}]*\}", "x", text)):
            raise ValueError(f"`{text}` leads out of the folder that its files lie in")
        names = tuple(part["name"] for part in parts if part["name"] and not part["form"])
        days: dict[str, set[str]] = {}
        for part in parts:
            if part["form"]:
                days.setdefault(part["name"], set()).update(_form(part["form"]))
        if len(set(names)) < len(names) or any("Y" not in letters for letters in days.values()):
            raise ValueError(f"`{text}` names something twice, or a day without its year")
        return FilePath(text, names, tuple(days))

    def __str__(self) -> str:
        """Return the template as it was written."""
        return self.text

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        one = ".+" if len(self.names) == 1 and not self.days else "[^/]+"
        return re.compile(
            "".join(self._part(number, part, one) for number, part in enumerate(self._parts())), re.DOTALL
        )

    def _parts(self) -> "list[re.Match[str]]":
        return list(_PART.finditer(self.text))

    def _part(self, number: int, part: "re.Match[str]", one: str) -> str:
        if part["plain"]:
            return re.escape(part["plain"])
        if part["any"]:
            return "[^/]*" if part["any"] == "*" else ".*"
        if not part["form"]:
            return f"(?P<n{self.names.index(part['name'])}>{one})"
        index = self.days.index(part["name"])
        pieces = re.split(r"%(.)", part["form"])
        letters = (
            f"(?P<d{index}_{letter}_{number}_{at}>{_OF_A_DAY[letter]})" for at, letter in enumerate(pieces[1::2])
        )
        return "".join(re.escape(plain) + next(letters, "") for plain in pieces[::2])

    def read(self, path: str) -> Mapping[str, str] | None:
        """Return the names that a path fills in; None where it does not fit."""
        found = self._pattern.fullmatch(path)
        return {name: found[f"n{index}"] for index, name in enumerate(self.names)} if found else None

    def read_days(self, path: str) -> Mapping[str, date] | None:
        """Return the days that a path says, a month or a year standing for its last; None where it does not fit."""
        found = self._pattern.fullmatch(path)
        if not found:
            return None
        said = {index: dict[str, set[int]]() for index in range(len(self.days))}
        for group, text in found.groupdict().items():
            if group.startswith("d"):
                index, letter = group[1:].split("_")[:2]
                said[int(index)].setdefault(letter, set()).add(int(text))
        try:
            return {name: _day(said[index]) for index, name in enumerate(self.days)}
        except ValueError:
            return None

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the path that these names give."""
        return _PART.sub(lambda part: values[part["name"]] if part["name"] else part[0], self.text)

    @property
    def lasting(self) -> int:
        """Return how many folders at its beginning outlast their files: those before the day, or the first name."""
        before = ""
        for part in self._parts():
            if part["form"] or (not self.days and not part["plain"]):
                break
            before += part[0]
        return before.count("/")


def leads_out(path: str) -> bool:
    """Return whether a path may lead out of the folder that it starts from, or is written in a roundabout way."""
    return any(part in {"", ".", ".."} for part in path.split("/")) or "\\" in path or "\0" in path


def _form(form: str) -> list[str]:
    letters = re.findall(r"%(.)", form)
    unknown = [letter for letter in letters if letter not in _OF_A_DAY]
    if unknown or leads_out(form.replace("%", "")):
        raise ValueError(f"`{form}` is no form of a day; write it with %Y, %m and %d")
    return letters


def _day(said: Mapping[str, set[int]]) -> date:
    """Return the day; raise ValueError for one that is in no calendar, or is said in two ways."""
    if any(len(values) > 1 for values in said.values()):
        raise ValueError("one path says two days")
    (year,) = said["Y"]
    (month,) = said.get("m", {12})
    first = date(year, month, 1)
    (day,) = said.get("d", {monthrange(first.year, first.month)[1]})
    return date(year, month, day)


_FILES = written(
    FilePath,
    FilePath.parse,
    code="bad-path",
    mend=Sentence(
        "écrivez où sont les fichiers sous leur dossier, comme `{camera}/{day:%Y-%m-%d}/*.mp4` ou `{file_name}`",
        "write where the files lie below their folder, as `{camera}/{day:%Y-%m-%d}/*.mp4` or `{file_name}`",
    ),
    described={"examples": ["{camera}/{day:%Y-%m-%d}/*.mp4"]},
)
WrittenFilePath = Annotated[FilePath, *_FILES]
