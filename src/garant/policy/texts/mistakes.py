"""What is wrong with the shape of a text, told in the language's own words: one problem for each mistake."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from garant.policy.catalogue import problem
from garant.policy.problems import Problem
from garant.policy.speech.sentences import Sentence, joined, same
from garant.policy.speech.suggestions import did_you_mean, nearest
from garant.policy.statements import Statement
from garant.policy.texts.json_schema import legal_keys, schemas_at
from garant.policy.texts.places import KeyPath, Places

_NOT_A_SHAPE = frozenset({"missing", "extra_forbidden"})
_TRADES = ("bad-period", "bad-path", "bad-date", "unknown-time-zone")
_SPOKEN_PERIOD = re.compile(r"\s*(\d+)\s*(years?|ans?|ann[ée]es?|months?|mois|weeks?|semaines?|days?|jours?)\s*")
_UNITS = {"y": "Y", "a": "Y", "m": "M", "w": "W", "s": "W", "d": "D", "j": "D"}
_NEEDS = {
    "string": Sentence(
        "un texte ; un nombre ou `true` entre guillemets en est un", "a text; a number or `true` in quotes is one"
    ),
    "integer": Sentence("un nombre entier", "a whole number"),
    "number": Sentence("un nombre", "a number"),
    "boolean": Sentence("`true` ou `false`", "`true` or `false`"),
    "array": Sentence("une liste, comme `[un, deux]`", "a list, as `[one, two]`"),
    "object": Sentence("des entrées, comme `clé: valeur`", "a mapping, as `key: value`"),
}
_THE_POLICY = Sentence("la politique", "the policy")
_ENTRY = Sentence("l'entrée {number} de {name}", "entry {number} of {name}")
_OWNED = Sentence("{thing} de `{owner}`", "{thing} of `{owner}`")
_WRITE = Sentence("écrivez {what}", "write {what}")
_AT_LEAST = Sentence("écrivez au moins {least}", "write at least {least}")
_LIKE = Sentence("écrivez-le comme {example}", "write it like {example}")
_OR = Sentence(", ou ", ", or ")
_OR_ELSE = Sentence("{mend}, ou {words}", "{mend}, or {words}")
_AS = Sentence(", comme {words}", ", as {words}")
_SEE = Sentence("voyez docs/reference/policy-language.md", "see docs/reference/policy-language.md")


@dataclass(frozen=True)
class Fault:
    """One fault as the validator found it, at the keys that the author wrote."""

    kind: str
    path: KeyPath
    root: KeyPath
    context: dict[str, Any] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class _Text:
    model: type[Statement]
    said: dict[str, Any]
    places: Places


def mistakes(
    wrong: ValidationError, *, model: type[Statement], said: dict[str, Any], places: Places, is_whole: bool
) -> list[Problem]:
    """Return the problems behind a failed validation; `is_whole` says that no file is missing."""
    text = _Text(model=model, said=said, places=places)
    found = faults(wrong, said)
    if not is_whole:
        found = [one for one in found if one.path or one.kind != "missing"]
    return [one for path, group in _by_place(_without_misspelt(found, text)) for one in _problems(group, path, text)]


def faults(wrong: ValidationError, said: dict[str, Any]) -> list[Fault]:
    """Return the faults behind a failed validation, of alternatives those of the one that was meant."""
    groups: dict[KeyPath, list[Fault]] = {}
    for fault in (_fault(one, said) for one in wrong.errors(include_url=False, include_input=False)):
        groups.setdefault(fault.root, []).append(fault)
    return [one for group in groups.values() for one in _boiled_down(group)]


def _without_misspelt(found: list[Fault], text: _Text) -> list[Fault]:
    """Drop a missing key for which an unknown one beside it was meant: that is one mistake, not two."""
    missing = {(one.path, one.key) for one in found if one.kind == "missing"}
    meant = {
        (one.path, nearest(one.key, legal_keys(text.model, one.path)))
        for one in found
        if one.kind == "extra_forbidden" and missing
    }
    return [one for one in found if one.kind != "missing" or (one.path, one.key) not in meant]


def _fault(error: Any, said: Any) -> Fault:
    """Walk the validator's location along what was written; what is not there is the name of an alternative."""
    path: list[str | int] = []
    root: KeyPath | None = None
    value = said
    location = error["loc"]
    key = str(location[-1]) if error["type"] in _NOT_A_SHAPE else ""
    for step in location[:-1] if key else location:
        if _holds(value, step):
            value = value[step]
            path.append(step)
        elif root is None:
            root = tuple(path)
    here = tuple(path)
    return Fault(error["type"], here, here if root is None else root, error.get("ctx", {}), key)


def _holds(value: Any, step: Any) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def _boiled_down(group: list[Fault]) -> Iterable[Fault]:
    """Of the complaints of several alternatives, keep those of the alternative that was meant: they lie deeper."""
    if len(group) == 1:
        return group
    root = group[0].root
    deeper = [one for one in group if len(one.path) > len(root) or one.kind in _NOT_A_SHAPE]
    return deeper or group


