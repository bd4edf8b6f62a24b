"""Places of files: a folder of this machine, or what fsspec speaks to by address; nothing outside is ever touched."""

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from typing import Any

from fsspec.core import split_protocol, url_to_fs

from garant.planning.files import SeenFile
from garant.planning.terrain.failures import (
    FileAstray,
    FileChanged,
    FileTaken,
    StoreFailed,
    StoreFull,
    StoreReadOnly,
    StoreRefused,
    StoreUnreachable,
)
from garant.policy.paths import leads_out
from garant.policy.speech.sentences import Sentence
from garant.ports import FileStore

_FOLDER = os.O_RDONLY | os.O_DIRECTORY
_PART = 1_000_000
_NOT_THERE = {errno.ENOENT, errno.ENAMETOOLONG}
_STAMPS = ("ETag", "etag", "mtime", "LastModified", "last_modified", "modified", "created")


def open_files(store: str, address: str) -> FileStore:
    """Return the place of files at an address; nothing is asked of it yet."""
    protocol, path = split_protocol(address)
    return LocalFolder(store, path) if protocol in {None, "file", "local"} else RemoteFolder(store, address)


def _identity(place: str) -> str:
    return sha256(place.encode()).hexdigest()


class LocalFolder:
    """A folder of this machine, walked by descriptors: no link inside it is ever followed, whoever puts it there."""

    def __init__(self, store: str, root: str) -> None:
        """Take the store's name and the folder."""
        self.store, self._root = store, root

    @property
    def identity(self) -> str:
        """Return what tells this folder from every other."""
        return _identity(os.path.realpath(self._root))

    def look(self) -> None:
        """Raise a StoreFailed unless the folder is there and may be read."""
        with self._told(StoreUnreachable), os.scandir(self._root):
            return

    def files(self) -> Iterator[SeenFile]:
        """Yield every file below the folder as it is met; links and the like are no plain files."""
        with self._told(StoreUnreachable):
            waiting = [""]
            while waiting:
                folder = waiting.pop()
                for entry in self._entries(folder):
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(path)
                    else:
                        yield from _still_there(entry, path)

    def _entries(self, folder: str) -> Iterator["os.DirEntry[str]"]:
        try:
            with os.scandir(os.path.join(self._root, folder)) as entries:  # noqa: PTH118 - a million times
                yield from entries
        except FileNotFoundError:
            if not folder:
                raise  # a folder may go while others are looked at, the place itself may not

    def find(self, paths: Iterable[str]) -> Iterator[SeenFile]:
        """Yield those of these files that are there; raise FileAstray for what leads out of the folder or is a link."""
        for path in paths:
            with self._told(StoreUnreachable), self._folder_of(path) as (folder, name):
                seen = None if folder is None else self._see(path, name, folder)
                if seen is not None:
                    yield seen

    def content(self, file: SeenFile) -> Iterator[bytes]:
        """Yield what a file holds, part by part."""
        with self._told(StoreUnreachable), self._folder_of(file.path) as (folder, name):
            if folder is not None:
                with os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=folder), "rb") as opened:
                    while part := opened.read(_PART):
                        yield part

    def put(self, path: str, content: Iterable[bytes]) -> None:
        """Write a file that is there whole or not at all, with the folders above it; raise FileTaken for another."""
        if leads_out(path):
            raise FileAstray(self.store)
        *folders, name = path.split("/")
        with self._told(StoreReadOnly), ExitStack() as opened:
            here = os.open(self._root, _FOLDER)
            opened.callback(os.close, here)
            for folder in folders:
                with suppress(FileExistsError):
                    os.mkdir(folder, dir_fd=here)
                below = self._below(here, folder)
                assert below is not None  # it was just made
                opened.callback(os.close, below)
                here = below
            self._write(name, content, here)

    def _write(self, name: str, content: Iterable[bytes], folder: int) -> None:
        part = f".{name}.garant"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        with os.fdopen(os.open(part, flags, 0o666, dir_fd=folder), "wb") as opened:
            for some in content:
                opened.write(some)
            opened.flush()
            os.fsync(opened.fileno())
        try:
            os.link(part, name, src_dir_fd=folder, dst_dir_fd=folder)
        except FileExistsError:
            raise FileTaken(self.store) from None
        finally:
            os.unlink(part, dir_fd=folder)
        os.fsync(folder)

    def erase(self, file: SeenFile, *, lasting: int) -> bool:
        """Unlink a file, or raise FileChanged, with the folders left empty; return whether it was there."""
        with self._told(StoreReadOnly), self._folder_of(file.path) as (folder, name):
            seen = None if folder is None else self._see(file.path, name, folder)
            if seen is not None and seen != file:
                raise FileChanged(self.store)
            if seen is not None:
                os.unlink(name, dir_fd=folder)
        self.sweep(file.path, lasting=lasting)
        return seen is not None

    def sweep(self, path: str, *, lasting: int) -> None:
        """Remove the folders above a file that stand empty, except the first so many."""
        folders = path.split("/")[:-1]
        with self._told(StoreReadOnly):
            while len(folders) > lasting:
                with self._folder_of("/".join(folders)) as (above, name):
                    if above is not None and not _is_removed(name, above):
                        return
                folders.pop()

    @contextmanager
    def _folder_of(self, path: str) -> Iterator[tuple[int | None, str]]:
        """Give the open folder that a file lies in, and the file's name there; no folder, where there is none."""
        if leads_out(path):
            raise FileAstray(self.store)
        *folders, name = path.split("/")
        with ExitStack() as opened:
            here = os.open(self._root, _FOLDER)
            opened.callback(os.close, here)
            for folder in folders:
                below = self._below(here, folder)
                if below is None:
                    yield None, name
                    return
                opened.callback(os.close, below)
                here = below
            yield here, name

    def _below(self, here: int, folder: str) -> int | None:
        """Return the folder below, opened; raise FileAstray where it is a link."""
        try:
            return os.open(folder, _FOLDER | os.O_NOFOLLOW, dir_fd=here)
        except OSError as wrong:
            if wrong.errno in _NOT_THERE:
                return None
            if wrong.errno in {errno.ENOTDIR, errno.ELOOP}:
                raise FileAstray(self.store) from None
            raise

    def _see(self, path: str, name: str, folder: int) -> SeenFile | None:
        try:
            seen = _seen(path, os.stat(name, dir_fd=folder, follow_symlinks=False))
        except OSError as wrong:
            if wrong.errno in _NOT_THERE:
                return None
            raise
        if not seen.is_plain:
            raise FileAstray(self.store)
        return seen

    @contextmanager
    def _told(self, forbidden: type[StoreFailed]) -> Iterator[None]:
        """Turn what the machine says into a StoreFailed that names the store, and no path."""
        try:
            yield
        except OSError as wrong:
            raise _failure(wrong, forbidden)(self.store, errno.errorcode.get(wrong.errno or 0, "")) from None


