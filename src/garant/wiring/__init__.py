"""The only place where adapters are built and handed to use cases."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from garant.evidence.checkpoints import SignatureCheck, is_signed_by
from garant.planning.grounds.holds import Holds, ruling
from garant.planning.plan import Plan
from garant.planning.terrain.failures import StoreFailed
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.schema import SchemaSeen
from garant.policy.checks import check
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from garant.policy.problems import Problem
from garant.policy.reading import Reading
from garant.policy.texts.failures import FileUnreadable, FolderGone, MapLost, NothingToRun
from garant.ports import (
    Capsules,
    Database,
    Evidence,
    FileStore,
    HoldBook,
    Journal,
    Memory,
    Ownership,
    PolicyVersions,
    Progress,
    Sealer,
    Shares,
    Signer,
    VisaBook,
)
from garant.ports.demo import DemoGround
from garant.ports.replay import ErasedBook
from garant.ports.witness import Witness
from garant.use_cases.begin_log import Witnesses, miss_later_days, miss_log, tell_stores
from garant.use_cases.place_hold import Ground as HoldGround
from garant.use_cases.read_archive import Ground as ReadingGround
from garant.use_cases.settle_link import Ground as LinkGround

if TYPE_CHECKING:
    from garant.adapters.store.opening import Store


@dataclass(frozen=True, kw_only=True)
class Folder:
    """A policy folder as it was read, and its stores."""

    path: Path
    reading: Reading
    databases: Mapping[str, Database]
    files: Mapping[str, FileStore]
    failed: tuple[StoreFailed, ...]

    def layout(self) -> tuple[Layout, tuple[StoreFailed, ...]]:
        """Return the map laid over the schemas of the stores that answer, and what the others failed with."""
        policy, data_map = self.reading.policy, self.reading.data_map
        if policy is None or data_map is None:
            raise NothingToRun(folder=self.path)
        return self._laid(policy, data_map)

    def rough_layout(self) -> tuple[Layout, tuple[StoreFailed, ...]]:
        """Return the layout of what can be made out of the texts: to look for problems, never to run."""
        rough = self.reading.rough
        if rough.policy is None or rough.data_map is None or rough.is_lost:
            raise NothingToRun(folder=self.path)
        return self._laid(rough.policy, rough.data_map)

    def _laid(self, policy: Policy, data_map: DataMap) -> tuple[Layout, tuple[StoreFailed, ...]]:
        from garant.planning.archiving.derived import with_archives
        from garant.planning.fitting import left_alone

        schemas: dict[str, SchemaSeen] = {}
        failed = list(self.failed)
        for store, database in self.databases.items():
            try:
                schemas[store] = database.schema()
            except StoreFailed as failure:
                failed.append(failure)
        for place in self.files.values():
            try:
                place.look()
            except StoreFailed as failure:
                failed.append(failure)
        whole = Layout(policy, data_map, schemas)
        return with_archives(replace(whole, set_aside=left_alone(whole))), tuple(failed)

    @property
    def identities(self) -> Mapping[str, str]:
        """Return which store each name stands for, whether it answers or not."""
        places: dict[str, Database | FileStore] = {**self.databases, **self.files}
        return {store: place.identity for store, place in places.items()}

    def places(self, failed: tuple[StoreFailed, ...]) -> Mapping[str, FileStore]:
        """Return the places of files, less those that failed."""
        silent = {failure.store for failure in failed}
        return {store: place for store, place in self.files.items() if store not in silent}


# Adapters are imported late: `garant --help` waits for no database library.


@dataclass(frozen=True, kw_only=True)
class State:
    """Our own state of one policy folder, ready for use cases."""

    evidence: Evidence
    journal: Journal
    shares: Shares
    memory: Memory
    holds: HoldBook
    visas: VisaBook
    versions: PolicyVersions
    signer: Signer
    ownership: Ownership
    sealer: Sealer
    capsules: Capsules
    erased: ErasedBook
    witness: Witness


def open_state(folder: Path, *, anew: bool = False) -> State:
    """Return our own state of a policy folder, or raise a StateFailure; LogLost where it is not the one of the keys.

    Opened `anew`, it is whatever is there, and nobody is told of it.
    """
    from garant.adapters.keys import (
        KeysOfRuns,
        OrganisationDigester,
        OrganisationSealer,
        OrganisationSigner,
        OriginBesideKeys,
        keys_folder,
    )
    from garant.adapters.store.opening import Keys, open_store
    from garant.adapters.witness import WitnessBesideKeys

    environment = environment_of(folder)
    keys = keys_folder(folder, environment=environment, home=Path.home())
    sealer, of_runs, origin = OrganisationSealer(keys), KeysOfRuns(keys), OriginBesideKeys(keys)
    begins, witness = anew or not origin.tells_of_a_log, WitnessBesideKeys(keys)
    told = None if anew else witness
    opened = Keys(sealer=sealer, of_runs=of_runs, digester=OrganisationDigester(keys), witness=told)
    store = open_store(folder, environment=environment, keys=opened, may_begin=begins)
    if not anew:
        origin.hold(store.evidence.origin)
    signer = OrganisationSigner(keys, last=store.evidence.last_signed_by())
    state = _state(store, signer=signer, sealer=sealer, witness=witness)
    if not anew:
        miss_later_days(witnesses_of(state, {}))
    return state


def _state(store: "Store", *, signer: Signer, sealer: Sealer, witness: Witness) -> State:
    return State(
        evidence=store.evidence,
        journal=store.journal,
        shares=store.shares,
        memory=store.memory,
        holds=store.holds,
        visas=store.visas,
        versions=store.versions,
        signer=signer,
        ownership=store,
        sealer=sealer,
        capsules=store.capsules,
        erased=store.erased,
        witness=witness,
    )


def state_of(folder: Folder) -> State:
    """Return our own state of a folder; raise LogLost or LogBehind where a store knows of another, or of more."""
    state = open_state(folder.path)
    miss_log(state.evidence, folder.databases.values())
    miss_later_days(witnesses_of(state, folder.databases))
    return state


def witnesses_of(state: State, databases: Mapping[str, Database]) -> Witnesses:
    """Return our own log and all who know of it."""
    key = state.signer.public_key
    return Witnesses(
        evidence=state.evidence,
        holds=state.holds,
        sealer=state.sealer,
        beside_keys=state.witness,
        databases=databases,
        is_ours=lambda stated: is_signed_by(stated, key, check=signature_check()),
    )


def sign(state: State, databases: Mapping[str, Database]) -> None:
    """Sign the log as it is now, and let the stores know of it."""
    stated = state.evidence.checkpoint(now(), signer=state.signer)
    tell_stores(witnesses_of(state, databases), stated)


def keys_of(folder: Path) -> tuple[Path, bool]:
    """Return where the keys of a policy folder lie, and whether they have been made."""
    from garant.adapters.keys import PUBLIC, keys_folder

    keys = keys_folder(folder, environment=environment_of(folder), home=Path.home())
    return keys / PUBLIC, (keys / PUBLIC).exists()


def open_folder(folder: Path) -> Folder:
    """Return the policy folder as it is written now, with its databases; nothing is asked of them yet."""
    from garant.adapters.stores import open_stores
    from garant.policy.reading import SUFFIXES, read

    if not folder.is_dir():
        raise FolderGone(folder=folder)
    try:
        environment = environment_of(folder)
        files = {file.name: file for file in sorted(folder.iterdir()) if file.suffix in SUFFIXES}
        reading = read({name: file.read_text(encoding="utf-8") for name, file in files.items()})
    except (OSError, UnicodeDecodeError):
        raise FileUnreadable(folder=folder) from None
    # Nothing is asked of the stores yet, so that a text with mistakes may name them too.
    policy, data_map = reading.rough.policy, reading.rough.data_map
    if policy is None or data_map is None:
        return Folder(path=folder, reading=reading, databases={}, files={}, failed=())
    databases, places, failed = open_stores(policy, data_map, environment)
    return Folder(path=folder, reading=reading, databases=databases, files=places, failed=failed)


def environment_of(folder: Path) -> dict[str, str]:
    """Return the settings: the environment's, over those that a demo carries with it."""
    from garant.adapters.environment import settings_of

    return {**settings_of(folder), **os.environ}  # noqa: TID251


