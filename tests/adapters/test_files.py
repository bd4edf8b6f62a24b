"""One suite for every place of files: a folder of this machine, and one that fsspec reaches by address."""

import os
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import fsspec
import pytest

from garant.adapters.files import LocalFolder, open_files
from garant.planning.files import SeenFile
from garant.planning.terrain.failures import FileAstray, FileChanged, StoreFailed, StoreReadOnly, StoreUnreachable
from garant.ports import FileStore


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place of files, and a way to put something there that Garant does not know of."""

    store: FileStore
    put: Callable[[str, str], None]

    def paths(self) -> list[str]:
        return sorted(file.path for file in self.store.files())

    def see(self, path: str) -> SeenFile:
        (seen,) = self.store.find([path])
        return seen


@pytest.fixture(params=["folder", "address"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "folder":

        def write(path: str, text: str) -> None:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")

        yield Place(store=open_files("cctv", os.fspath(tmp_path)), put=write)
        return
    address = f"memory://{tmp_path.name}"
    memory = fsspec.filesystem("memory")
    memory.mkdir(address)
    yield Place(
        store=open_files("cctv", address), put=lambda path, text: memory.pipe(f"{address}/{path}", text.encode())
    )
    memory.rm(address, recursive=True)


def test_every_file_below_the_place_is_seen_with_its_size(place: Place):
    place.put("entree/2024-01-01/08h.mp4", "abc")
    place.put("notes.txt", "")

    place.store.look()

    seen = sorted((file.path, file.size, file.is_plain) for file in place.store.files())
    assert seen == [("entree/2024-01-01/08h.mp4", 3, True), ("notes.txt", 0, True)]


def test_those_that_are_there_are_found_and_the_missing_are_not(place: Place):
    place.put("a/b.pdf", "x")

    assert [file.path for file in place.store.find(["a/b.pdf", "a/c.pdf", "d/e.pdf", "f" * 300])] == ["a/b.pdf"]


def test_a_file_is_erased_once_and_the_folders_left_empty_go_but_the_first_ones(place: Place):
    place.put("entree/2024/01/08h.mp4", "x")
    place.put("entree/2024/02/08h.mp4", "x")
    first, second = place.see("entree/2024/01/08h.mp4"), place.see("entree/2024/02/08h.mp4")

    assert place.store.erase(first, lasting=1) is True
    assert place.store.erase(first, lasting=1) is False
    assert place.paths() == ["entree/2024/02/08h.mp4"]
    assert place.store.erase(second, lasting=1) is True
    assert place.paths() == []


def test_a_file_that_changed_since_it_was_seen_stays(place: Place):
    place.put("a.pdf", "x")
    seen = place.see("a.pdf")
    place.put("a.pdf", "longer")

    with pytest.raises(FileChanged, match="a file of `cctv` changed"):
        place.store.erase(seen, lasting=0)

    assert place.paths() == ["a.pdf"]


@pytest.mark.parametrize("path", ["../a.pdf", "/etc/passwd", "a/../../b", "a//b", "./a", "", "a\0b", "..\\a"])
def test_a_path_that_leads_out_is_refused(place: Place, path: str):
    with pytest.raises(FileAstray) as told:
        list(place.store.find([path]))
    with pytest.raises(FileAstray):
        place.store.erase(SeenFile(path=path), lasting=0)

    assert path not in str(told.value) or path in {"", "./a"}


def test_a_place_that_is_not_there_says_so_and_no_path(tmp_path: Path):
    for address in (os.fspath(tmp_path / "secret"), "memory://secret"):
        place = open_files("cctv", address)
        with pytest.raises(StoreUnreachable, match="the store `cctv` does not answer") as told:
            place.look()
        assert "secret" not in str(told.value)


def test_an_address_that_nobody_speaks_is_told_plainly():
    with pytest.raises(StoreFailed) as told:
        open_files("cctv", "nosuch://user:password@host/secret").look()

    assert "secret" not in str(told.value) and "password" not in str(told.value)


# a folder of this machine


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    file = tmp_path / "outside" / "kept.pdf"
    file.parent.mkdir()
    file.write_text("not ours", encoding="utf-8")
    (tmp_path / "root").mkdir()
    return file


def test_links_are_seen_as_no_plain_files_and_never_followed(tmp_path: Path, outside: Path):
    (tmp_path / "root" / "link.pdf").symlink_to(outside)
    (tmp_path / "root" / "folder").symlink_to(outside.parent)
    os.mkfifo(tmp_path / "root" / "pipe")
    place = LocalFolder("cctv", os.fspath(tmp_path / "root"))

    assert {(file.path, file.is_plain) for file in place.files()} == {
        ("link.pdf", False),
        ("folder", False),
        ("pipe", False),
    }
    for path in ("link.pdf", "folder/kept.pdf", "pipe"):
        with pytest.raises(FileAstray):
            list(place.find([path]))


def test_a_folder_that_becomes_a_link_after_the_look_leads_nowhere(tmp_path: Path, outside: Path):
    folder = tmp_path / "root" / "day"
    folder.mkdir()
    (folder / "kept.pdf").write_text("ours", encoding="utf-8")
    place = LocalFolder("cctv", os.fspath(tmp_path / "root"))
    (seen,) = place.find(["day/kept.pdf"])

    (folder / "kept.pdf").unlink()
    folder.rmdir()
    folder.symlink_to(outside.parent)
    with pytest.raises(FileAstray):
        place.erase(seen, lasting=0)
    place.sweep("day/kept.pdf", lasting=0)

    assert outside.read_text(encoding="utf-8") == "not ours"
    assert folder.is_symlink()


def test_the_folder_itself_may_be_a_link(tmp_path: Path, outside: Path):
    (tmp_path / "way").symlink_to(outside.parent)

    assert [file.path for file in LocalFolder("cctv", os.fspath(tmp_path / "way")).files()] == ["kept.pdf"]


def test_a_file_replaced_by_another_of_the_same_size_and_time_is_another_file(tmp_path: Path):
    file, other = tmp_path / "a.pdf", tmp_path / "b.pdf"
    file.write_text("one", encoding="utf-8")
    other.write_text("two", encoding="utf-8")
    place = LocalFolder("cctv", os.fspath(tmp_path))
    (seen,) = place.find(["a.pdf"])
    os.utime(other, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns))
    other.rename(file)

    with pytest.raises(FileChanged):
        place.erase(seen, lasting=0)


def test_a_folder_that_may_not_be_written_is_told_plainly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "a.pdf").write_text("x", encoding="utf-8")
    place = LocalFolder("cctv", os.fspath(tmp_path))
    (seen,) = place.find(["a.pdf"])

    def forbidden(path: str, *, dir_fd: int) -> None:
        raise PermissionError(13, "Permission denied", path)

    # Whoever runs the tests may be allowed everything.
    monkeypatch.setattr(os, "unlink", forbidden)
    with pytest.raises(StoreReadOnly, match="may read the store `cctv`") as told:
        place.erase(seen, lasting=0)

    assert "a.pdf" not in str(told.value)


def test_names_that_are_no_text_are_seen_and_erased(tmp_path: Path):
    (tmp_path / os.fsdecode(b"caf\xe9.pdf")).write_text("x", encoding="utf-8")
    place = LocalFolder("cctv", os.fspath(tmp_path))
    (seen,) = place.files()

    assert place.erase(seen, lasting=0) is True


def test_a_seen_file_shows_no_path():
    assert "alice" not in repr(SeenFile(path="alice.pdf", size=1))


def test_memory_does_not_grow_with_the_files(tmp_path: Path):
    for folder in range(20):
        (tmp_path / str(folder)).mkdir()
        for number in range(250):
            (tmp_path / str(folder) / f"{number:04}.mp4").touch()
    place = LocalFolder("cctv", os.fspath(tmp_path))

    tracemalloc.start()
    count = sum(1 for _ in place.files())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 5000
    assert most < 100_000
