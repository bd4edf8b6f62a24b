"""What all commands share: the language that they speak, how they say why they stop, and some of their options."""

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

import click

from garant import wiring
from garant.cli.spoken import Argument, option
from garant.policy.speech.failures import Failure
from garant.policy.speech.languages import chosen
from garant.policy.speech.sentences import Sentence

REFUSED, COULD_NOT_RUN = 1, 2
FOUND = REFUSED

FOLDER = Sentence("DOSSIER", "FOLDER")
FILE = Sentence("FICHIER", "FILE")
THERE = click.Path(exists=True, dir_okay=False, path_type=Path)
of_folder = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), cls=Argument, said=FOLDER
)
of_file = click.argument("file", type=THERE, cls=Argument, said=FILE)
as_json = option(
    "--json",
    "as_data",
    is_flag=True,
    said=Sentence("Écrire du JSON, pour des programmes.", "Print JSON, for programs."),
)
in_language = option(
    "--language",
    type=click.Choice(["fr", "en"]),
    said=Sentence(
        "La langue ; à défaut GARANT_LANGUAGE, puis celle de la politique.",
        "The language; else GARANT_LANGUAGE, then that of the policy.",
    ),
)


class Speaker:
    """One who speaks a language for the length of a command; the policy's own is heard once its folder is open."""

    def __init__(self, asked: str | None = None) -> None:
        """Take the language that was asked for, if one was."""
        self._asked = asked
        self.language = chosen(asked, environment=os.environ)  # noqa: TID251 - the edge

    def listen(self, own: str | None) -> None:
        """Speak the policy's own language, unless another was asked for."""
        self.language = chosen(self._asked, own, environment=os.environ)  # noqa: TID251 - the edge

    def open(self, folder: Path) -> wiring.Folder:
        """Return the policy folder as it is written now, and speak its language from here on."""
        opened = wiring.open_folder(folder)
        self.listen(wiring.first_language(opened))
        return opened

    def say(self, sentence: Sentence, **values: object) -> None:
        """Print a sentence."""
        click.echo(sentence.filled(values).said_in(self.language))

    def hear(self, wanted: str) -> str:
        """Return a value that was not typed with the command: it stays out of the shell's history (Art. 32)."""
        # Whoever types is told that something is waited for; a file or another program is not.
        if sys.stdin.isatty():
            click.echo(_TYPE.filled({"wanted": wanted.removesuffix("-")}).said_in(self.language), err=True, nl=False)
        return sys.stdin.readline().strip()

    def stop(self, sentence: Sentence, mend: Sentence, *, status: int = COULD_NOT_RUN) -> NoReturn:
        """Say why there is nothing more to do, and what would mend it."""
        said, helped = sentence.said_in(self.language), mend.said_in(self.language)
        click.echo(f"garant: {said}\n  {helped}", err=True)
        raise SystemExit(status)

    def write(self, file: Path, pieces: Iterable[str]) -> None:
        """Write a file that is there whole or not at all, or say why there is none."""
        draft = file.with_name(f".{file.name}.draft")
        try:
            with draft.open("w", encoding="utf-8") as text:
                text.writelines(pieces)
            draft.replace(file)
        except OSError:
            self.stop(_NOT_WRITTEN.filled({"file": file}), _ELSEWHERE)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    @contextmanager
    def stopping(self) -> Iterator[None]:
        """Let a failure be told to a person."""
        try:
            yield
        except Failure as failure:
            self.stop(failure.told, failure.mend)

    @contextmanager
    def telling_of_keys(self, folder: Path) -> Iterator[None]:
        """Say once where the keys lie, when they have just been made: whoever loses them cannot sign any more."""
        _, were_made = wiring.keys_of(folder)
        yield
        public, are_made = wiring.keys_of(folder)
        # Those that a demo carries with it need no copy.
        if are_made and not were_made and not public.is_relative_to(folder.resolve()):
            click.echo(_KEYS_MADE.filled({"keys": public.parent}).said_in(self.language), err=True)


_TYPE = Sentence("{wanted} (tapez la valeur, puis Entrée) ", "{wanted} (type the value, then Enter) ")
_NOT_WRITTEN = Sentence("on ne peut pas écrire `{file}`", "`{file}` cannot be written")
_ELSEWHERE = Sentence(
    "nommez un fichier dans un dossier où vous pouvez écrire, sur un disque qui a de la place",
    "name a file in a folder that you may write, on a disk with room",
)
_KEYS_MADE = Sentence(
    "garant: des clés ont été faites dans {keys} ; gardez-en une copie, à part : sans elles rien ne se signe plus",
    "garant: keys were made in {keys}; keep a copy of them, apart: without them nothing is signed any more",
)
