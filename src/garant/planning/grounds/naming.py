"""What somebody asks to be held, read against the map and the schemas, so that it can be found again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from garant.planning.grounds.holds import Held, HeldFiles, HeldPerson, HeldRows
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.rows import Rows
from garant.planning.terrain.schema import Kind
from garant.planning.terrain.ways import Aliases, NoWay
from garant.policy.datamap import Condition, Test
from garant.policy.paths import Path, RowsOf
from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence
from garant.policy.speech.suggestions import did_you_mean
from garant.policy.statements import Scalar

_TEST = re.compile(r"(?P<path>.+?)(?P<sign>!=|\^=|=)(?P<value>.*)", re.DOTALL)
_WORDS = ("empty", "some", "none")


class NotNamed(Failure):
    """What is to be held is not named so that it can be found; the values that were typed are not repeated."""

    sentence = Sentence("rien n'est gelé : {detail}", "nothing is held: {detail}")
    mend = Sentence(
        "nommez une chose : --person TABLE:CLÉ, --table TABLE, --rows TABLE --where CHEMIN=VALEUR, "
        "ou --files ENSEMBLE --path MODÈLE",
        "name one thing: --person TABLE:KEY, --table TABLE, --rows TABLE --where PATH=VALUE, or --files SET "
        "--path PATTERN",
    )


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was typed of what is to be held."""

    person: str = field(default="", repr=False)
    table: str = ""
    rows: str = ""
    where: tuple[str, ...] = field(default=(), repr=False)
    files: str = ""
    pattern: str = field(default="*", repr=False)
    days: str = ""


def named(layout: Layout, asked: Asked) -> Held:
    """Return what is to be held, or raise NotNamed."""
    if sum(map(bool, (asked.person, asked.table, asked.rows, asked.files))) != 1 or bool(asked.where) != bool(
        asked.rows
    ):
        raise NotNamed(Sentence("il faut nommer une seule chose", "one thing must be named"))
    if asked.person:
        return _person(layout, asked.person)
    if asked.files:
        return _files(layout, asked)
    table = _table(layout, asked.table or asked.rows, among=layout.tables)
    return HeldRows(table=table, when=_when(layout, table, asked.where))


def _table(layout: Layout, name: str, *, among: Iterable[str]) -> str:
    found = [table for table in layout.tables if table == name or table.endswith(f".{name}")]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotNamed(_SEVERAL.filled({"name": name, "found": ", ".join(f"`{table}`" for table in found)}))
    silent = [store for store, said in layout.data_map.stores.items() if said.url and store not in layout.schemas]
    if silent:
        raise NotNamed(_SILENT.filled({"store": ", ".join(silent)}))
    raise NotNamed(_UNKNOWN.filled({"name": name, "mend": did_you_mean(name, among)}))


_SILENT = Sentence("la base `{store}` ne répond pas", "the store `{store}` does not answer")
_SEVERAL = Sentence("plusieurs bases ont `{name}` : {found}", "several stores have `{name}`: {found}")
_UNKNOWN = Sentence("aucune base ne connaît `{name}` ; {mend}", "no store knows `{name}`; {mend}")
_NO_SET = Sentence("la carte n'a pas de fichiers `{name}` ; {mend}", "the map has no files `{name}`; {mend}")


def _person(layout: Layout, asked: str) -> HeldPerson:
    place, colon, key = asked.partition(":")
    people = dict.fromkeys(anchor.table for anchor in layout.anchors)
    if not colon and place not in layout.tables:
        # Perhaps it is the key: it is not repeated.
        raise NotNamed(_NO_TABLE.filled({"mend": did_you_mean("", people)}))
    table = _table(layout, place, among=people)
    anchors = layout.anchors_at(table)
    if not anchors:
        raise NotNamed(_NOBODY.filled({"table": table, "mend": did_you_mean("", people)}))
    if not key:
        raise NotNamed(_NO_KEY.filled({"table": table}))
    _typed(layout, table, column=anchors[0].key, text=key)
    return HeldPerson(table=table, key=key)


_NO_TABLE = Sentence("--person s'écrit TABLE:CLÉ ; {mend}", "--person is written TABLE:KEY; {mend}")
_NOBODY = Sentence("`{table}` n'est pas une table de personnes ; {mend}", "`{table}` is no table of people; {mend}")
_NO_KEY = Sentence(
    "il manque la clé de la personne : --person {table}:CLÉ, ou {table}:- pour la taper ensuite",
    "the person's key is missing: --person {table}:KEY, or {table}:- to type it afterwards",
)