def signature_check() -> SignatureCheck:
    """Return what checks signatures."""
    from garant.adapters.keys import is_signed

    return is_signed


def now() -> datetime:
    """Return the instant, read here and handed on as an argument."""
    return datetime.now(UTC)  # noqa: TID251 - the clock is read here, once


def demo_ground(folder: Path, *, organisation: str, database: str | None) -> DemoGround:
    """Return where the demo of an organisation is made, or raise a DemoFailure."""
    from garant.adapters.demo.folder import DemoFolder
    from garant.adapters.demo.organisations import EXAMPLES

    return DemoFolder(folder, example=EXAMPLES[organisation], database=database)


def today(folder: Folder) -> date:
    """Return the day that it is now in the organisation's time zone."""
    return day_of(folder.reading.policy, now())


def day_of(policy: Policy | None, instant: datetime) -> date:
    """Return the day of an instant in the organisation's time zone."""
    return instant.astimezone(ZoneInfo(policy.organisation.time_zone if policy else "Europe/Paris")).date()


def first_language(folder: Folder) -> str | None:
    """Return the language in which the organisation speaks first, where its policy says one."""
    policy = folder.reading.rough.policy
    return policy.languages[0] if policy and policy.languages else None


def make_plan(folder: Folder, *, on: date | None, progress: Progress) -> Plan:
    """Return the plan of a day; raise NothingToRun, a StoreFailed or a StateFailure."""
    from garant.planning.approval.guards import Seen, guards
    from garant.use_cases.plan_retention import Stores, plan_retention

    layout, failed = folder.layout()
    if failed and not layout.schemas:
        raise failed[0]
    problems = problems_of(folder, layout)
    state = state_of(folder)
    layout, day = with_visas(layout, state), on or today(folder)
    stores = Stores(
        databases=folder.databases,
        files=folder.places(failed),
        memory=memory_of(folder, layout, state, on=day),
        holds=ruling(state.holds.all()),
        identities=folder.identities,
        log=state.evidence.origin,
    )
    plan, _ = plan_retention(layout, stores, on=day, progress=progress)
    silent = {failure.store: failure.told for failure in failed}
    found = guards(layout.policy, Seen(on=day, steps=plan.steps, problems=problems, silent=silent))
    return replace(plan, folder=str(folder.path.resolve()), guards=found)


