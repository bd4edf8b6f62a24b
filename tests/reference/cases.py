"""Cases as data: a folder with a policy, a data map, a small database and what is expected of it on some days."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from garant.planning.grounds.holds import Held, HeldPerson, HeldRows, Suspension
from garant.policy.datamap import DataMap, RowKind
from garant.policy.model import Policy
from tests.reference.interpreter import Verdict
from tests.reference.reasons import Status
from tests.reference.schema import ColumnShape, OnDelete, ReferenceShape, TableShape, Values, Word
from tests.reference.world import Row, World, key_of

FOLDER = Path(__file__).parent.parent / "cases" / "map"

Listed = dict[str, dict[str, list[str]]]
"""By table and key: words."""


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What is expected on one day, by table and key; `then` gives values that are left."""

    goes: dict[str, list[str]]
    blanked: Listed
    stays: Listed
    then: dict[str, dict[str, Values]]


@dataclass(frozen=True, kw_only=True)
class Case:
    """One folder of tests/cases/map."""

    name: str
    says: str
    world: World
    days: dict[date, Expected]


def _hold(said: dict[str, Any]) -> Held:
    """Return what a hold names: a table with the key of a person, with conditions, or alone; or files."""
    if "suspended" in said:
        grounds = tuple((activity, rule, category) for activity, rule, category in said["suspended"])
        return Suspension(table=said["table"], key=str(said["person"]), grounds=grounds)
    if "person" in said:
        return HeldPerson(table=said["table"], key=str(said["person"]))
    when = RowKind.model_validate({"when": said.get("rows", {})}).when
    return HeldRows(table=said["table"], when=tuple(when.items()))


class _Plain(yaml.SafeLoader):
    """Reads `on` and `no` as the words that they are: only `true` and `false` are truth values."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, found) for tag, found in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))


def all_cases() -> list[Case]:
    """Return every case, in the order of their names."""
    return [read_case(folder) for folder in sorted(FOLDER.iterdir()) if folder.is_dir()]


def read_case(folder: Path) -> Case:
    """Return the case that a folder holds."""
    expected = read_yaml(folder / "expected.yaml")
    days = {day: _expected(said or {}) for day, said in expected["days"].items()}
    return Case(name=folder.name, says=expected["says"], world=read_world(folder), days=days)


def read_yaml(file: Path) -> Any:
    """Return what a file of a case says."""
    return yaml.load(file.read_text(), Loader=_Plain)  # noqa: S506


def read_world(folder: Path) -> World:
    """Return the policy, the data map, the rows and the holds of a case."""
    policy, data_map, rows = (read_yaml(folder / name) for name in ("policy.yaml", "data-map.yaml", "rows.yaml"))
    shapes = read_shapes({table: said["columns"] for table, said in rows.items()})
    for table, said in rows.items():
        shapes[table] = _with_composites(shapes, table=table, written=said.get("references", []))
    world = World(
        policy=Policy.model_validate(policy),
        data_map=DataMap.model_validate(data_map),
        shapes=shapes,
        tables={table: _rows(shapes[table], said.get("rows") or []) for table, said in rows.items()},
    )
    held = folder / "holds.yaml"
    if held.exists():
        world = replace(world, holds=tuple(map(_hold, read_yaml(held))))
    asked = folder / "asked.yaml"
    if asked.exists():
        said = read_yaml(asked)
        world = replace(world, asked=HeldPerson(table=said["table"], key=str(said["person"])))
    return world


def read_shapes(written: dict[str, dict[str, str]]) -> dict[str, TableShape]:
    """Return tables from their short form: `int key`, `text null unique`, `int null -> persons cascade`."""
    keys = {table: tuple(c for c, said in columns.items() if " key" in said) for table, columns in written.items()}
    return {table: _shape(table, columns=columns, keys=keys) for table, columns in written.items()}


def _shape(table: str, *, columns: dict[str, str], keys: dict[str, tuple[str, ...]]) -> TableShape:
    store, name = table.split(".", 1)
    references = [
        _reference((column,), said, store=store, keys=keys) for column, said in columns.items() if "->" in said
    ]
    return TableShape(
        name=name,
        columns=tuple(_column(column, said) for column, said in columns.items()),
        key=keys[table],
        references=tuple(references),
    )


def _column(name: str, said: str) -> ColumnShape:
    first, *words = said.split("->")[0].split()
    word: Word = first  # type: ignore[assignment]
    return ColumnShape(name=name, type=word, nullable="null" in words, unique="unique" in words)


def _reference(columns: tuple[str, ...], said: str, *, store: str, keys: dict[str, tuple[str, ...]]) -> ReferenceShape:
    table, *words = said.split("->")[1].split()
    deed: OnDelete = " ".join(words) or "no action"  # type: ignore[assignment]
    return ReferenceShape(columns=columns, table=table, to=keys[f"{store}.{table}"], on_delete=deed)


def _with_composites(shapes: dict[str, TableShape], *, table: str, written: list[str]) -> TableShape:
    store, shape = table.split(".", 1)[0], shapes[table]
    keys = {name: other.key for name, other in shapes.items()}
    columns = [tuple(part.strip() for part in said.split("->")[0].split(",")) for said in written]
    more = [_reference(names, said, store=store, keys=keys) for names, said in zip(columns, written, strict=True)]
    return TableShape(name=shape.name, columns=shape.columns, key=shape.key, references=(*shape.references, *more))


def _rows(shape: TableShape, written: list[list[object]]) -> list[Values]:
    names = [column.name for column in shape.columns]
    return [dict(zip(names, [*row, *[None] * (len(names) - len(row))], strict=True)) for row in written]


def _expected(said: dict[str, dict[str, object]]) -> Expected:
    return Expected(
        goes={table: [str(key) for key in _many(keys)] for table, keys in said.get("goes", {}).items()},
        blanked=_listed(said.get("blanked", {})),
        stays=_listed(said.get("stays", {})),
        then={
            table: {str(key): dict(values) for key, values in rows.items()}  # type: ignore[attr-defined]
            for table, rows in said.get("then", {}).items()
        },
    )


def _listed(said: dict[str, object]) -> Listed:
    return {
        table: {str(key): sorted(map(str, _many(words))) for key, words in rows.items()}  # type: ignore[attr-defined]
        for table, rows in said.items()
    }


def _many(said: object) -> list[object]:
    return list(said) if isinstance(said, list) else [said]


# What a verdict says, in the words of a case


def name_of(world: World, row: Row) -> str:
    """Return a row's key as a case writes it."""
    return ", ".join(str(row.values[name]) for name in key_of(world, row.table))


