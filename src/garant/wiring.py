"""The only place where adapters are built and handed to use cases."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from garant.evidence.checkpoints import SignatureCheck
from garant.ports import DemoGround, Evidence, Journal, Memory, Ownership, PolicyVersions, Signer

# Adapters are imported late: `garant --help` waits for no database library.


@dataclass(frozen=True, kw_only=True)
class State:
    """Our own state of one policy folder, ready for use cases."""

    evidence: Evidence
    journal: Journal
    memory: Memory
    versions: PolicyVersions
    signer: Signer
    ownership: Ownership


def open_state(folder: Path) -> State:
    """Return our own state of a policy folder, or raise a StateFailure."""
    from garant.adapters.keys import OrganisationSealer, OrganisationSigner, keys_folder
    from garant.adapters.store.opening import open_store

    environment = dict(os.environ)  # noqa: TID251 - settings are read here, once
    keys = keys_folder(folder, environment=environment, home=Path.home())
    store = open_store(folder, environment=environment, sealer=OrganisationSealer(keys))
    return State(
        evidence=store.evidence,
        journal=store.journal,
        memory=store.memory,
        versions=store.versions,
        signer=OrganisationSigner(keys),
        ownership=store,
    )


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
