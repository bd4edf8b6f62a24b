"""The folder that `garant demo` makes: a policy, databases, files, settings, and what to try."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from garant.adapters.demo.draw import Draw, MadeFile, Thing
from garant.adapters.demo.organisations import Example
from garant.adapters.demo.pages import GIT_IGNORED, read_me, settings
from garant.adapters.environment import mark_as_demo
from garant.adapters.sql.filling import NewDatabase
from garant.planning.demo_failures import DemoInterrupted, FolderTaken
from garant.policy.speech.sentences import Sentence

TOLD_EVERY = 5000
_NOT_EMPTY = Sentence("`{folder}` n'est pas un dossier vide", "`{folder}` is not an empty folder")
_NOT_WRITTEN = Sentence("on ne peut pas écrire dans `{folder}` ({reason})", "`{folder}` cannot be written: {reason}")


class DemoFolder:
    """An empty folder, with the databases of an example inside it; the first may lie on a server instead."""

    def __init__(self, folder: Path, *, example: Example, database: str | None) -> None:
        """Take a folder, an example, and the address of its first database if that is not in the folder."""
        self._folder = folder.resolve()
        self._example = example
        self._on_server = database
        self._addresses = {name: f"sqlite:///{self._folder}/data/{name}.db" for name in example.databases}
        if database:
            self._addresses[example.databases[0]] = database
        self._databases = {
            name: NewDatabase(address, schema=example.schema_of(name)) for name, address in self._addresses.items()
        }

    def look(self) -> None:
        """Raise FolderTaken, or what the database on the server says against it."""
        if self._folder.is_file() or (self._folder.is_dir() and any(self._folder.iterdir())):
            raise FolderTaken(_NOT_EMPTY.filled({"folder": self._folder}))
        if self._on_server:
            self._databases[self._example.databases[0]].look()

    def make(self, *, people: int, on: date) -> Iterator[int]:
        """Make everything, and yield how much there is; when interrupted, take it all away again."""
        was_there = self._folder.is_dir()
        try:
            yield from self._make(people=people, on=on)
        except BaseException as reason:
            self._clear(was_there=was_there)
            if isinstance(reason, OSError):
                raise DemoInterrupted(
                    _NOT_WRITTEN.filled({"folder": self._folder, "reason": reason.strerror})
                ) from None
            raise

    def _make(self, *, people: int, on: date) -> Iterator[int]:
        for part in ("data", *(f"files/{name}" for name in self._example.folders)):
            (self._folder / part).mkdir(parents=True)
        count = 0
        for count, thing in enumerate(self._example.make(Draw(on), people), start=1):
            self._take(thing)
            if count % TOLD_EVERY == 0:
                yield count
        for database in self._databases.values():
            database.finish()
        self._write_texts()
        yield count

    def _take(self, thing: Thing) -> None:
        if isinstance(thing, MadeFile):
            path = self._folder / "files" / thing.store / thing.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(thing.content)
        else:
            self._databases[thing.store].add(thing.table, thing.row)

    def _write_texts(self) -> None:
        mark_as_demo(self._folder)
        secret = self._folder / ".env"
        secret.touch(mode=0o600)
        folders = {name: str(self._folder / "files" / name) for name in self._example.folders}
        secret.write_text(settings(databases=self._addresses, folders=folders), encoding="utf-8")
        (self._folder / ".gitignore").write_text(GIT_IGNORED, encoding="utf-8")
        (self._folder / "README.txt").write_text(read_me(self._example, self._folder), encoding="utf-8")
        for name, text in self._example.texts():
            (self._folder / name).write_text(text, encoding="utf-8")

    def _clear(self, *, was_there: bool) -> None:
        for database in self._databases.values():
            database.clear()
        for path in list(self._folder.iterdir()) if self._folder.is_dir() else []:
            shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)
        if not was_there and self._folder.is_dir():
            self._folder.rmdir()
