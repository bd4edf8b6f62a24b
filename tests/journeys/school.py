"""A small school with two stores, for journeys: pupils and letters in one, their accounts on a platform in another."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from garant.adapters.environment import mark_as_demo
from garant.adapters.sql.engine import connect
from garant.adapters.sql.filling import create_tables
from garant.cli import main
from tests.databases import fresh_database

POLICY = """\
organisation:
  name: École de musique
  country: FR
  time zone: Europe/Paris
  contact: {post: 2 place du Marché}
  dpo: {email: dpo@ecole.example}
languages: [en]
guards: {share of a table: "100 %"}
subjects: {pupil: {en: pupil}, member: {en: member of the platform}}
events: {lessons ended: {en: the end of the lessons}, logged in: {en: a log-in}}
categories:
  identity: {en: identity}
  letters: {en: letters}
  account: {en: account}
  connection: {en: connections, log: true}
activities:
  teaching:
    purpose: {en: teaching}
    basis: contract
    subjects: [pupil]
    categories: [identity, letters]
    retention: [{keep: P2Y, from: lessons ended}]
  platform:
    purpose: {en: the platform}
    basis: contract
    subjects: [member]
    categories: [account]
    retention: [{keep: P3Y, from: logged in}]
  logs:
    purpose: {en: logs}
    basis: contract
    subjects: [member]
    categories: [connection]
    retention: [{keep: P13M, from: logged in}]
rights: {offered: [access, rectification, erasure, restriction, portability, objection, directives after death]}
"""
MAP = """\
stores:
  school: {url: env:SCHOOL_URL, country: FR, zone: Europe/Paris}
  platform: {url: env:PLATFORM_URL, country: FR, zone: Europe/Paris}
people:
  pupil: {table: school.pupils, key: id}
  member: {table: platform.accounts, key: id}
tables:
  school.pupils:
    used for: [teaching]
    columns: {name: identity}
    events: {lessons ended: {column: ended_on, empty: open}}
  school.letters:
    used for: [teaching]
    belongs to: {to: pupil_id}
    columns: {body: letters}
  platform.accounts:
    used for: [platform]
    columns: {mail: account}
  platform.log_ins:
    used for: [logs]
    belongs to: {member: account_id}
    columns: {at_day: none, ip: connection}
    events: {logged in: at_day}
"""
TABLES = {
    "school": """
CREATE TABLE pupils (id INTEGER PRIMARY KEY, name VARCHAR(80), ended_on DATE);
CREATE TABLE letters (id INTEGER PRIMARY KEY, pupil_id INTEGER NOT NULL, body VARCHAR(80),
  FOREIGN KEY (pupil_id) REFERENCES pupils (id));
CREATE INDEX letters_pupil ON letters (pupil_id);
""",
    "platform": """
CREATE TABLE accounts (id INTEGER PRIMARY KEY, mail VARCHAR(80));
CREATE TABLE log_ins (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL, at_day DATE NOT NULL, ip VARCHAR(40),
  FOREIGN KEY (account_id) REFERENCES accounts (id) ON DELETE CASCADE);
CREATE INDEX log_ins_account ON log_ins (account_id, at_day);
""",
}
ROWS = {
    "school": """
INSERT INTO pupils VALUES (1, 'Alice', '2025-06-30'), (2, 'Ben', '2020-06-30'), (3, 'Cleo', NULL);
INSERT INTO letters VALUES (1, 1, 'Dear Alice'), (2, 2, 'Dear Ben'), (3, 2, 'Dear Ben, again');
""",
    "platform": """
INSERT INTO accounts VALUES (1, 'old@ecole.example'), (2, 'new@ecole.example');
INSERT INTO log_ins VALUES (1, 1, '2020-01-01', '192.0.2.1'), (2, 2, '2020-01-01', '192.0.2.2'),
  (3, 2, '2025-12-01', '192.0.2.3');
""",
}
ON = "2026-03-01"
"""The day that is planned for: Ben has gone for long, the first account too, and its last log-ins."""


@dataclass(kw_only=True)
class School:
    """The folder of the school, the addresses of its stores, and the commands run on it."""

    folder: Path
    urls: dict[str, str]
    environment: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Open what tests look into the stores with."""
        self.engines: dict[str, Engine] = {store: connect(url) for store, url in self.urls.items()}

    @property
    def plan_file(self) -> Path:
        """Return where plans are written."""
        return self.folder / "day.plan"

    def garant(self, *words: str | Path, typed: str | None = None) -> Result:
        """Run a command, with what is typed into it, and return its status and what it said."""
        return CliRunner().invoke(main, [str(word) for word in words], env=self.environment, input=typed)

    def plan(self, *options: str, on: str = ON) -> Result:
        """Plan a day, into the plan file."""
        return self.garant("plan", self.folder, "--on", on, "--out", self.plan_file, *options)

    def apply(self, *options: str) -> Result:
        """Carry out the plan file, approved."""
        return self.garant("apply", self.plan_file, "--approved-by", "Dana", *options)

    def execute(self, store: str, *statements: str) -> None:
        """Run statements in a store."""
        with self.engines[store].begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return all rows of all tables of the school, by table; receipts are not the school's."""
        return {name: found for store in self.engines for name, found in self._rows(store)}

    def _rows(self, store: str) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
        metadata = sa.MetaData()
        metadata.reflect(self.engines[store])
        with self.engines[store].connect() as connection:
            for name, table in sorted(metadata.tables.items()):
                if name != "garant_receipts":
                    found = connection.execute(sa.select(table).order_by(*table.primary_key.columns))
                    yield f"{store}.{name}", [tuple(row) for row in found]

    def write(self, name: str, text: str) -> None:
        """Write a file of the policy folder."""
        (self.folder / name).write_text(text, encoding="utf-8")


def statements(text: str) -> Sequence[str]:
    """Return the statements of a text."""
    return [statement.strip() for statement in text.split(";") if statement.strip()]


@contextmanager
def school(kind: str = "sqlite", *, rows: bool = True) -> Iterator[School]:
    """Give the school on databases of a kind, with a few people in it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="garant-school-")))
        made = School(folder=folder, urls={store: stack.enter_context(fresh_database(kind)) for store in TABLES})
        stack.callback(shutil.rmtree, folder / ".garant", ignore_errors=True)
        for store, tables in TABLES.items():
            create_tables(made.engines[store], tables)
            if rows:
                made.execute(store, *statements(ROWS[store]))
        addresses = "".join(f"{store.upper()}_URL={url}\n" for store, url in made.urls.items())
        made.write(".env", addresses)
        mark_as_demo(folder)
        made.write("policy.yaml", POLICY)
        made.write("data-map.yaml", MAP)
        yield made
