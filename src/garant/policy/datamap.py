"""The data map: where the data are, whose they are, what they are used for, and which dates start a period."""

from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from garant.policy.iana import TimeZone
from garant.policy.identifiers import IdentifierKind
from garant.policy.paths import WrittenFilePath, WrittenPath
from garant.policy.periods import WrittenPeriod
from garant.policy.speech.sentences import Sentence
from garant.policy.statements import Country, Names, Scalar, Statement
from garant.policy.terms import SourceOfData

SELF = "self"
"""The role of whoever is the row: said in no map, and known to rules, checks and `of`."""

_ONE_ADDRESS = Sentence(
    "une base a `url`, un dossier de fichiers a `files` : l'un ou l'autre", "a store has either `url` or `files`"
)
_WAY_TO_A_PERSON = Sentence(
    "un rôle demande `path`, `column` avec `holds`, ou `known by`",
    "a role needs a `path`, a `column` with `holds`, or `known by`",
)
_WAY_TO_A_ROW = Sentence(
    "`part of` demande un chemin, ou `column` avec `holds`", "`part of` needs a path, or a `column` with `holds`"
)
_NO_SUCH_DAY = Sentence(
    "`{name}` n'est pas un jour de `{path}` ; écrivez-l'y sous la forme `{{{name}:%Y-%m-%d}}`",
    "`{name}` is no day of `{path}`; write it there as `{{{name}:%Y-%m-%d}}`",
)


class Test(Statement):
    """A condition on one value: not, starts with, holds exactly."""

    not_: Annotated[Scalar | tuple[Scalar, ...] | None, Field(alias="not")] = None
    starts: str | None = None
    is_: Annotated[Scalar | None, Field(alias="is")] = None


Condition = Scalar | tuple[Scalar, ...] | Test
"""A value, a list of them, `empty`, `some`, `none`, or a Test."""

When = dict[str, Condition]
"""Path → condition; all of them hold."""

Format = Literal[
    "date",
    "timestamp",
    "iso date text",
    "iso text",
    "epoch seconds",
    "epoch milliseconds",
    "year",
    "json text",
    "comma list",
]


def _short(key: str, model: type[Statement]) -> BeforeValidator:
    """Return what lets a statement be written as its one telling value."""

    def whole(value: Any) -> Any:
        return {key: value} if isinstance(value, str | int) and not isinstance(value, bool) else value

    return BeforeValidator(whole, json_schema_input_type=model | str)


class Store(Statement):
    """A database or a folder of files: its address by environment variable, its country, who hosts it."""

    url: Annotated[str | None, Field(pattern=r"^env:[A-Z][A-Z0-9_]*$", examples=["env:SCHOOL_URL"])] = None
    files: Annotated[str | None, Field(pattern=r"^env:[A-Z][A-Z0-9_]*$", examples=["env:SCHOOL_URL"])] = None
    country: Country
    recipient: str | None = None
    zone: TimeZone = "UTC"
    backups_kept: WrittenPeriod | None = None
    archive: str | None = None
    receipts: bool = True

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if (self.url is None) == (self.files is None):
            raise ValueError(_ONE_ADDRESS)
        return self


class Identifier(Statement):
    """A column by which a person is known; a shared one only proposes, a person decides."""

    column: WrittenPath
    kind: Annotated[
        IdentifierKind | None,
        Field(description="its normal form; one that is called `e-mail` or `phone` needs none, another is a text"),
    ] = None
    ignore_case: Annotated[bool, Field(description="what `kind: e-mail` says, in one word less")] = False
    shared: Literal["no", "possible"] = "no"


class Born(Statement):
    """Where the birth date is; values listed as unknown say nothing."""

    column: WrittenPath
    format: Format | None = None
    unknown: tuple[Scalar, ...] = ()


class Person(Statement):
    """A class of people: their table and key, their kinds, and how else they are known."""

    table: str | None = None
    key: str | None = None
    when: When = {}
    kinds: dict[str, When] = {}
    same_person: WrittenPath | None = None
    identifiers: dict[str, Annotated[Identifier, _short("column", Identifier)]] = {}
    born: Annotated[Born | None, _short("column", Born)] = None
    guardians: WrittenPath | None = None
    log_in: Annotated[WrittenPath | None, Field(alias="log-in")] = None
    also_known: dict[str, dict[str, str]] = {}
    known_by: Names = ()

    def kind_of(self, identifier: str) -> IdentifierKind:
        """Return the kind of an identifier: what the map says, else what its name says, else a text."""
        said = self.identifiers.get(identifier)
        if said is not None and said.kind is not None:
            return said.kind
        if identifier == "phone":
            return "phone"
        return "e-mail" if identifier == "e-mail" or (said is not None and said.ignore_case) else "text"


class Filler(Statement):
    """A filler that sets companions too."""

    values: dict[str, Scalar | None]


def _filler(value: Any) -> Any:
    return {"values": value} if isinstance(value, dict) and "values" not in value else value


