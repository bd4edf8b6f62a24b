"""Did you mean …? The nearest of the words that are known in one place."""

from collections.abc import Iterable
from difflib import get_close_matches

from garant.policy.speech.sentences import Sentence, same


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like `word`, if one looks like it at all."""
    by_plain = {_plain(one): one for one in known}
    found = get_close_matches(_plain(word), by_plain, n=1, cutoff=0.6)
    return by_plain[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> Sentence:
    """Return the mend for an unknown `word`: the nearest known one, and what there is to choose from."""
    choices = tuple(known)
    near = nearest(word, choices)
    listed = _list(choices)
    if near is None:
        return listed or _NOTHING
    more = Sentence(f" {listed.fr}", f" {listed.en}") if listed and 1 < len(choices) <= _MANY else same("")
    return _NEAR.filled({"near": near, "more": more})


_MANY = 24
_NOTHING = Sentence("rien de tel n'est encore déclaré", "nothing of this kind is declared yet")
_NEAR = Sentence("vouliez-vous dire `{near}` ?{more}", "did you mean `{near}`?{more}")
_KNOWN = Sentence("connus ici : {shown}", "known here: {shown}")


def _list(choices: tuple[str, ...]) -> Sentence | None:
    if not choices:
        return None
    shown = ", ".join(f"`{choice}`" for choice in choices[:_MANY])
    return _KNOWN.filled({"shown": shown + (", …" if len(choices) > _MANY else "")})


def _plain(word: str) -> str:
    return word.replace("_", " ").casefold()
