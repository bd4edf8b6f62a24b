"""The school that the bench runs on: its tables, its rows, its policy, and the same work in hand-written SQL."""

from datetime import date
from pathlib import Path

from benchmarks.server import Server
from garant.adapters.environment import mark_as_demo

ON = date(2026, 11, 22)
ROWS_A_PERSON = 18.8

HERE = Path(__file__).parent


def text(name: str) -> str:
    """Return a file of this folder."""
    return (HERE / name).read_text(encoding="utf-8")


def fill(server: Server, database: str, *, rows: int) -> int:
    """Make the school with about so many rows, indexed, analysed and vacuumed; return how many there are."""
    with server.connect() as connection:
        connection.execute(f'CREATE DATABASE "{database}"'.encode())
    server.run(database, text("schema.sql"))
    server.run(database, text("fill.sql"), n=int(rows / ROWS_A_PERSON))
    server.run(database, text("indexes.sql"))
    with server.connect(database) as connection:
        connection.execute("VACUUM (ANALYZE)")
        found = connection.execute(
            "SELECT sum(reltuples)::bigint FROM pg_class WHERE relkind = 'r' AND relnamespace = 2200"
        )
        return int(str(found.fetchone()[0]))  # type: ignore[index]


def folder(at: Path, *, url: str) -> Path:
    """Write the school's policy folder, with the address of its database."""
    at.mkdir(parents=True, exist_ok=True)
    for name in ("policy.yaml", "data-map.yaml"):
        (at / name).write_text(text(name), encoding="utf-8")
    mark_as_demo(at)
    (at / ".env").write_text(f"SCHOOL_URL={url}\n", encoding="utf-8")
    return at
