"""Small policy folders with a SQLite store, for commands to be tried on."""

import sqlite3
from pathlib import Path

from garant.adapters.environment import mark_as_demo

POLICY = """organisation:
  name: École de musique
  country: FR
  time zone: Europe/Paris
  contact: {post: 2 place du Marché}
  dpo: {email: dpo@ecole.example}
languages: [en]
subjects: {pupil: {en: pupil}}
events: {lessons ended: {en: the end of the lessons}}
categories: {identity: {en: identity}, letters: {en: letters}}
activities:
  teaching:
    purpose: {en: teaching}
    basis: contract
    subjects: [pupil]
    categories: [identity, letters]
    retention: [{keep: P2Y, from: lessons ended}]
rights: {offered: [access, rectification, erasure, restriction, portability, objection, directives after death]}
"""
MAP = """stores: {school: {url: env:SCHOOL_URL, country: FR}}
people: {pupil: {table: school.pupils, key: id}}
tables:
  school.pupils:
    used for: [teaching]
    columns: {name: identity}
    events: {lessons ended: {column: ended_on, format: iso text}}
  school.letters:
    used for: [teaching]
    belongs to: {to: pupil_id}
    columns: {body: letters}
references: {school.letters.pupil_id: {to: school.pupils, declared: false}}
"""
TABLES = """
CREATE TABLE pupils (id INTEGER PRIMARY KEY, name TEXT, ended_on TEXT);
CREATE TABLE letters (id INTEGER PRIMARY KEY, pupil_id INTEGER, body TEXT);
CREATE INDEX letters_pupil_id ON letters (pupil_id);
"""
PEOPLE = """
INSERT INTO pupils VALUES (1, 'Alice Canari', '2025-06-30'), (2, 'Ben Canari', '2020-06-30');
INSERT INTO letters VALUES (1, 1, 'Dear Alice Canari'), (2, 2, 'Dear Ben Canari');
"""


def school(
    folder: Path, *, tables: str = TABLES, rows: str = PEOPLE, data_map: str = MAP, policy: str = POLICY
) -> Path:
    """Write the folder of a small school with its database, and return the folder."""
    (folder / "policy.yaml").write_text(policy, encoding="utf-8")
    (folder / "data-map.yaml").write_text(data_map, encoding="utf-8")
    (folder / ".env").write_text(f"SCHOOL_URL=sqlite:///{folder}/school.db\n", encoding="utf-8")
    mark_as_demo(folder)
    with sqlite3.connect(folder / "school.db") as connection:
        connection.executescript(tables + rows)
    connection.close()
    return folder


def execute(folder: Path, statements: str) -> None:
    """Run statements in the database of a small school."""
    with sqlite3.connect(folder / "school.db") as connection:
        connection.executescript(statements)
    connection.close()
