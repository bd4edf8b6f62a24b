"""One library, one home; adapters built by wiring alone; columns that do not know each other."""

import ast
import sys

from tests.architecture.source import Module, product

HOMES = {
    "annotated_types": ("garant.policy",),
    "click": ("garant.cli",),
    "cryptography": ("garant.adapters",),
    "dateutil": ("garant.planning.rights.clock.holidays",),
    "dbos": ("garant.adapters.jobs",),
    "django": ("garant.adapters.store",),
    "faker": ("garant.adapters", "garant.cli"),
    "fsspec": ("garant.adapters.files",),
    "phonenumbers": ("garant.policy.identifiers",),
    "psycopg": ("garant.adapters.sql", "garant.adapters.store"),
    "pydantic": ("garant.policy",),
    "pydantic_core": ("garant.policy",),
    "pymysql": ("garant.adapters.sql",),
    "rich": ("garant.cli",),
    "sqlalchemy": ("garant.adapters.sql",),
    "yaml": ("garant.policy.reading",),
}
"""Where each outside library may be imported: a library or a home more is a decision record."""

COLUMNS = ("register", "notices", "retention", "rights", "consent", "permissions", "verification", "archive", "undo")
ROOMS_OF_COLUMNS = ("planning", "documents", "cli")


def test_every_outside_library_is_imported_in_its_home_only():
    astray = [
        f"{module.dotted} imports {library}"
        for module in product()
        for library in sorted({name.split(".")[0] for name in module.imports()})
        if library != "garant" and library not in sys.stdlib_module_names
        if not _lies_in(module.dotted, HOMES.get(library, ()))
    ]

    assert astray == []


def test_adapters_are_built_by_wiring_and_by_nobody_else():
    astray = [
        f"{module.dotted} imports {name}"
        for module in product()
        if module.room not in {"adapters", "wiring"}
        for name in sorted(module.imports())
        if _lies_in(name, ("garant.adapters",))
    ]

    assert astray == []


def test_columns_do_not_know_each_other():
    astray = [
        f"{module.dotted} imports {name}"
        for module in product()
        if module.room in ROOMS_OF_COLUMNS and _column(module.dotted)
        for name in sorted(module.imports())
        if name.split(".")[1:2] == [module.room] and _column(name) not in {None, _column(module.dotted)}
    ]

    assert astray == []


def test_use_cases_do_not_call_each_other():
    astray = [
        f"{module.dotted} imports {name}"
        for module in product()
        if module.room == "use_cases"
        for name in sorted(module.imports())
        if _lies_in(name, ("garant.use_cases",)) and not _lies_in(name, (_use_case(module.dotted),))
    ]

    assert astray == []


def _use_case(dotted: str) -> str:
    """Return the use case to which a module belongs: one may be a folder."""
    return ".".join(dotted.split(".")[:3])


def test_rich_is_imported_late_so_that_help_is_quick():
    early = [module.dotted for module in product() if "rich" in _first_parts(module)]

    assert early == []


def test_the_queue_is_imported_late_so_that_help_is_quick():
    early = [module.dotted for module in product() if "garant.adapters.jobs" in _first_modules(module)]

    assert early == []


def _first_parts(module: Module) -> set[str]:
    return {name.split(".")[0] for name in _first_modules(module)}


def _first_modules(module: Module) -> set[str]:
    found: set[str] = set()
    for node in module.tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def _lies_in(dotted: str, homes: tuple[str, ...]) -> bool:
    return any(dotted == home or dotted.startswith(f"{home}.") for home in homes)


def _column(dotted: str) -> str | None:
    parts = dotted.split(".")
    return parts[2] if len(parts) > 2 and parts[2] in COLUMNS else None
