"""Did you mean …? The nearest of the words that are known in one place."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like `word`, if one looks like it at all."""
    by_plain = {_plain(one): one for one in known}
    found = get_close_matches(_plain(word), by_plain, n=1, cutoff=0.6)
    return by_plain[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the mend for an unknown `word`: the nearest known one, and what there is to choose from."""
    choices = tuple(known)
    near = nearest(word, choices)
    listed = _list(choices)
    if near is None:
        return listed or "nothing of this kind is declared yet"
    return f"did you mean `{near}`?" + (f" {listed}" if 1 < len(choices) <= _MANY else "")


_MANY = 24


def _list(choices: tuple[str, ...]) -> str:
    if not choices:
        return ""
    shown = ", ".join(f"`{choice}`" for choice in choices[:_MANY])
    return f"known here: {shown}" + (", …" if len(choices) > _MANY else "")


def _plain(word: str) -> str:
    return word.replace("_", " ").casefold()