def _still_there(entry: "os.DirEntry[str]", path: str) -> Iterator[SeenFile]:
    with suppress(FileNotFoundError):
        yield _seen(path, entry.stat(follow_symlinks=False))


def _seen(path: str, said: os.stat_result) -> SeenFile:
    plain = stat.S_ISREG(said.st_mode)
    return SeenFile(path=path, size=said.st_size, stamp=f"{said.st_mtime_ns}.{said.st_ino}", is_plain=plain)


def _is_removed(name: str, above: int) -> bool:
    try:
        os.rmdir(name, dir_fd=above)
    except FileNotFoundError:
        return True
    except OSError:
        return False  # something lies in it, or it is not ours to remove: either way it says nothing of anybody
    return True


def _failure(wrong: OSError, forbidden: type[StoreFailed]) -> type[StoreFailed]:
    match wrong.errno:
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return forbidden
        case errno.ENOSPC | errno.EDQUOT:
            return StoreFull
        case errno.ENOENT | errno.ENOTDIR | errno.ESTALE | errno.EIO | errno.ETIMEDOUT:
            return StoreUnreachable
        case _:
            return StoreRefused


class RemoteFolder:
    """A place of files that fsspec reaches by an address such as `s3://bucket/folder`."""

    def __init__(self, store: str, address: str) -> None:
        """Take the store's name and address."""
        self.store, self._address = store, address
        self._opened: tuple[Any, str] | None = None

    @property
    def identity(self) -> str:
        """Return what tells this place from every other."""
        return _identity(re.sub("//[^/@]*@", "//", self._address))

    def _open(self) -> tuple[Any, str]:
        if self._opened is None:
            files, root = url_to_fs(self._address, skip_instance_cache=True, use_listings_cache=False)
            self._opened = files, root.rstrip("/")
        return self._opened

    def look(self) -> None:
        """Raise a StoreFailed unless the folder is there."""
        with self._told():
            files, root = self._open()
            there = files.exists(root or "/")
        if not there:
            raise StoreUnreachable(self.store, Sentence("ce dossier n'existe pas", "no such folder"))

    def files(self) -> Iterator[SeenFile]:
        """Yield every file below the folder, folder by folder."""
        with self._told():
            files, root = self._open()
            for _, _, found in files.walk(root, detail=True, on_error="raise"):
                yield from (self._seen(said, root) for said in found.values())

    def find(self, paths: Iterable[str]) -> Iterator[SeenFile]:
        """Yield those of these files that are there; raise FileAstray for what leads out of the folder."""
        for path in paths:
            seen = self._see(path)
            if seen is not None:
                yield seen

    def content(self, file: SeenFile) -> Iterator[bytes]:
        """Yield what a file holds, part by part."""
        with self._told():
            files, root = self._open()
            with files.open(f"{root}/{file.path}", "rb") as opened:
                while part := opened.read(_PART):
                    yield part

    def put(self, path: str, content: Iterable[bytes]) -> None:
        """Write a file, with the folders above it; raise FileTaken for another."""
        if self._see(path) is not None:
            raise FileTaken(self.store)
        with self._told():
            files, root = self._open()
            files.makedirs(f"{root}/{path}".rpartition("/")[0], exist_ok=True)
            with files.open(f"{root}/{path}", "wb") as opened:
                for some in content:
                    opened.write(some)

    def erase(self, file: SeenFile, *, lasting: int) -> bool:
        """Remove a file, or raise FileChanged, with the folders left empty; return whether it was there."""
        seen = self._see(file.path)
        if seen is not None and seen != file:
            raise FileChanged(self.store)
        if seen is not None:
            with self._told():
                files, root = self._open()
                files.rm_file(f"{root}/{file.path}")
        self.sweep(file.path, lasting=lasting)
        return seen is not None

    def sweep(self, path: str, *, lasting: int) -> None:
        """Remove the folders above a file that stand empty, except the first so many."""
        folders = path.split("/")[:-1]
        # Most such places know no folders; what they say about that is no failure.
        with suppress(Exception):
            files, root = self._open()
            while len(folders) > lasting:
                folder = f"{root}/{'/'.join(folders)}"
                if files.ls(folder, detail=False):
                    return
                files.rmdir(folder)
                folders.pop()

    def _see(self, path: str) -> SeenFile | None:
        if leads_out(path):
            raise FileAstray(self.store)
        with self._told():
            files, root = self._open()
            try:
                said = files.info(f"{root}/{path}")
            except FileNotFoundError:
                return None
        seen = self._seen(said, root)
        if not seen.is_plain:
            raise FileAstray(self.store)
        return seen

    def _seen(self, said: Mapping[str, Any], root: str) -> SeenFile:
        path = str(said["name"]).removeprefix(root).lstrip("/")
        stamp = next((str(said[key]) for key in _STAMPS if said.get(key)), "")
        plain = said.get("type") == "file" and not said.get("islink")
        return SeenFile(path=path, size=int(said.get("size") or 0), stamp=stamp, is_plain=plain)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what the place says into a StoreFailed that names the store, and no path."""
        try:
            yield
        except PermissionError as wrong:
            raise StoreReadOnly(self.store, type(wrong).__name__) from None
        except (FileNotFoundError, ConnectionError, TimeoutError, ImportError) as wrong:
            raise StoreUnreachable(self.store, type(wrong).__name__) from None
        except Exception as wrong:  # noqa: BLE001 - each driver has failures of its own
            raise StoreRefused(self.store, type(wrong).__name__) from None