def _by_place(faults: Iterable[Fault]) -> Iterable[tuple[KeyPath, list[Fault]]]:
    found: dict[tuple[KeyPath, str], list[Fault]] = {}
    for one in faults:
        found.setdefault((one.path, one.key), []).append(one)
    return [(path, group) for (path, _), group in found.items()]


def _problems(group: list[Fault], path: KeyPath, text: _Text) -> Iterator[Problem]:
    first = group[0]
    if first.kind == "missing":
        yield _missing(first, text)
    elif first.kind == "extra_forbidden":
        yield _unknown(first, text)
    else:
        yield _wrong(group, path, text)


def _missing(fault: Fault, text: _Text) -> Problem:
    return problem(
        "missing-key",
        text.places.key(*fault.path),
        thing=_thing(fault.path),
        key=fault.key,
        described=_described(text.model, (*fault.path, fault.key)),
    )


def _unknown(fault: Fault, text: _Text) -> Problem:
    written = _at(text.said, fault.path)
    legal = legal_keys(text.model, fault.path)
    free, used = [key for key in legal if key not in written], [key for key in legal if key in written]
    place = text.places.key(*fault.path, fault.key)
    mend = did_you_mean(fault.key, free, used)
    return problem("unknown-key", place, key=fault.key, thing=_thing(fault.path), mend=mend)


def _wrong(group: list[Fault], path: KeyPath, text: _Text) -> Problem:
    place, thing = text.places.value(*path), _thing(path)
    if _at(text.said, path) is None:
        return problem("no-value", place, thing=thing, key=path[-1] if path else "")
    told, values = _told(group, path, text)
    return problem(told, place, thing=thing, **values)


def _told(group: list[Fault], path: KeyPath, text: _Text) -> tuple[str, dict[str, Sentence]]:
    """Return what is said of a value that fits none of what may stand there, and with which mend."""
    value = _at(text.said, path)
    words = [word for one in group for word in _words(one)]
    for one in group:
        if one.kind in _TRADES:
            return one.kind, {"mend": _trade_mend(one, value, words)}
        if one.kind == "value_error":
            (why,) = one.context["error"].args
            return "wrong-shape", {"why": why}
    if words and isinstance(value, str):
        return "unknown-word", {"mend": did_you_mean(value, words)}
    return "wrong-value", {"mend": _expected(group, path, text.model)}


def _words(fault: Fault) -> list[str]:
    if fault.kind not in {"enum", "literal_error"}:
        return []
    return re.findall(r"'([^']*)'", str(fault.context.get("expected", "")))


def _trade_mend(fault: Fault, value: Any, words: list[str]) -> Sentence:
    spoken = _SPOKEN_PERIOD.fullmatch(value) if fault.kind == "bad-period" and isinstance(value, str) else None
    mend: Sentence = fault.context["mend"]
    if spoken:
        mend = _WRITE.filled({"what": f"`P{spoken[1]}{_UNITS[spoken[2][0]]}`"})
    if not words:
        return mend
    also = joined((same(f"`{word}`") for word in words), _OR)
    return _OR_ELSE.filled({"mend": mend, "words": also})


def _expected(group: list[Fault], path: KeyPath, model: type[Statement]) -> Sentence:
    for one in group:
        if "ge" in one.context:
            return _AT_LEAST.filled({"least": one.context["ge"]})
    schemas = schemas_at(model, path)
    examples = [f"`{example}`" for schema in schemas for example in schema.get("examples", ())]
    if examples:
        return _LIKE.filled({"example": examples[0]})
    needs = dict.fromkeys(_NEEDS[schema["type"]] for schema in schemas if schema.get("type") in _NEEDS)
    return _WRITE.filled({"what": joined(needs, _OR)}) if needs else _SEE


def _described(model: type[Statement], path: KeyPath) -> Sentence:
    words = [word for schema in schemas_at(model, path) for word in _listed(schema)]
    return _AS.filled({"words": ", ".join(f"`{word}`" for word in words)}) if words else same("")


def _listed(schema: dict[str, Any]) -> list[str]:
    const = [schema["const"]] if "const" in schema else []
    return [*schema.get("enum", ()), *const, *schema.get("examples", ())]


def _thing(path: KeyPath) -> Sentence:
    """Return how a person would point at the value: by its name, and by what it stands in."""
    if not path:
        return _THE_POLICY
    names = [step for step in path if isinstance(step, str)]
    named = same(f"`{names[-1]}`")
    said = named if isinstance(path[-1], str) else _ENTRY.filled({"number": path[-1] + 1, "name": named})
    owner = names[1] if len(names) > 2 else ""
    return _OWNED.filled({"thing": said, "owner": owner}) if owner and owner != names[-1] else said


def _at(said: Any, path: KeyPath) -> Any:
    for step in path:
        said = said[step]
    return said
