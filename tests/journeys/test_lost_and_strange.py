"""A key that is lost, settings that nobody may give, and files that are no texts: a sentence, a mend, no change."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from garant.adapters.environment import MARK
from garant.cli import main
from tests.journeys.school import School, school
from tests.journeys.test_bad_input import COULD_NOT_RUN, FINE, told

COMMANDS = ("check", "plan", "verify", "apply", "export")


@pytest.fixture
def here() -> Iterator[School]:
    with school() as made:
        yield made


def run(here: School, command: str) -> Result:
    """Run one of the commands that read the policy folder."""
    if command == "apply":
        return here.apply()
    if command == "export":
        return here.garant("evidence", "export", here.folder, "--to", here.folder / "evidence.json")
    return here.garant(command, here.folder)


# keys


@pytest.mark.parametrize("command", ["plan", "apply", "verify", "export"])
@pytest.mark.parametrize("lost", ["missing", "another"])
def test_a_signing_key_that_is_lost_stops_everything_until_it_is_back(here: School, command: str, lost: str):
    here.plan()
    assert here.apply().exit_code == FINE
    keys = here.folder / ".garant" / "keys"
    secret = keys / "signing.key"
    kept = secret.read_bytes()
    if lost == "missing":
        secret.unlink()
    else:
        secret.write_bytes((keys / "sealing.key").read_bytes())
    before = here.rows()

    assert told(run(here, command), status=COULD_NOT_RUN, says="the key that signed the evidence", mend="safe copy")
    assert secret.exists() is (lost == "another")
    assert here.rows() == before

    secret.write_bytes(kept)
    secret.chmod(0o600)
    assert run(here, "export").exit_code == FINE


# settings


def test_settings_beside_a_policy_that_is_no_demo_are_not_read(here: School):
    (here.folder / MARK).unlink()
    before = here.rows()

    assert told(here.plan(), status=COULD_NOT_RUN, says="SCHOOL_URL is not set", mend="in the environment")
    assert here.rows() == before


def test_settings_of_a_demo_do_not_say_where_keys_lie(here: School, tmp_path: Path):
    elsewhere = tmp_path / "keys"
    settings = (here.folder / ".env").read_text(encoding="utf-8")
    here.write(".env", f"{settings}GARANT_KEYS={elsewhere}\n")

    assert here.plan().exit_code == FINE
    assert not elsewhere.exists()


def test_keys_inside_a_folder_that_is_no_demo_are_refused_whatever_its_settings_say(here: School):
    (here.folder / MARK).unlink()
    here.write(".env", "GARANT_DEMO=1\n")
    here.environment |= {f"{store.upper()}_URL": url for store, url in here.urls.items()}
    here.environment["GARANT_KEYS"] = str(here.folder / "keys")

    assert told(here.plan(), status=COULD_NOT_RUN, says="must not lie inside the policy folder", mend="GARANT_KEYS")


# files


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("strange", ["latin-1", "a dangling link", "a folder"])
def test_a_file_of_the_policy_that_is_no_text_is_told(here: School, command: str, strange: str):
    here.plan()
    file = here.folder / "more.yaml"
    if strange == "latin-1":
        file.write_bytes("languages: [français]\n".encode("latin-1"))
    elif strange == "a folder":
        file.mkdir()
    else:
        file.symlink_to(here.folder / "nowhere.yaml")
    before = here.rows()

    assert told(run(here, command), status=COULD_NOT_RUN, says=str(here.folder), mend="UTF-8")
    assert here.rows() == before


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"\x00"])
def test_a_plan_that_is_no_text_is_told(tmp_path: Path, content: bytes):
    file = tmp_path / "day.plan"
    file.write_bytes(content)

    result = CliRunner().invoke(main, ["apply", str(file)])

    assert told(result, status=COULD_NOT_RUN, says="day.plan", mend="plan")
