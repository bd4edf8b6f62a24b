"""Which database an address names: the same one whatever the account, another wherever anything else differs."""

from datetime import timedelta
from pathlib import Path

import pytest

from garant import wiring
from garant.adapters.files import open_files
from garant.adapters.sql.addressed import Addressed
from garant.adapters.sql.engine import address_of, connect, identity

SCHOOL = "postgresql://garant:secret@db.example:5432/school?sslmode=require"


def named(url: str) -> str:
    return identity(address_of(url))


@pytest.mark.parametrize("account", ["garant:another@", "reader@", "", "reader:a%40b@"])
def test_account_and_password_do_not_matter(account: str):
    assert named(SCHOOL.replace("garant:secret@", account)) == named(SCHOOL)


def test_nor_do_they_where_they_are_asked_for_behind_the_address():
    assert named(f"{SCHOOL}&user=reader&password=x") == named(SCHOOL)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("school", "college"), ("db.example", "db2.example"), ("5432", "5433"), ("postgresql", "mysql")],
)
def test_anything_else_makes_another_database(was: str, becomes: str):
    assert named(SCHOOL.replace(was, becomes)) != named(SCHOOL)


def test_a_file_is_the_same_however_its_path_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "linked.db").symlink_to(tmp_path / "school.db")

    assert named("sqlite:///school.db") == named(f"sqlite:///{tmp_path}/school.db") == named("sqlite:///linked.db")
    assert named("sqlite:///school.db") != named("sqlite:///college.db")


def test_no_address_can_be_read_from_it():
    assert "school" not in named(SCHOOL)
    assert len(named(SCHOOL)) == 64


def test_a_place_of_files_is_told_from_others_without_its_account():
    remote = open_files("scans", "sftp://garant:secret@files.example/scans").identity

    assert remote == open_files("scans", "sftp://reader@files.example/scans").identity
    assert remote != open_files("scans", "sftp://files.example/photos").identity


def test_a_folder_is_the_same_however_its_path_is_written(tmp_path: Path):
    there = open_files("scans", str(tmp_path / "scans")).identity

    assert there == open_files("scans", f"{tmp_path}/elsewhere/../scans/").identity
    assert there != open_files("scans", str(tmp_path / "photos")).identity


def test_a_server_says_what_time_it_is_and_a_file_does_not(database_url: str):
    store, engine = Addressed(), connect(database_url)
    store.store, store.engine = "school", engine

    said = store.now()

    if engine.dialect.name == "sqlite":
        assert said is None
    else:
        assert said is not None
        assert abs(said - wiring.now()) < timedelta(minutes=5)
