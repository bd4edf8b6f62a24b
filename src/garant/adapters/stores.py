"""Opens the stores that a data map names, at the addresses that the environment gives; nothing is asked of them yet."""

from collections.abc import Mapping

from garant.adapters.files import open_files
from garant.adapters.sql.database import SqlDatabase
from garant.planning.terrain.failures import StoreFailed, StoreUnreachable
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from garant.policy.speech.sentences import Sentence
from garant.ports import Database, FileStore

_NOT_SET = Sentence("{name} n'est pas donnée", "{name} is not set")


def open_stores(
    policy: Policy, data_map: DataMap, environment: Mapping[str, str]
) -> tuple[dict[str, Database], dict[str, FileStore], tuple[StoreFailed, ...]]:
    """Return the databases and the places of files, and what could not be opened; one leaves the others alone."""
    databases: dict[str, Database] = {}
    places: dict[str, FileStore] = {}
    failed: list[StoreFailed] = []
    zone = policy.organisation.time_zone
    for store, said in data_map.stores.items():
        name = (said.url or said.files or "").removeprefix("env:")
        address = environment.get(name)
        if not address:
            failed.append(StoreUnreachable(store, _NOT_SET.filled({"name": name})))
        elif said.files is not None:
            places[store] = open_files(store, address)
        else:
            try:
                opened = SqlDatabase(store, address, zone=zone, store_zone=said.zone, receipts=said.receipts)
            except StoreFailed as failure:
                # One address that is wrong leaves the others to be asked.
                failed.append(failure)
            else:
                databases[store] = opened
    _let_archive(databases, data_map)
    return databases, places, tuple(failed)


def _let_archive(databases: Mapping[str, Database], data_map: DataMap) -> None:
    for store, database in databases.items():
        if archive := databases.get(data_map.stores[store].archive or ""):
            database.archive_into(archive)
