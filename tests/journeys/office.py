"""An example organisation with hand-made people: its policy folder, its stores on real databases, its runs."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, MetaData, select

from garant import wiring
from garant.adapters.demo.organisations import EXAMPLES
from garant.adapters.demo.pages import settings
from garant.adapters.environment import mark_as_demo
from garant.planning.plan import Plan
from garant.planning.steps import StepKind
from garant.wiring import applying
from tests.people import empty_example, insert

Rows = list[dict[str, Any]]


def at(written: str) -> datetime:
    """Return a time as a column without a zone holds it."""
    return datetime.fromisoformat(written)


@dataclass(frozen=True, kw_only=True)
class Office:
    """The folder of an organisation, and its databases by store."""

    folder: Path
    engines: Mapping[str, Engine]

    def add(self, table: str, /, **values: Any) -> Any:
        """Insert a row into `store.table`, what is not said made up, and return its key."""
        store, name = table.split(".", 1)
        return insert(self.engines[store], name, **values)

    def plan(self, on: date) -> Plan:
        """Return the plan of a day."""
        return wiring.make_plan(wiring.open_folder(self.folder), on=on, progress=lambda *_: None)

    def run(self, on: date) -> Plan:
        """Plan a day, carry the plan out if there is anything in it, and return it."""
        plan = self.plan(on)
        if plan.is_empty:
            return plan
        refused, applied = applying.apply(plan, approved_by="Dana", told=lambda *_: None)
        assert applied, refused
        assert applied.refused == ()
        return plan

    def tables(self) -> dict[str, Rows]:
        """Return the rows of every table by `store.table`, in the order of their keys."""
        found: dict[str, Rows] = {}
        for store, engine in self.engines.items():
            metadata = MetaData()
            metadata.reflect(engine)
            with engine.connect() as connection:
                for name, table in metadata.tables.items():
                    rows = connection.execute(select(table).order_by(*table.primary_key.columns))
                    found[f"{store}.{name}"] = [dict(row) for row in rows.mappings()]
        return found


@dataclass(frozen=True, kw_only=True)
class Days:
    """What was planned for the day before a last day, for it and for the day after, and what each run left."""

    plans: Sequence[Plan]
    tables: Sequence[Mapping[str, Rows]]

    def cells(self, table: str, *columns: str) -> list[list[tuple[Any, ...]]]:
        """Return, for each of the three days, these columns of the rows of `store.table` that were left."""
        return [[tuple(row[column] for column in columns) for row in left[table]] for left in self.tables]

    def counts(self, *tables: str) -> list[tuple[int, ...]]:
        """Return, for each of the three days, how many rows of each table were left."""
        return [tuple(len(left[table]) for table in tables) for left in self.tables]

    def planned(self, kind: StepKind, table: str) -> list[int]:
        """Return, for each of the three days, how much of a kind was planned for a table."""
        return [sum(s.count for s in plan.steps if s.kind is kind and s.table == table) for plan in self.plans]


def three_days(office: Office, last: date) -> Days:
    """Run an organisation on the day before a last day, on it and on the day after; then nothing may be due."""
    plans, tables = [], []
    for day in (last - timedelta(days=1), last, last + timedelta(days=1)):
        plans.append(office.run(day))
        tables.append(office.tables())
    assert office.plan(day).is_empty
    return Days(plans=plans, tables=tables)


@contextmanager
def empty_office(organisation: str, *, kind: str) -> Iterator[Office]:
    """Give the folder of an example whose stores are databases of this kind, without any rows."""
    example = EXAMPLES[organisation]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="garant-office-")))
        engines = {
            name: stack.enter_context(empty_example(organisation, name, kind=kind)) for name in example.databases
        }
        folders = {name: folder / "files" / name for name in example.folders}
        for path in folders.values():
            path.mkdir(parents=True)
        addresses = {name: engine.url.render_as_string(hide_password=False) for name, engine in engines.items()}
        said = settings(databases=addresses, folders={name: str(path) for name, path in folders.items()})
        (folder / ".env").write_text(said, encoding="utf-8")
        mark_as_demo(folder)
        for name, text in example.texts():
            (folder / name).write_text(text, encoding="utf-8")
        yield Office(folder=folder, engines=engines)
