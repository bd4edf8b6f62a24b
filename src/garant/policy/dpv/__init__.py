"""The identifiers of the Data Privacy Vocabulary, version 2.2, against which a policy's `dpv:` are checked."""

import pkgutil
from collections.abc import Mapping
from functools import cache

VERSION = "2.2"


@cache
def identifiers() -> Mapping[str, tuple[str, ...]]:
    """Return every pinned identifier with the identifiers of its broader terms."""
    text = (pkgutil.get_data(__name__, f"dpv-{VERSION}.txt") or b"").decode()
    rows = (line.split(" ") for line in text.splitlines() if line and not line.startswith("#"))
    return {name: tuple(broader.split(";")) if broader else () for name, *rest in rows for broader in [*rest, ""][:1]}


def full(identifier: str) -> str:
    """Return the identifier with its prefix; one written without belongs to the core vocabulary."""
    return identifier if ":" in identifier else f"dpv:{identifier}"


def is_known(identifier: str) -> bool:
    """Return whether the pinned list has this identifier."""
    return full(identifier) in identifiers()


def is_kind_of(identifier: str, broader: str) -> bool:
    """Return whether `identifier` is `broader` or lies anywhere below it."""
    name, top = full(identifier), full(broader)
    return name == top or any(is_kind_of(one, top) for one in identifiers().get(name, ()))