def with_visas(layout: Layout, state: State) -> Layout:
    """Return the layout with the visas of the public archives, and with what was said of doubtful links."""
    from garant.planning.settled import SETTLED, tokens
    from garant.planning.terrain.visas import granted

    places = {people for people, event in state.memory.known() if event.startswith(SETTLED)}
    settled = {people: tokens(state.memory.remembered(people)) for people in sorted(places)}
    return replace(layout, visas=granted(state.visas.all()), settled=settled)


def at_home(folder: Folder) -> tuple[Layout, tuple[StoreFailed, ...], State]:
    """Return the layout, what failed of it, and our own state; raise StoreOfOther or LogLost."""
    (layout, failed), state = folder.layout(), state_of(folder)
    state.ownership.belong_to(layout.policy.organisation.name)
    return with_visas(layout, state), failed, state


def hold_ground(folder: Folder, *, on: date) -> HoldGround:
    """Return where a hold can be placed, or raise NothingToRun or a StateFailure."""
    layout, failed, state = at_home(folder)
    memory, files = memory_of(folder, layout, state, on=on), folder.places(failed)
    return HoldGround(layout=layout, databases=folder.databases, files=files, memory=memory, holds=state.holds)


def link_ground(folder: Folder) -> LinkGround:
    """Return where a doubtful link can be settled, or raise NothingToRun or a StateFailure."""
    layout, _, state = at_home(folder)
    return LinkGround(layout=layout, databases=folder.databases, memory=state.memory, evidence=state.evidence)


def reading_ground(folder: Folder, *, on: date) -> ReadingGround:
    """Return where an archive can be read, or raise NothingToRun or a StateFailure."""
    layout, _, state = at_home(folder)
    memory, stores = memory_of(folder, layout, state, on=on), folder.databases
    return ReadingGround(
        layout=layout,
        databases=stores,
        memory=memory,
        holds=state.holds,
        evidence=state.evidence,
        sealer=state.sealer,
    )


def memory_of(folder: Folder, layout: Layout, state: State, *, on: date, as_if: Holds | None = None) -> Memory:
    """Return what is remembered of people, joined by what each store says of people whom another knows too.

    Holds rule that are in force at each moment, or, `as_if`, these and no other.
    """
    from garant.adapters.elsewhere import MemoryElsewhere
    from garant.adapters.held import MemoryWithHolds
    from garant.planning.across import Across

    def now_ruling() -> Holds:
        return ruling(state.holds.all()) if as_if is None else as_if

    held, across = MemoryWithHolds(memory=state.memory, ruling=now_ruling), Across(layout, on)
    return MemoryElsewhere(across=across, databases=folder.databases, memory=held, ruling=now_ruling)


def problems_of(folder: Folder, layout: Layout) -> tuple[Problem, ...]:
    """Return what is wrong with the folder and its stores, or raise MapLost where no plan can be made or done."""
    from garant.planning.archiving.derived import as_written
    from garant.planning.fitting import disagreements, stands_in_the_way

    places, written = folder.reading.places, as_written(layout)
    found = (*check(layout.policy, written.data_map, places), *disagreements(written, places))
    lost = stands_in_the_way(found)
    if lost:
        raise MapLost(lost[0].message, folder=folder.path)
    return (*folder.reading.problems, *found)
