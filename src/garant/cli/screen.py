"""What whoever looks on is shown while a command works: one line that rewrites itself, and goes in the end."""

import sys
from threading import Event, Thread
from types import TracebackType

import click

from garant.cli.sessions import Speaker
from garant.policy.speech.figures import numbered
from garant.policy.speech.sentences import Sentence, same

_PATIENCE = 4.0
_WAITING = Sentence(
    "{last} … rien de neuf depuis {seconds} s : une grande table, ou quelqu'un tient un verrou ; on attend",
    "{last} … nothing new for {seconds} s: a large table, or somebody holds a lock; waiting",
)


class Line:
    """A line for people who look on, never for a file; where nothing comes for a while, it says so."""

    def __init__(self, speaker: Speaker, *, patience: float = _PATIENCE) -> None:
        """Take who speaks, and after how many seconds of silence the line says that it waits."""
        self._speaker, self._patience = speaker, patience
        self._last, self._has_moved = same("garant"), False
        self._ended, self._watch = Event(), Thread(target=self._tell_of_silence, daemon=True)
        self._is_seen = sys.stderr.isatty()

    def __enter__(self) -> "Line":
        """Begin to watch for silence."""
        if self._is_seen:
            self._watch.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, at: TracebackType | None) -> None:
        """Take the line away."""
        if self._is_seen:
            self._ended.set()
            self._watch.join()
            self._print(same(""))

    def table(self, table: str, done: int, whole: int) -> None:
        """Say how many tables were looked at, and which one is next."""
        self.show(same(f"{done + 1}/{whole} {table}"))

    def show(self, said: Sentence) -> None:
        """Say how far it is."""
        self._last, self._has_moved = said, True
        if self._is_seen:
            self._print(said)

    def _tell_of_silence(self) -> None:
        silent = 0.0
        while not self._ended.wait(self._patience):
            silent = 0.0 if self._has_moved else silent + self._patience
            self._has_moved = False
            if silent:
                self._print(_WAITING.filled({"last": self._last, "seconds": numbered(round(silent))}))

    def _print(self, said: Sentence) -> None:
        click.echo(f"\r\x1b[K{said.said_in(self._speaker.language)}", err=True, nl=False)
