"""The source text of Garant, parsed once, for the tests that hold it to its own rules."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "src" / "garant"
PURE_ROOMS = ("policy", "planning", "evidence", "documents")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, kw_only=True)
class Module:
    """One file of source text."""

    path: Path
    lines: int
    tree: ast.Module

    @property
    def name(self) -> str:
        """Return the path below the repository, as it stands in messages."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def room(self) -> str:
        """Return the room that the file lies in, or its own name beside the rooms."""
        return self.path.relative_to(PACKAGE).parts[0].removesuffix(".py")

    @property
    def dotted(self) -> str:
        """Return the name under which Python imports the file."""
        parts = self.path.relative_to(PACKAGE.parent).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def functions(self) -> Iterator[Function]:
        """Return every function and method, nested ones included."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def classes(self) -> Iterator[ast.ClassDef]:
        """Return every class."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))

    def calls(self) -> Iterator[ast.Call]:
        """Return every call."""
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def imports(self) -> frozenset[str]:
        """Return the dotted name of all that is imported, wherever it stands in the file."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
        return frozenset(found)


def read(path: Path) -> Module:
    """Return one parsed file."""
    text = path.read_text(encoding="utf-8")
    return Module(path=path, lines=len(text.splitlines()), tree=ast.parse(text))


@cache
def product() -> tuple[Module, ...]:
    """Return every file of the package."""
    return tuple(read(path) for path in sorted(PACKAGE.rglob("*.py")))


@cache
def everything() -> tuple[Module, ...]:
    """Return every Python file of the repository that people write."""
    folders = ("src", "tests", "benchmarks", "examples", "tools")
    return tuple(read(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))


def pure() -> Iterator[Module]:
    """Return the files of the rooms that decide and touch nothing."""
    return (module for module in product() if module.room in PURE_ROOMS)


def called_name(call: ast.Call) -> str:
    """Return the last part of the name of what is called: `execute` for `connection.execute(…)`."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""
