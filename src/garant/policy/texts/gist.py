"""What a text with mistakes says all the same: for checks, so that all that is wrong is told at once; never to run."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from garant.policy.speech.suggestions import nearest
from garant.policy.statements import Statement
from garant.policy.texts.json_schema import legal_keys
from garant.policy.texts.mistakes import Fault, faults
from garant.policy.texts.places import KeyPath, Mark

_Part = TypeVar("_Part", bound=Statement)
# Each round reads past at least one mistake; a text with more layers of them is told layer by layer.
_ROUNDS = 12


@dataclass(frozen=True, kw_only=True)
class Gist(Generic[_Part]):
    """A part read past its mistakes: None where nothing can be made out; what was `lost` on the way, and `meant`."""

    part: _Part | None
    lost: frozenset[KeyPath] = frozenset()
    meant: dict[KeyPath, KeyPath] = field(default_factory=dict)

    @staticmethod
    def moved(meant: Mapping[KeyPath, KeyPath], written: Mapping[KeyPath, Mark]) -> dict[KeyPath, Mark]:
        """Return where what stands under a misspelt key is written, by the key that was meant."""
        return {
            now + path[len(was) :]: mark
            for was, now in meant.items()
            for path, mark in written.items()
            if path[: len(was)] == was
        }


def gist(model: type[_Part], said: dict[str, Any]) -> Gist[_Part]:
    """Return what can be made out: a misspelt key is taken for the one it looks like, what does not fit left out."""
    text = _Rest(model=model, said=deepcopy(said))
    for _ in range(_ROUNDS):
        try:
            part = model.model_validate(text.said, by_alias=True, by_name=False)
        except ValidationError as wrong:
            text.read_past(faults(wrong, text.said))
        else:
            return Gist(part=part, lost=frozenset(text.lost), meant=text.meant)
    return Gist(part=None)


@dataclass(kw_only=True)
class _Rest:
    """What is left of a text from which mistakes are taken one by one."""

    model: type[Statement]
    said: dict[str, Any]
    lost: set[KeyPath] = field(default_factory=set)
    meant: dict[KeyPath, KeyPath] = field(default_factory=dict)

    def read_past(self, found: list[Fault]) -> None:
        unknown = [one for one in found if one.kind == "extra_forbidden"]
        for fault in unknown:
            self._rename(fault.path, fault.key)
        # What is missing beside a misspelt key may be there now; what is wrong deeper is found again.
        for fault in found if not unknown else ():
            if "instead" not in fault.context:
                self._drop(fault.path)
            elif isinstance(holder := _at(self.said, fault.path[:-1]), dict):
                holder[fault.path[-1]] = fault.context["instead"]

    def _rename(self, path: KeyPath, key: str) -> None:
        mapping = _at(self.said, path)
        if not isinstance(mapping, dict) or key not in mapping:
            return
        value = mapping.pop(key)
        free = [one for one in legal_keys(self.model, path) if one not in mapping]
        near = nearest(key, free)
        if near is not None:
            mapping[near] = value
            self.meant[(*path, key)] = (*path, near)

    def _drop(self, path: KeyPath) -> None:
        # A list is cut off before what does not fit, so that what stays keeps its number.
        number = next((depth for depth, step in enumerate(path) if isinstance(step, int)), None)
        here = path if number is None else path[:number]
        if not here:
            self.said.clear()
            return
        self.lost.add(path)
        holder = _at(self.said, here[:-1])
        if not isinstance(holder, dict) or here[-1] not in holder:
            return
        if number is None:
            del holder[here[-1]]
        else:
            holder[here[-1]] = holder[here[-1]][: path[number]]


def _at(said: Any, path: KeyPath) -> Any:
    for step in path:
        try:
            said = said[step]
        except (KeyError, IndexError, TypeError):
            return None
    return said
