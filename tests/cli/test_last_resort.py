"""A fault of Garant itself is one sentence and status 2, and shows what it holds only to whoever asks for it."""

import pytest
from click.testing import CliRunner

from garant import wiring
from garant.cli import main
from tests.journeys.school import MAP, ON, school
from tests.journeys.test_bad_input import FINE


@pytest.fixture
def faulty(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KeyError("alice@example.org")

    monkeypatch.setattr(wiring, "open_folder", fail)


@pytest.mark.usefixtures("faulty")
@pytest.mark.parametrize(
    ("language", "says"), [("en", "a fault of Garant itself (KeyError)"), ("fr", "une faute de Garant lui-même")]
)
def test_a_fault_is_one_sentence_without_what_it_holds(language: str, says: str):
    environment = {"GARANT_DEBUG": None}
    done = CliRunner().invoke(main, ["check", ".", "--language", language], env=environment)

    assert done.exit_code == 2
    assert says in done.stderr
    assert "alice" not in done.output
    assert "GARANT_DEBUG=1" in done.stderr


@pytest.mark.usefixtures("faulty")
def test_its_details_are_shown_to_whoever_asks():
    done = CliRunner().invoke(main, ["check", ".", "--language", "en"], env={"GARANT_DEBUG": "1"})

    assert done.exit_code == 2
    assert "KeyError: 'alice@example.org'" in done.stderr


def test_a_filler_that_cannot_be_written_leaves_its_table_alone_and_plans_the_others():
    with school() as here:
        here.write("data-map.yaml", MAP.replace("{name: identity}", "{name: {category: identity, blank: 'x-{nope}'}}"))

        assert "cannot-blank" in here.garant("check", here.folder).output
        planned = here.plan(on=ON)

    assert planned.exit_code == FINE, planned.output
    assert "this table is left alone" in planned.output