# conditions ---------------------------------------------------------------------------------------------------


def _when(layout: Layout, table: str, asked: Iterable[str]) -> tuple[tuple[str, Condition], ...]:
    found: dict[str, Condition] = {}
    for one in asked:
        parts = _TEST.fullmatch(one)
        if parts is None:
            raise NotNamed(Sentence("une condition s'écrit CHEMIN=VALEUR", "a condition is written PATH=VALUE"))
        path = parts["path"].strip()
        test = _test(layout, table, path=path, said=(parts["sign"], parts["value"]))
        before = found.get(path)
        if before is not None and (isinstance(before, Test) or isinstance(test, Test)):
            raise NotNamed(_TWICE.filled({"path": path}))
        found[path] = test if before is None else (*_listed(before), *_listed(test))
    return tuple(found.items())


_TWICE = Sentence("`{path}` est demandé de deux façons", "`{path}` is asked in two ways")


def _listed(test: Condition) -> tuple[Scalar, ...]:
    assert not isinstance(test, Test)
    return test if isinstance(test, tuple) else (test,)


def _test(layout: Layout, table: str, *, path: str, said: tuple[str, str]) -> Condition:
    sign, text = said
    rows = Rows(layout, Aliases())
    try:
        steps = Path.parse(path)
        way = rows.walker(table).walk(steps, rows.start(table))
    except (NoWay, KeyError, ValueError):
        mend = did_you_mean(path, (column.name for column in layout.tables[table].columns))
        raise NotNamed(_NO_WAY.filled({"path": path, "table": table, "mend": mend})) from None
    if isinstance(steps.steps[-1], RowsOf) or way.end is None:
        if sign == "=" and text in ("some", "none"):
            return text
        raise NotNamed(_ROWS.filled({"path": path}))
    if sign == "^=":
        return Test.model_validate({"starts": text})
    is_word = text in _WORDS
    value: Scalar = text if is_word else _typed(layout, way.table, column=way.end.column, text=text)
    return Test.model_validate({"not": value}) if sign == "!=" else value


_NO_WAY = Sentence(
    "`{path}` ne mène nulle part depuis `{table}` ; {mend}", "`{path}` leads nowhere from `{table}`; {mend}"
)
_ROWS = Sentence("`{path}` mène à des lignes : écrivez =some ou =none", "`{path}` leads to rows: write =some or =none")


def _typed(layout: Layout, table: str, *, column: str, text: str) -> Scalar:
    seen = layout.tables[table].column(column)
    kind = Kind.TEXT if seen is None else seen.kind
    try:
        match kind:
            case Kind.INTEGER | Kind.YEAR:
                return int(text)
            case Kind.BOOLEAN:
                return {"true": True, "1": True, "false": False, "0": False}[text.lower()]
            case Kind.DATE:
                return date.fromisoformat(text).isoformat()
            case _:
                return text
    except (ValueError, KeyError):
        raise NotNamed(_ILL_TYPED.filled({"column": f"{table}.{column}", "kind": kind.value})) from None


_ILL_TYPED = Sentence(
    "ce qui est demandé de `{column}` n'est pas de sa sorte ({kind})",
    "what is asked of `{column}` is not of its kind ({kind})",
)


# files --------------------------------------------------------------------------------------------------------


def _files(layout: Layout, asked: Asked) -> HeldFiles:
    said = layout.data_map.files.get(asked.files)
    if said is None:
        raise NotNamed(_NO_SET.filled({"name": asked.files, "mend": did_you_mean(asked.files, layout.data_map.files)}))
    if asked.days and not said.path.days:
        raise NotNamed(
            Sentence("les chemins de cet ensemble ne disent pas de jour", "the paths of this set say no day")
        )
    first, dots, last = asked.days.partition("..")
    try:
        days = [date.fromisoformat(day) if day else None for day in (first, last if dots else first)]
    except ValueError:
        raise NotNamed(
            Sentence("--days s'écrit DU..AU, année-mois-jour", "--days is FROM..TO, year-month-day")
        ) from None
    return HeldFiles(files=asked.files, pattern=asked.pattern, first=days[0], last=days[1])
