"""Opens our own store for a policy folder: its folder, its database, its schema."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connections

from garant.adapters.keys import KeysOfRuns, OrganisationDigester
from garant.adapters.store import settings
from garant.adapters.store.failures import told_plainly
from garant.adapters.store.locks.lock import alone, opening, together
from garant.evidence.failures import LogLost, StoreOfNewerGarant, StoreOfOther
from garant.ports import Sealer
from garant.ports.witness import Witness

if TYPE_CHECKING:  # the models exist only once Django is set up
    from garant.adapters.store.evidence import StoredEvidence
    from garant.adapters.store.holds import StoredHolds
    from garant.adapters.store.journal import StoredJournal
    from garant.adapters.store.memory import StoredMemory
    from garant.adapters.store.shares import StoredShares
    from garant.adapters.store.undo import StoredCapsules
    from garant.adapters.store.undo.erased import StoredErased
    from garant.adapters.store.versions import StoredPolicyVersions
    from garant.adapters.store.visas import StoredVisas

_MIGRATIONS = Path(__file__).with_name("migrations")


@dataclass(frozen=True, kw_only=True)
class Store:
    """Our own state of one policy folder."""

    state: Path
    alias: str
    evidence: "StoredEvidence"
    journal: "StoredJournal"
    shares: "StoredShares"
    memory: "StoredMemory"
    holds: "StoredHolds"
    visas: "StoredVisas"
    versions: "StoredPolicyVersions"
    capsules: "StoredCapsules"
    erased: "StoredErased"

    def alone(self, *, since: datetime, who: str) -> AbstractContextManager[Callable[[], None]]:
        """Return the right to write, to be held; entering raises StoreBusy where another holds it."""
        return alone(self.state, self.alias, since=since, who=who)

    def together(self) -> AbstractContextManager[None]:
        """Return the right to work with others on a run that is there; entering raises StoreBusy or OneWorkerOnly."""
        return together(self.state, self.alias)

    def belong_to(self, organisation: str) -> None:
        """Raise StoreOfOther where the store was opened for another organisation before."""
        from garant.adapters.store.models import Log

        with told_plainly():
            rows = Log.objects.using(self.alias)
            rows.filter(organisation="").update(organisation=organisation)
            if not rows.filter(organisation=organisation).exists():
                raise StoreOfOther

    def close(self) -> None:
        """Close this thread's connection."""
        connections[self.alias].close()


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The keys with which our own state is written."""

    sealer: Sealer
    of_runs: KeysOfRuns
    digester: OrganisationDigester
    witness: Witness | None = None
    """Who is told how far the log has come."""


def open_store(folder: Path, *, environment: Mapping[str, str], keys: Keys, may_begin: bool = True) -> Store:
    """Return the store of a policy folder, brought up to date, or raise a StoreFailure.

    Where there is none it is made, or LogLost raised unless one `may_begin` here.
    """
    settings.set_up()
    from garant.adapters.store.evidence import StoredEvidence, watch
    from garant.adapters.store.holds import StoredHolds
    from garant.adapters.store.journal import StoredJournal
    from garant.adapters.store.memory import StoredMemory
    from garant.adapters.store.shares import StoredShares
    from garant.adapters.store.undo import StoredCapsules
    from garant.adapters.store.undo.erased import StoredErased
    from garant.adapters.store.versions import StoredPolicyVersions
    from garant.adapters.store.visas import StoredVisas

    state = _state_folder(folder)
    address = environment.get("GARANT_DATABASE_URL")
    alias = settings.declare(settings.postgresql(address) if address else settings.sqlite(_file(state)))
    _bring_up_to_date(state, alias, may_begin=may_begin)
    watch(alias, keys.witness)
    return Store(
        state=state,
        alias=alias,
        evidence=StoredEvidence(alias),
        journal=StoredJournal(alias, sealer=keys.sealer),
        shares=StoredShares(alias, sealer=keys.sealer),
        memory=StoredMemory(alias),
        holds=StoredHolds(state, alias, sealer=keys.sealer),
        visas=StoredVisas(alias),
        versions=StoredPolicyVersions(alias),
        capsules=StoredCapsules(alias, keys=keys.of_runs),
        erased=StoredErased(alias, digester=keys.digester, sealer=keys.sealer),
    )


def _state_folder(folder: Path) -> Path:
    """Return the folder for our state, for its owner alone, and never taken into a repository (Art. 32)."""
    state = folder.resolve() / ".garant"
    with told_plainly():
        state.mkdir(mode=0o700, exist_ok=True)
        if state.stat().st_mode & 0o077:
            state.chmod(0o700)
        ignored = state / ".gitignore"
        if not ignored.exists():
            ignored.write_text("*\n", encoding="utf-8")
    return state


def _file(state: Path) -> Path:
    """Return the SQLite file, for its owner alone; SQLite gives its companion files the same mode."""
    file = state / "garant.sqlite3"
    with told_plainly():
        file.touch(mode=0o600, exist_ok=True)
        if file.stat().st_mode & 0o077:
            file.chmod(0o600)
    return file


def _bring_up_to_date(state: Path, alias: str, *, may_begin: bool) -> None:
    # The first to connect turns the file to its write-ahead log, which SQLite lets nobody else wait for.
    with told_plainly(), opening(state, alias):
        if _is_up_to_date(alias):
            return
        if not may_begin and not _is_made(alias):
            raise LogLost
        _migrate(alias)


def _is_made(alias: str) -> bool:
    return "django_migrations" in connections[alias].introspection.table_names()


def _is_up_to_date(alias: str) -> bool:
    """Return whether the schema is this version's; cheaper than asking Django, which loads every migration."""
    shipped = {file.stem for file in _MIGRATIONS.glob("0*.py")}
    connection = connections[alias]
    if not _is_made(alias):
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'garant'")
        applied = {name for (name,) in cursor.fetchall()}
    if applied - shipped:
        raise StoreOfNewerGarant
    return applied == shipped


def _migrate(alias: str) -> None:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    executor.migrate(executor.loader.graph.leaf_nodes("garant"))
