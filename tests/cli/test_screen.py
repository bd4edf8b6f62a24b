"""The line that people who look on are shown while a command works."""

import io
from time import sleep

import pytest

from garant.cli.screen import Line
from garant.cli.sessions import Speaker
from garant.policy.speech.sentences import same


class Terminal(io.StringIO):
    """A screen that somebody looks at."""

    def isatty(self) -> bool:
        """Say that somebody looks on."""
        return True


def looked_at(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    screen = Terminal()
    monkeypatch.setattr("sys.stderr", screen)
    return screen


def test_the_line_rewrites_itself_and_goes_in_the_end(monkeypatch: pytest.MonkeyPatch):
    screen = looked_at(monkeypatch)

    with Line(Speaker("fr")) as line:
        line.table("school.pupils", 0, 2)
        line.show(same("2/2 school.letters"))

    assert screen.getvalue() == "\r\x1b[K1/2 school.pupils\r\x1b[K2/2 school.letters\r\x1b[K"


def test_where_nothing_comes_for_a_while_it_says_so(monkeypatch: pytest.MonkeyPatch):
    screen = looked_at(monkeypatch)

    with Line(Speaker("fr"), patience=0.01) as line:
        line.table("school.pupils", 0, 2)
        sleep(0.2)

    assert "1/2 school.pupils … rien de neuf depuis" in screen.getvalue()
    assert "quelqu'un tient un verrou ; on attend" in screen.getvalue()
    assert screen.getvalue().endswith("\r\x1b[K")


def test_a_file_gets_none_of_it(capsys: pytest.CaptureFixture[str]):
    with Line(Speaker("fr"), patience=0.01) as line:
        line.table("school.pupils", 0, 2)
        sleep(0.05)

    assert capsys.readouterr().err == ""
