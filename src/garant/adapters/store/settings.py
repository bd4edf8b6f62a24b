"""Django, set up for our own state alone: no pages, no middleware, a database alias for each folder."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

from garant.evidence.failures import StoreAddressUnknown

SECONDS_TO_WAIT = 10

# secure_delete overwrites what is removed: an erased record must not be read out of the free pages (Art. 17).
_SQLITE_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"


def set_up() -> None:
    """Make Django ready, once; where a web application did it already, its settings stay."""
    if not settings.configured:
        settings.configure(
            INSTALLED_APPS=["garant.adapters.store.apps.StoreConfig"],
            DATABASES={},
            USE_TZ=True,
            TIME_ZONE="UTC",
            LOGGING_CONFIG=None,
        )
    if not apps.ready:
        # What django.setup() does, without its logging and pages: half the time that a command waits.
        apps.populate(settings.INSTALLED_APPS)


def declare(database: Mapping[str, Any]) -> str:
    """Return the alias of a database, declared to Django for the whole life of this program."""
    alias = f"garant:{database['HOST']}:{database['NAME']}" + str(database["OPTIONS"].get("options", ""))
    if alias not in connections.settings:
        complete = connections.configure_settings({"default": {}, alias: dict(database)})
        connections.settings[alias] = complete[alias]
    return alias


def sqlite(path: Path) -> dict[str, Any]:
    """Return what Django must know of a SQLite file."""
    options = {"init_command": _SQLITE_PRAGMAS, "transaction_mode": "IMMEDIATE", "timeout": SECONDS_TO_WAIT}
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": os.fspath(path), "HOST": "", "OPTIONS": options}


def postgresql(address: str) -> dict[str, Any]:
    """Return what Django must know of a PostgreSQL database, or raise StoreAddressUnknown."""
    from psycopg import ProgrammingError  # late: who keeps the store in a file does not wait for it
    from psycopg.conninfo import conninfo_to_dict

    # The addresses of the customers' databases name a driver; the same address may be given here.
    plain = address.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        parts = conninfo_to_dict(plain) if plain.startswith(("postgresql://", "postgres://")) else {}
    except ProgrammingError:
        parts = {}
    if not parts:
        raise StoreAddressUnknown
    asked = {key: value for key, value in parts.items() if key not in ("dbname", "user", "password", "host", "port")}
    asked.setdefault("connect_timeout", SECONDS_TO_WAIT)
    asked["options"] = f"{asked.get('options', '')} -c lock_timeout={SECONDS_TO_WAIT}s".strip()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", parts.get("user", "garant")),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "OPTIONS": asked,
    }
