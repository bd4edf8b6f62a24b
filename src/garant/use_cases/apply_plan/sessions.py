"""The sessions of a run in its stores: each is opened when it is first asked for, and kept as long as the run is."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, suppress
from typing import Any

from garant.planning.terrain.failures import StoreFailed, StoreUnreachable
from garant.policy.speech.sentences import Sentence
from garant.ports import StoreRun
from garant.use_cases.apply_plan.under_way import Ground

_NO_ADDRESS = Sentence("son adresse n'est pas donnée", "its address is not set")


class Sessions(Mapping[str, StoreRun]):
    """The sessions of one worker by store; what is counted and walked through is those that are open."""

    def __init__(self, ground: Ground) -> None:
        """Take what a run works with; nothing is opened yet."""
        self._ground = ground
        self._open: dict[str, StoreRun] = {}
        self._opened = ExitStack()

    def __getitem__(self, store: str) -> StoreRun:
        """Return the session in a store, or raise a StoreFailed where none can be had."""
        if store not in self._open:
            self._open[store] = self._begun(store)
        return self._open[store]

    def _begun(self, store: str) -> StoreRun:
        ground = self._ground
        if store not in ground.databases:
            raise StoreUnreachable(store, _NO_ADDRESS)
        opening = ground.databases[store].run(ground.layout, origin=ground.origin, remembered=ground.memory.remembered)
        session = self._opened.enter_context(opening)
        session.is_sealing = ground.sealing is not None or ground.remembers(store)
        return session

    @property
    def answer(self) -> bool:
        """Return whether the stores of all open sessions answer."""
        return all(session.answers() for session in self._open.values())

    def __iter__(self) -> Iterator[str]:
        """Walk through the stores in which a session is open."""
        return iter(self._open)

    def __len__(self) -> int:
        """Return how many sessions are open."""
        return len(self._open)

    def __enter__(self) -> "Sessions":
        """Keep the sessions until the end."""
        return self

    def __exit__(self, *why: Any) -> None:
        """Close what is open; what a store failed with is told in our words."""
        self._open.clear()
        self._opened.__exit__(*why)

    def close(self) -> None:
        """Close what is open; where a store does not answer any more, there is nothing to be closed."""
        with suppress(StoreFailed):
            self.__exit__(None, None, None)