def told(verdict: Verdict) -> Expected:
    """Return what a verdict says in the words of a case, for the tables that hold personal data."""
    goes: dict[str, list[str]] = {}
    blanked: Listed = {}
    stays: Listed = {}
    for row in verdict.groups:
        name = name_of(verdict.world, row)
        said = verdict.world.data_map.tables.get(row.table)
        if row in verdict.going:
            goes.setdefault(row.table, []).append(name)
        elif said is not None and said.no_personal_data is None:
            stays.setdefault(row.table, {})[name] = why_it_stays(verdict, row)
    for row, cell in verdict.blanked:
        said_of_row = blanked.setdefault(row.table, {}).setdefault(name_of(verdict.world, row), [])
        said_of_row.append(cell.column if cell.element is None else f"{cell.column} {cell.element}")
    return Expected(
        goes=goes,
        blanked={table: {key: sorted(words) for key, words in rows.items()} for table, rows in blanked.items()},
        stays=stays,
        then={},
    )


def why_it_stays(verdict: Verdict, row: Row) -> list[str]:
    """Return the activities that keep a row, and the words for rows that stay for another reason."""
    groups = verdict.groups[row]
    words = {reason.activity for group in groups for reason in group.keeping if group.status is Status.KEPT}
    if any(group.is_held for group in groups) or row in verdict.held:
        words.add("held")
    unclear = [group for group in groups if group.status is Status.WITHOUT_A_CLOCK]
    if any(not cell.empty for group in unclear for cell in group.cells):
        words.add("no clock")
    if row in verdict.skeletons:
        words.add("needed")
    if row in verdict.anonymised:
        words.add("anonymised")
    return sorted(words) or ["the map says so"]