class ColumnUse(Statement):
    """What a column holds: its category, whose it is, how it is emptied or generalised."""

    category: str | None = None
    of: str | None = None
    used_for: Names = ()
    blank: Annotated[
        str | Filler | None, BeforeValidator(_filler, json_schema_input_type=str | dict[str, Scalar | None] | None)
    ] = None
    generalise: str | None = None
    free_text: bool = False
    format: Format | None = None
    source: SourceOfData = SourceOfData.PROVIDED
    recount: WrittenPath | None = None
    hidden_from: Names = ()

    @property
    def is_personal(self) -> bool:
        """Return whether the column holds personal data: it has a category, and that is not `none`."""
        return self.category is not None and self.category != "none"


class TextReference(Statement):
    """A reference written as text in a column, such as `person,{id}`."""

    column: str
    holds: str


class Role(Statement):
    """One owner of a row: the way to the person, their kind if it is fixed, how else they are known."""

    path: WrittenPath | None = None
    column: str | None = None
    holds: str | None = None
    people: Annotated[str | None, Field(description="the class of people, where the path does not say it")] = None
    kind: str | None = None
    when: When = {}
    known_by: dict[str, str] = {}
    columns: Annotated[Names, Field(description="for `shown to`: the columns that an answer shows")] = ()

    @model_validator(mode="after")
    def _some_way(self) -> Self:
        if self.path is None and not self.known_by and (self.column is None or self.holds is None):
            raise ValueError(_WAY_TO_A_PERSON)
        return self


class Part(Statement):
    """The reference that makes a row part of another; it gives owners, clocks and end."""

    path: WrittenPath | None = None
    column: str | None = None
    holds: str | None = None
    table: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.path is None) == (self.column is None or self.holds is None):
            raise ValueError(_WAY_TO_A_ROW)
        return self


class StandIns(Statement):
    """Values that stand for an empty date: still open, or missing."""

    open: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


class EventColumn(Statement):
    """The column that dates an event, what an empty value means, and for whom it counts."""

    column: WrittenPath
    when: When = {}
    empty: Literal["open", "missing"] = "missing"
    stand_ins: Annotated[StandIns, Field(alias="stand-ins")] = StandIns()
    format: Format | None = None
    began: WrittenPath | None = None
    for_: Annotated[Names, Field(alias="for")] = ()


class Copy(Statement):
    """The original of a serialised copy, and the text that leads to it."""

    table: str
    by: TextReference | str


class RowKind(Statement):
    """One kind of rows in a table that holds several: its condition and its own columns and owners."""

    when: When = {}
    otherwise: bool = False
    used_for: Names = ()
    belongs_to: dict[str, Annotated[Role, _short("path", Role)]] = {}
    part_of: Annotated[Part | None, _short("path", Part)] = None
    columns: dict[str, Annotated[ColumnUse, _short("category", ColumnUse)]] = {}
    events: dict[str, Annotated[EventColumn, _short("column", EventColumn)]] = {}


class Table(Statement):
    """One table: what it is used for, whose rows they are, what its columns hold, which events it dates."""

    no_personal_data: str | None = None
    used_for: Names = ()
    key: Names = ()
    row: Literal["goes", "stays"] = "goes"
    belongs_to: dict[str, Annotated[Role, _short("path", Role)]] = {}
    shown_to: dict[str, Annotated[Role, _short("path", Role)]] = {}
    part_of: Annotated[Part | None, _short("path", Part)] = None
    same_person: Names = ()
    not_ownership: dict[str, str] = {}
    columns: dict[str, Annotated[ColumnUse, _short("category", ColumnUse)]] = {}
    rows: tuple[RowKind, ...] = ()
    events: dict[str, Annotated[EventColumn, _short("column", EventColumn)]] = {}
    copy_of: Copy | None = None
    triggers: dict[str, str] = {}
    never_change: Names = ()


class Reference(Statement):
    """A reference that the database does not declare, or a name for a composite one."""

    columns: Names = ()
    to: str
    declared: bool = True
    may_be_emptied: bool | None = None


class FileSet(Statement):
    """A set of files: where they lie, whose they are, and the day that their path or row says."""

    path: WrittenFilePath
    used_for: Names = ()
    category: str | None = None
    part_of: str | None = None
    belongs_to: str | None = None
    kind: str | None = None
    events: dict[str, str] = {}

    @model_validator(mode="after")
    def _days_of_the_path(self) -> Self:
        astray = [day for day in self.events.values() if day not in self.path.days]
        if astray:
            raise ValueError(_NO_SUCH_DAY.filled({"name": astray[0], "path": self.path}))
        return self


class DataMap(Statement):
    """Where the data are and whose they are: the other top-level keys of the policy folder."""

    stores: dict[str, Store] = {}
    people: dict[str, Person] = {}
    tables: dict[str, Table] = {}
    references: dict[str, Reference] = {}
    files: dict[str, FileSet] = {}
    smallest_group: Annotated[int, Field(ge=2, description="k of k-anonymity, for `then: anonymise`")] = 11

    def store_of_files(self, files: str) -> str | None:
        """Return the store that a set of files lies in: that of its own name, else the only place of files."""
        places = [name for name, store in self.stores.items() if store.files is not None]
        return files if files in places else places[0] if len(places) == 1 else None

    def lasting(self, files: str) -> int:
        """Return how many folders of a set outlast its files."""
        said = self.files.get(files)
        return said.path.lasting if said else 0
