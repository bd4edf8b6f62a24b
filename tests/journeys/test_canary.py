"""No personal value leaves the stores: not in what commands say, nor in logs, plans, state, evidence or errors."""

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from sqlalchemy import Engine

from garant import wiring
from tests.journeys.office import Office, at, empty_office
from tests.journeys.school import MAP, School, school
from tests.journeys.test_bad_stores import SHORT, holding

WORD = "Zyxwcanary"
IBAN = "FR7699999000010000000019937"
NUMBER = 730_914_265
"""A key and a number that are nowhere by chance."""


@pytest.fixture
def logged() -> Iterator[list[str]]:
    """Return all that is logged, by whomever, as it is logged."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    root, handler = logging.getLogger(), Keep(level=logging.DEBUG)
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    for name in ("sqlalchemy.engine", "garant"):
        logging.getLogger(name).setLevel(logging.WARNING)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


def found_in(text: str | bytes) -> list[str]:
    """Return the marks that are in a text."""
    held = text.encode() if isinstance(text, str) else text
    return [mark for mark in (WORD, IBAN, str(NUMBER)) if mark.lower().encode() in held.lower()]


def leaks(folder: Path, said: Mapping[str, Result], logged: list[str]) -> list[tuple[str, list[str]]]:
    """Return where marks are found: in what commands said, in errors, in logs, and in every file of the folder."""
    texts: dict[str, str | bytes] = {name: one.output for name, one in said.items()}
    texts |= {f"error of {name}": repr(one.exception) + _chain(one.exception) for name, one in said.items()}
    texts |= {f"log {number}": line for number, line in enumerate(logged)}
    texts |= {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return [(name, marks) for name, text in texts.items() if (marks := found_in(text))]


def _chain(error: BaseException | None) -> str:
    said = ""
    while error is not None:
        said += f" {error}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return said


def commands(folder: Path, garant: School, *, on: str) -> dict[str, Result]:
    """Run every command that there is, as text and for programs, and return what was said."""
    plan, bundle = folder / "day.plan", folder / "evidence.json"
    said = {
        "check": garant.garant("check", folder),
        "check --json": garant.garant("check", folder, "--json"),
        "plan": garant.garant("plan", folder, "--on", on, "--out", plan),
        "plan --json": garant.garant("plan", folder, "--on", on, "--json"),
        "apply refused": garant.garant("apply", plan),
        "verify before": garant.garant("verify", folder, "--on", on),
        "apply --json": garant.garant("apply", plan, "--approved-by", "Dana", "--json"),
        "plan again": garant.garant("plan", folder, "--on", on, "--out", plan),
        "apply": garant.garant("apply", plan, "--approved-by", "Dana"),
        "verify": garant.garant("verify", folder, "--on", on),
        "verify --json": garant.garant("verify", folder, "--on", on, "--json"),
        "export": garant.garant("evidence", "export", folder, "--to", bundle, "--with-records"),
        "export --json": garant.garant("evidence", "export", folder, "--to", bundle, "--with-records", "--json"),
        "verify evidence": garant.garant("evidence", "verify", bundle),
        "verify evidence --json": garant.garant("evidence", "verify", bundle, "--json"),
    }
    unexpected = {
        name: one for name, one in said.items() if one.exception and not isinstance(one.exception, SystemExit)
    }
    assert unexpected == {}
    return said


def mark_every_cell(engine: Engine, tables: Mapping[str, set[str]]) -> int:
    """Write a mark into every text and number of the personal columns, and return how many cells hold one."""
    metadata = sa.MetaData()
    metadata.reflect(engine)
    marked = 0
    with engine.begin() as connection:
        for name, columns in tables.items():
            table = metadata.tables[name]
            for column in table.columns:
                value = _mark(column)
                if column.name in columns and value is not None and not column.primary_key:
                    marked += connection.execute(sa.update(table).values({column.name: value})).rowcount
    return marked


def _mark(column: sa.Column[object]) -> str | int | None:
    if isinstance(column.type, sa.String):
        room = column.type.length or 200
        return IBAN if room >= len(IBAN) and "iban" in column.name else WORD[:room] if room >= len(WORD) else None
    return NUMBER if isinstance(column.type, sa.Integer) and not column.foreign_keys else None


def personal_columns(folder: Path, store: str) -> dict[str, set[str]]:
    """Return the columns to which the map gives a category, by table."""
    data_map = wiring.open_folder(folder).reading.data_map
    assert data_map
    found: dict[str, set[str]] = {}
    for name, table in data_map.tables.items():
        if name.startswith(f"{store}."):
            said = [table.columns, *(kind.columns for kind in table.rows)]
            held = {column for columns in said for column, use in columns.items() if use.category != "none"}
            found[name.split(".", 1)[1]] = {column.split("->")[0] for column in held}
    return found


def cartesia(office: Office) -> None:
    """Add one of everything, keys included: half of it due."""
    for number, day in enumerate(("2014-01-01", "2025-06-01")):
        key = NUMBER * 2 + number if number else NUMBER
        lead = office.add("shop.leads", id=key, created_at=at(day))
        office.add("shop.lead_contacts", id=key, lead_id=lead, direction="in", at_text=f"{day} 10:00:00", body="b")
        request = office.add("shop.equal_requests", lead_id=lead, household_income=1, scholarship="s", decision="d")
        office.add("shop.equal_documents", request_id=request, kind="k")
        office.add("shop.prize_entries", lead_id=lead, draw_title="t", answer="a")
        customer = office.add("shop.customers", id=key, created_at=at(day))
        order = office.add("shop.orders", id=key, customer_id=customer, contract_ended_on=at(day).date(), comment="c")
        office.add("shop.coaching_notes", id=key, order_id=order, note="n")
        office.add("shop.invoices", order_id=order, billed_name="n", billed_address="a", issued_on=at(day).date())
        account = office.add("shop.student_accounts", id=key, customer_id=customer, username="u", password_hash="p")
        office.add("shop.lesson_progress", account_id=account, lesson="l", score=3)
        office.add("shop.page_views", id=key, cookie="c", page="p", seen_at=at(day))


def test_a_whole_run_of_an_organisation_says_nothing_of_anybody(logged: list[str]):
    with empty_office("cartesia", kind="sqlite") as office, school() as caller:
        cartesia(office)
        unique = {"leads": {"email"}, "customers": {"email"}}
        columns = personal_columns(office.folder, "shop")
        for table, held in unique.items():
            columns[table] -= held
        assert mark_every_cell(office.engines["shop"], columns) > 40

        said = commands(office.folder, caller, on="2026-03-01")

        assert len(office.tables()["shop.leads"]) == 1
        assert leaks(office.folder, said, logged) == []


# runs that fail

NAMED = "    columns: {name: identity}"
BLANKED = "    row: stays\n    columns: {name: {category: identity, blank: gone}}"

PLANTED = (
    f"INSERT INTO pupils VALUES ({NUMBER}, '{WORD} A', '2001-01-01')",  # noqa: S608
    f"INSERT INTO letters VALUES ({NUMBER}, {NUMBER}, '{WORD} {IBAN}')",  # noqa: S608
)
SEVERAL = f"INSERT INTO pupils VALUES ({NUMBER + 1}, '{WORD} B', '2001-01-01')"  # noqa: S608


@pytest.fixture
def planted() -> Iterator[School]:
    with school() as here:
        here.execute("school", *PLANTED, SEVERAL)
        yield here


def test_what_a_hold_names_is_said_by_nothing_but_the_list_that_is_asked_for_names(planted: School, logged: list[str]):
    folder = planted.folder
    why = ("--article", "Art. 17(3)(e)", "--author", "Dana", "--review", "2099-01-01")

    def hold(*words: str, typed: str | None = None, reason: str = "case 14") -> Result:
        return planted.garant("hold", "add", folder, *words, "--reason", reason, *why, typed=typed)

    said = {
        "hold a person": hold("--person", "school.pupils:-", typed=f"{NUMBER}\n"),
        "hold rows": hold("--rows", "school.letters", "--where", f"body^={WORD}"),
        "hold rows by a path": hold("--rows", "school.letters", "--where", "pupil_id.name=-", typed=f"{WORD} A\n"),
        "hold nobody": hold("--person", f"school.pupils:{NUMBER + 7}"),
        "hold what is ill typed": hold("--person", f"school.pupils:{WORD}"),
        "hold for a telling reason": hold(
            "--rows", "school.pupils", "--where", f"name={WORD} A", reason=f"v. {WORD} A"
        ),
    }
    said |= commands(folder, planted, on="2026-03-01")
    said |= {
        "list": planted.garant("hold", "list", folder, "--all"),
        "list --json": planted.garant("hold", "list", folder, "--json"),
        "lift": planted.garant("hold", "lift", folder, "2", "--by", "Dana", "--because", "settled"),
        "lift again": planted.garant("hold", "lift", folder, "2", "--by", "Dana", "--because", "settled"),
    }

    rows = planted.rows()
    assert [said[name].exit_code for name in list(said)[:6]] == [0, 0, 0, 2, 2, 2]
    assert NUMBER in [row[0] for row in rows["school.pupils"]]
    assert NUMBER in [row[0] for row in rows["school.letters"]]
    assert str(NUMBER) in planted.garant("hold", "list", folder, "--with-names").output
    assert leaks(folder, said, logged) == []


def test_a_violated_constraint_says_nothing_of_anybody(logged: list[str]):
    # PostgreSQL shows the whole row in such an error; that this check looks at the name, nobody can read from it.
    with school("postgres") as here:
        here.execute("school", *PLANTED, SEVERAL)
        here.execute("school", "ALTER TABLE pupils ADD CHECK (position('gone' IN pupils::text) = 0)")
        here.write("data-map.yaml", MAP.replace(NAMED, BLANKED))

        said = commands(here.folder, here, on="2026-03-01")

        assert "`school.pupils`" in said["apply"].output
        assert said["apply"].exit_code == 1
        assert leaks(here.folder, said, logged) == []


def test_a_row_that_others_refer_to_unsaid_says_nothing_of_its_key(logged: list[str]):
    with school("postgres") as here:
        here.execute("school", *PLANTED)
        here.execute("school", "CREATE TABLE choirs (id INTEGER PRIMARY KEY, lead INTEGER REFERENCES pupils (id))")
        here.execute("school", f"INSERT INTO choirs VALUES (1, {NUMBER})")  # noqa: S608

        said = commands(here.folder, here, on="2026-03-01")

        assert leaks(here.folder, said, logged) == []


def test_a_wrong_type_says_nothing_of_anybody(planted: School, logged: list[str]):
    # SQLite lets a text stand where a day should be.
    planted.execute("school", f"INSERT INTO pupils VALUES (77, '{WORD} C', '{WORD}')")  # noqa: S608

    said = commands(planted.folder, planted, on="2026-03-01")

    assert leaks(planted.folder, said, logged) == []


def test_a_lock_says_nothing_of_anybody(planted: School, logged: list[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("garant.adapters.sql.database._PATIENCE", SHORT)
    planted.plan()
    with holding(planted.engines["school"]):
        said = commands(planted.folder, planted, on="2026-03-01")

    assert "somebody else holds a lock" in said["apply"].output
    assert leaks(planted.folder, said, logged) == []


def test_a_broken_policy_says_nothing_of_the_address_it_was_given(planted: School, logged: list[str]):
    planted.environment["SCHOOL_URL"] = f"postgresql://{WORD}:{IBAN}@127.0.0.1:1/{WORD}"

    said = commands(planted.folder, planted, on="2026-03-01")

    assert leaks(planted.folder, said, logged) == []


def test_our_own_store_knows_by_key_whose_events_it_remembers_and_forgets_them_with_the_person(logged: list[str]):
    with school(rows=False) as here:
        here.execute("platform", f"INSERT INTO accounts VALUES ({NUMBER}, '{WORD}')")  # noqa: S608
        here.execute("platform", f"INSERT INTO log_ins VALUES (1, {NUMBER}, '2022-12-01', '{WORD}')")  # noqa: S608

        said = commands(here.folder, here, on="2024-03-01")

        assert [
            (where, marks) for where, marks in leaks(here.folder, said, logged) if not where.startswith(OUR_STORE)
        ] == []
        assert len(here.rows()["platform.accounts"]) == 1

        said = commands(here.folder, here, on="2026-03-01")

        assert here.rows()["platform.accounts"] == []
        assert leaks(here.folder, said, logged) == []


OUR_STORE = ".garant/garant.sqlite3"


def test_the_search_finds_what_is_there(tmp_path: Path, logged: list[str]):
    (tmp_path / "left").write_bytes(b"\x00" + WORD.upper().encode())
    logging.getLogger("anybody").warning("wrote to %s", IBAN)

    assert [where for where, _ in leaks(tmp_path, {}, logged)] == ["log 0", "left"]
