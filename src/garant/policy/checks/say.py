"""How a check speaks: a code and what was found in, a problem with its words, severity and place out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from garant.policy.catalogue import problem
from garant.policy.messages.names import KINDS
from garant.policy.problems import Problem
from garant.policy.speech.suggestions import did_you_mean, nearest
from garant.policy.texts.places import KeyPath, Places


@dataclass(frozen=True, kw_only=True)
class Say:
    """Makes problems of one policy folder, each at the place of a key path.

    A name that was `meant` by a misspelt one is not told to be unused, or found nowhere: that is one mistake, not two.
    """

    places: Places
    meant: frozenset[str] = frozenset()

    def at(self, path: KeyPath, told: str, /, **values: object) -> Problem:
        """Return a problem at the key of `path`, in the words of its code, or `code/way`."""
        return replace(problem(told, self.places.key(*path), **values), path=path)

    def value(self, path: KeyPath, told: str, /, **values: object) -> Problem:
        """Return a problem at the value of `path`, in the words of its code, or `code/way`."""
        return replace(problem(told, self.places.value(*path), **values), path=path)

    def is_written(self, *path: str | int) -> bool:
        """Return whether the author wrote this, rather than left it to its default."""
        return path in self.places.marks

    def unknown(self, path: KeyPath, names: Iterable[str], known: Iterable[str], *, what: str) -> Iterator[Problem]:
        """Yield a problem for each of `names`, as listed at `path`, that is not `known`."""
        declared = frozenset(known)
        for index, name in enumerate(names):
            if name not in declared:
                said = self.value(self._item(path, index), "unknown-name", **_unknown(name, declared, what))
                yield replace(said, meant=nearest(name, declared))

    def unknown_key(self, path: KeyPath, known: Iterable[str], *, what: str) -> Iterator[Problem]:
        """Yield a problem if the last key of `path` names nothing that is `known`."""
        declared = frozenset(known)
        name = str(path[-1])
        if name not in declared:
            said = self.at(path, "unknown-name", **_unknown(name, declared, what))
            yield replace(said, meant=nearest(name, declared))

    def _item(self, path: KeyPath, index: int) -> KeyPath:
        return (*path, index) if (*path, index) in self.places.marks else path


def _unknown(name: str, declared: frozenset[str], what: str) -> dict[str, object]:
    return {"name": name, "what": KINDS[what], "mend": did_you_mean(name, declared)}
