"""`garant demo`: what it makes, what it refuses, and what it says then."""

import sqlite3
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, inspect, text

from garant.cli.demo import ORGANISATIONS, demo


def run(*arguments: object) -> Result:
    return CliRunner().invoke(demo, [str(one) for one in arguments])


@pytest.mark.parametrize("organisation", ORGANISATIONS)
def test_a_folder_has_all_that_is_needed_to_try(tmp_path: Path, organisation: str) -> None:
    folder = tmp_path / "essai"

    result = run(folder, "--organisation", organisation, "--people", 60, "--on", "2026-11-22")

    assert result.exit_code == 0, result.output
    there = {path.name for path in folder.iterdir()}
    assert {"policy.yaml", "data-map.yaml", ".env", ".gitignore", "README.txt", "data", "files"} - there <= {"files"}
    assert f"next: garant check {folder}" in result.output
    assert list(folder.glob("data/*.db")) != []


def test_the_settings_are_for_nobody_else_and_for_a_demo_alone(tmp_path: Path) -> None:
    run(tmp_path / "essai", "--people", 20)

    settings = tmp_path / "essai" / ".env"
    assert stat.S_IMODE(settings.stat().st_mode) == 0o600
    lines = settings.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("GARANT")] == []
    assert (tmp_path / "essai" / ".garant-demo").is_file()
    assert f"CFA_URL=sqlite:///{tmp_path}/essai/data/cfa.db" in lines
    assert f"CCTV={tmp_path}/essai/files/cctv" in lines


def test_every_store_of_the_map_has_its_address(tmp_path: Path) -> None:
    for organisation in ORGANISATIONS:
        run(tmp_path / organisation, "--organisation", organisation, "--people", 20)
        settings = (tmp_path / organisation / ".env").read_text(encoding="utf-8")
        addresses = {line.partition("=")[0] for line in settings.splitlines()}
        map_text = (tmp_path / organisation / "data-map.yaml").read_text(encoding="utf-8")

        wanted = {part.split('"')[0].rstrip(",}") for part in map_text.replace("env:", "\0").split("\0")[1:]}

        assert wanted <= addresses


def test_the_same_day_makes_the_same_people(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(tmp_path / name, "--people", 40, "--on", "2026-11-22")

    assert _people(tmp_path / "one") == _people(tmp_path / "two")


def _people(folder: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "data" / "cfa.db") as connection:
        found = connection.execute("SELECT * FROM apprentices ORDER BY id").fetchall()
    connection.close()
    return found


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    result = run(tmp_path, "--people", 20)

    assert result.exit_code == 1
    assert "is not an empty folder" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("organisation", "variable", "table", "people"),
    [
        ("idm", "SITE_URL", "im_contacts", 48),
        ("imp", "GESTION_URL", "personnes", 60),
        ("cmapaca", "CFA_URL", "apprentices", 36),
        ("cesi", "SIS_URL", '"Student"', 27),
        ("cartesia", "SHOP_URL", "customers", 27),
    ],
)
def test_an_empty_database_on_a_server_is_filled(  # noqa: PLR0913, PLR0917
    tmp_path: Path, database_url: str, organisation: str, variable: str, table: str, people: int
) -> None:
    folder = tmp_path / "essai"

    result = run(folder, "--organisation", organisation, "--people", 60, "--database", database_url)

    assert result.exit_code == 0, result.output
    engine = create_engine(database_url)
    with engine.connect() as connection:
        if engine.dialect.name == "mysql":
            table = table.replace('"', "`")
        assert connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar() == people  # noqa: S608
    engine.dispose()
    assert f"{variable}={database_url}" in (folder / ".env").read_text(encoding="utf-8")


def test_a_database_that_is_not_empty_is_refused_and_left_alone(tmp_path: Path, database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE mine (id INTEGER PRIMARY KEY)"))

    result = run(tmp_path / "essai", "--people", 20, "--database", database_url)

    assert result.exit_code == 1
    assert "is not empty" in result.output
    assert inspect(engine).get_table_names() == ["mine"]
    engine.dispose()
    assert not (tmp_path / "essai").exists()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("postgresql://alice:hush@127.0.0.1:1/none", "does not answer"),
        ("mysql://alice:hush@127.0.0.1:1/none", "does not answer"),
        ("oracle://alice:hush@server/none", "no database that Garant speaks to"),
        ("hush", "a path is no address yet"),
    ],
)
def test_a_database_that_cannot_be_reached_is_a_sentence(tmp_path: Path, address: str, sentence: str) -> None:
    result = run(tmp_path / "essai", "--database", address)

    assert result.exit_code == 2
    assert sentence in result.output
    assert "hush" not in result.output
    assert not (tmp_path / "essai").exists()


def test_a_demo_that_is_interrupted_leaves_nothing(tmp_path: Path) -> None:
    locked = tmp_path / "file"
    locked.write_text("")

    result = run(locked / "essai", "--people", 20)

    assert result.exit_code == 2
    assert "cannot be written" in result.output


def test_it_says_for_which_day_it_was_made(tmp_path: Path) -> None:
    result = run(tmp_path / "essai", "--people", 20, "--on", "2030-02-28")

    assert "for 28 February 2030" in result.output
