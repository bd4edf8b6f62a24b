"""Small, rich worlds drawn at random: a policy, a map over some tables, rows around the cutoffs, and a day."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from garant.planning.grounds.holds import Held, HeldPerson, HeldRows, HoldKind, Suspension
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from garant.policy.periods import Period
from tests.reference import crm_pieces, more_pieces, pieces, rare_pieces
from tests.reference.pieces import Draw, Drawn, Piece, Said, shapes_of
from tests.reference.schema import Values
from tests.reference.world import World

PERIODS = ("P0D", "P1D", "P1W", "P30D", "P1M", "P2M", "P13M", "P1Y", "P1Y6M", "P2Y", "P3Y")
DAYS = (date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1), date(2025, 3, 31), date(2026, 9, 1), date(2027, 1, 1))
CATEGORIES = ("identity", "contact", "schooling", "messages", "log")
PEOPLE = ("pupil", "enquirer", "teacher", "payer", "tutor")
EVENTS = ("registered", "logged in", "ended", "sent", "issued", "left", "birth")

_CHOOSABLE: dict[str, Callable[[Draw], Piece]] = {
    "courses": pieces.courses,
    "guardianships": pieces.guardianships,
    "enrolments": pieces.enrolments,
    "marks": pieces.marks,
    "remarks": pieces.remarks,
    "logins": pieces.logins,
    "invoices": more_pieces.invoices,
    "messages": more_pieces.messages,
    "comments": more_pieces.comments,
    "attachments": more_pieces.attachments,
    "answers": more_pieces.answers,
    "labels": more_pieces.labels,
    "drafts": more_pieces.drafts,
    "reports": more_pieces.reports,
    "report_authors": more_pieces.report_authors,
    "outbox": more_pieces.outbox,
    "sessions": more_pieces.sessions,
    "slots": more_pieces.slots,
    "bookings": more_pieces.bookings,
    "orders": more_pieces.orders,
    "staff": more_pieces.staff,
    "visits": more_pieces.visits,
    "notes": rare_pieces.notes,
    "shares": rare_pieces.shares,
    "profiles": rare_pieces.profiles,
    "lessons": rare_pieces.lessons,
    "cards": rare_pieces.cards,
    "stamps": rare_pieces.stamps,
    "groups": rare_pieces.groups,
    "members": rare_pieces.members,
    "circulars": rare_pieces.circulars,
    "tutors": rare_pieces.tutors,
    "tutorings": rare_pieces.tutorings,
    "accounts": rare_pieces.accounts,
    "posts": rare_pieces.posts,
    "prints": rare_pieces.prints,
}
_BRINGS = {
    "enrolments": ("courses", "guardianships"),
    "marks": ("enrolments",),
    "remarks": ("marks", "enrolments"),
    "attachments": ("enrolments",),
    "answers": ("enrolments",),
    "reports": ("report_authors",),
    "report_authors": ("reports",),
    "bookings": ("slots",),
    "notes": ("enrolments",),
    "stamps": ("cards",),
    "groups": ("members",),
    "members": ("groups",),
    "circulars": ("groups", "members"),
    "tutors": ("tutorings",),
    "tutorings": ("tutors",),
    "posts": ("accounts",),
    "prints": ("reports",),
}
_DATES = {
    "registered": ("people",),
    "logged in": ("logins", "calls"),
    "ended": ("enrolments", "calls"),
    "issued": ("invoices", "stamps"),
    "left": ("staff", "tutors"),
    "birth": ("people",),
}
"""The tables that may date an event, one of which is to be drawn with it; `sent` is dated by several."""
KNOWN_TWICE = ("accounts", "posts")
"""Tables in which people of the school are known a second time there."""
FLEETING = ("orders", "lessons", "tutors", "tutorings", "visits")
"""Tables with cells that take the way to their owner along when they are blanked."""
_ELSEWHERE: dict[str, Callable[[Draw], Piece]] = {
    "contacts": crm_pieces.contacts,
    "calls": crm_pieces.calls,
    "letters": crm_pieces.letters,
}
"""The tables of other stores."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A world and the day on which it is looked at."""

    world: World
    day: date


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the rules of a policy may say, and whether they all anonymise."""

    anonymise: bool
    archive: bool
    always: bool


@st.composite
def scenes(
    draw: Draw, *, anonymise: bool = True, archive: bool = True, tables: int = 4, without: Collection[str] = ()
) -> Scene:
    """Draw a world and a day; `anonymise` and `archive` say whether its rules may say so."""
    wish = Wish(anonymise=anonymise, archive=archive, always=draw(st.booleans()))
    return _scene(draw, chosen=_chosen(draw, tables, without), wish=wish)


@st.composite
def scenes_across(draw: Draw, *, tables: int = 2, without: Collection[str] = ()) -> Scene:
    """Draw a world over three stores, whose people are known in two of them and in the third by nothing but a word."""
    elsewhere = [make(draw) for make in _ELSEWHERE.values()]
    wish = Wish(anonymise=False, archive=False, always=False)
    return _scene(draw, chosen=[*_chosen(draw, tables, without), *elsewhere], wish=wish)


def _scene(draw: Draw, *, chosen: list[Piece], wish: Wish) -> Scene:
    day = draw(st.sampled_from(DAYS))
    policy = Policy.model_validate(_policy(draw, chosen=chosen, wish=wish))
    data_map = DataMap.model_validate(_data_map(draw, policy=policy, chosen=chosen))
    rows = _tables(draw, chosen=chosen, days=days_around(policy, day))
    holds = (*_holds(draw, rows=rows, data_map=data_map), *_suspensions(draw, rows, policy))
    world = World(policy=policy, data_map=data_map, shapes=shapes_of(chosen), tables=rows, holds=holds)
    return Scene(world=world, day=day)


@st.composite
def public_scenes(draw: Draw, *, tables: int = 4) -> Scene:
    """Draw a world in which what some activities keep is public archives, and some categories are logs."""
    scene: Scene = draw(scenes(tables=tables, anonymise=False, archive=False))
    policy = scene.world.policy
    public = draw(st.sets(st.sampled_from(sorted(policy.activities)), min_size=1))
    logs = draw(st.sets(st.sampled_from(CATEGORIES), max_size=1))
    activities = {
        name: one.model_copy(update={"public_archives": name in public}) for name, one in policy.activities.items()
    }
    categories = {name: one.model_copy(update={"log": name in logs}) for name, one in policy.categories.items()}
    said = policy.model_copy(update={"activities": activities, "categories": categories})
    return replace(scene, world=replace(scene.world, policy=said))


@st.composite
def asked_scenes(draw: Draw, *, tables: int = 4) -> Scene:
    """Draw a world in which somebody asked for a plan of their own."""
    scene: Scene = draw(scenes(tables=tables, archive=False))
    people = [str(row["id"]) for row in scene.world.tables["school.people"]] or ["1"]
    asked = HeldPerson(table="school.people", key=draw(st.sampled_from(people)))
    return replace(scene, world=replace(scene.world, asked=asked))


@st.composite
def rough_scenes(draw: Draw) -> Scene:
    """Draw a world in which rows are often anonymised: visits, and mostly one rule that says so."""
    day = draw(st.sampled_from(DAYS))
    chosen = [pieces.people(draw), more_pieces.visits(draw)]
    said = _policy(draw, chosen=chosen, wish=Wish(anonymise=True, archive=False, always=True))
    rule = {"keep": draw(st.sampled_from(PERIODS)), "from": ["sent"], "then": "anonymise"}
    all_of_them = {"subjects": list(PEOPLE), "categories": list(CATEGORIES), "retention": [rule]}
    others = {name: one for name, one in said["activities"].items() if name != "first" and draw(st.booleans())}
    said["activities"] = {"first": said["activities"]["first"] | all_of_them, **others}
    policy = Policy.model_validate(said)
    data_map = DataMap.model_validate(_data_map(draw, policy=policy, chosen=chosen))
    rows = _tables(draw, chosen=chosen, days=days_around(policy, day))
    return Scene(world=World(policy=policy, data_map=data_map, shapes=shapes_of(chosen), tables=rows), day=day)


def _chosen(draw: Draw, tables: int, without: Collection[str]) -> list[Piece]:
    choosable = sorted({*_CHOOSABLE} - {*without})
    names = set(draw(st.lists(st.sampled_from(choosable), min_size=1, max_size=tables, unique=True)))
    while more := {other for name in names for other in _BRINGS.get(name, ())} - names:
        names |= more
    return [pieces.people(draw), *(make(draw) for name, make in _CHOOSABLE.items() if name in names)]


# Policies


def _policy(draw: Draw, *, chosen: list[Piece], wish: Wish) -> Said:
    names = {piece.name for piece in chosen}
    dated = [event for event in EVENTS if names & {*_DATES.get(event, ("people",))}]
    ever = draw(st.sampled_from([[], [], ["ended"]]))
    activities = {
        name: _activity(draw, events=dated, wish=wish)
        for name in ("first", "second", "third")[: draw(st.integers(1, 3))]
    }
    if "orders" in names:
        activities["ordering"] = _activity(draw, events=["ordered"], wish=replace(wish, anonymise=False))
        activities["ordering"]["subjects"] = ["payer", "pupil"]
    return {
        "organisation": {"name": "School", "country": "FR", "time zone": "Europe/Paris", "contact": {}}
        | {"financial year ends": draw(st.sampled_from(["12-31", "08-31", "02-29"]))},
        "subjects": {kind: {} for kind in PEOPLE} | {"pupil": {"ever": ever}, "enquirer": {"never": ever}},
        "events": {event: {} for event in (*EVENTS, "ordered")},
        "categories": {name: {} for name in CATEGORIES} | {"beliefs": {"forbidden": True}},
        "activities": activities,
    }


def _activity(draw: Draw, *, events: list[str], wish: Wish) -> Said:
    rules = draw(st.integers(1, 2))
    return {
        "purpose": {},
        "basis": draw(st.sampled_from([*["contract"] * 5, "legitimate interest"])),
        "subjects": draw(st.lists(st.sampled_from(PEOPLE), min_size=2, unique=True)),
        "categories": draw(st.lists(st.sampled_from(CATEGORIES), min_size=3, unique=True)),
        "retention": [_rule(draw, events=events, wish=wish) for _ in range(rules)],
    }


def _rule(draw: Draw, *, events: list[str], wish: Wish) -> Said:
    period = st.sampled_from(PERIODS)
    rule: Said = {
        "keep": "to be decided" if draw(st.integers(0, 11)) == 5 else draw(period),
        "from": draw(st.lists(st.sampled_from(events), min_size=1, max_size=2, unique=True)),
    }
    extra = draw(
        st.sets(st.sampled_from(["or else", "rounded", "open", "latest", "only", "archive", "then"]), max_size=3)
    )
    if "or else" in extra:
        rule["or else"] = [draw(st.sampled_from(events))]
    if "rounded" in extra:
        rule["rounded to"] = draw(st.sampled_from(["end of financial year", "end of calendar year"]))
    if "open" in extra:
        rule["open for at most"] = draw(period)
    if "latest" in extra:
        rule["at latest"] = {"keep": draw(period), "from": draw(st.sampled_from(events))}
    if "only" in extra:
        rule["only"] = [draw(st.sampled_from(CATEGORIES))]
    return rule | _ending(draw, extra=extra, wish=wish)


def _ending(draw: Draw, *, extra: set[str], wish: Wish) -> Said:
    ending: Said = {}
    if "archive" in extra and wish.archive:
        only = draw(st.sampled_from([[], ["identity"]]))
        said, period = draw(st.sampled_from(["after", "for"])), draw(st.sampled_from(PERIODS))
        undecided = said == "for" and draw(st.integers(0, 5)) == 0
        ending["archive"] = {said: "to be decided" if undecided else period, "only": only}
    if wish.anonymise and (wish.always or "then" in extra):
        ending["then"] = "anonymise"
    return ending


# Maps


def _data_map(draw: Draw, *, policy: Policy, chosen: list[Piece]) -> Said:
    tables: dict[str, Any] = {}
    references: dict[str, Said] = {}
    person = _person(draw)
    classes = {"person": person}
    for piece in chosen:
        tables[piece.table] = {**piece.said, **_used_for(draw, policy=policy, piece=piece)}
        references |= piece.references
        classes |= piece.classes
        person.setdefault("also known", {}).update(piece.known)
    zone = draw(st.sampled_from(["UTC", "Europe/Paris"]))
    stores = dict.fromkeys(piece.store for piece in chosen)
    return {
        "stores": {name: {"url": f"env:{name.upper()}", "country": "FR", "zone": zone} for name in stores},
        "people": classes,
        "tables": tables,
        "references": references,
        "smallest group": 2,
    }


def _used_for(draw: Draw, *, policy: Policy, piece: Piece) -> Said:
    if {"no personal data", "copy of", "used for"} & set(piece.said):
        return {}
    if "part of" in piece.said and draw(st.booleans()):
        return {}
    names = [name for name in policy.activities if name != "ordering"]
    if draw(st.booleans()):
        return {"used for": names}
    return {"used for": draw(st.lists(st.sampled_from(names), min_size=1, unique=True))}


def _person(draw: Draw) -> Said:
    by_role = {"pupil": {"role": "pupil"}, "enquirer": {"role": ["enquirer", "pupil"]}, "teacher": {"role": "teacher"}}
    person: Said = {"table": "school.people", "key": "id", "kinds": by_role, "same person": "replaced_by*"}
    person["born"] = {"column": "born", "format": "year", "unknown": [0]}
    person["identifiers"] = {"e-mail": {"column": "email", "ignore case": True}, "name": "full_name"}
    shared = draw(st.sampled_from(["no", "no", "no", "possible"]))
    person["identifiers"]["number"] = {"column": "number", "ignore case": draw(st.booleans()), "shared": shared}
    if draw(st.booleans()):
        person["when"] = {"is_company": False}
    return person


# Rows


def _tables(draw: Draw, *, chosen: list[Piece], days: tuple[date, ...]) -> dict[str, list[Values]]:
    keys: dict[str, list[int]] = {}
    rows = {piece.table: _rows(draw, piece=piece, days=days, keys=keys) for piece in chosen}
    for report in rows.get("school.reports", []):
        report["authors"] = sum(one["report_id"] == report["id"] for one in rows["school.report_authors"])
    return rows


def _rows(draw: Draw, *, piece: Piece, days: tuple[date, ...], keys: dict[str, list[int]]) -> list[Values]:
    drawn = Drawn(draw=draw, days=days, keys=keys)
    least, most = piece.counts
    if any(not keys.get(name) for name in piece.after):
        least = most = 0
    found = [piece.row(drawn, number) for number in range(1, draw(st.integers(least, most)) + 1)]
    keys[piece.name] = list(range(1, len(found) + 1))
    if piece.name == "people":
        _merge(drawn, found)
    return found


def _merge(drawn: Drawn, found: list[Values]) -> None:
    """Let some people be duplicates of an earlier one, with the kind of the survivor."""
    for number, row in enumerate(found):
        survivor = drawn.one_of(None, None, None, *range(number)) if number else None
        if survivor is not None:
            row["replaced_by"] = found[survivor]["id"]
            row["role"], row["is_company"] = found[survivor]["role"], found[survivor]["is_company"]


# Holds


def _suspensions(draw: Draw, rows: dict[str, list[Values]], policy: Policy) -> tuple[Held, ...]:
    """Draw reasons that no longer count for somebody; often all of them do."""
    grounds = [(name, number, category) for name, one, number, _ in policy.rules() for category in one.categories]
    people = [str(row["id"]) for row in rows["school.people"]]
    if not grounds or not people or not draw(st.integers(0, 2).map(lambda n: n == 0)):
        return ()
    chosen = draw(st.lists(st.sampled_from(grounds), min_size=1, unique=True))
    return (Suspension(table="school.people", key=draw(st.sampled_from(people)), grounds=tuple(chosen)),)


def _holds(draw: Draw, *, rows: dict[str, list[Values]], data_map: DataMap) -> tuple[Held, ...]:
    """Draw people, a table or a selection to be held; often nothing is."""
    places = [(table, row) for table, found in rows.items() for row in found]
    kind = draw(st.sampled_from([None, None, HoldKind.PERSON, HoldKind.TABLE, HoldKind.ROWS])) if places else None
    if kind is None:
        return ()
    if kind is HoldKind.PERSON:
        known = [table for said in data_map.people.values() for table in (said.table, *said.also_known)]
        people = [(table, str(row["id"])) for table, row in places if table in known]
        keys = draw(st.lists(st.sampled_from(people), max_size=2, unique=True))
        return tuple(HeldPerson(table=table, key=key) for table, key in keys)
    table, row = draw(st.sampled_from(places))
    if kind is HoldKind.TABLE:
        return (HeldRows(table=table),)
    tests = [(column, value) for column, value in row.items() if type(value) in (int, str) and value != ""]
    when = draw(st.lists(st.sampled_from(tests), min_size=1, max_size=2, unique=True)) if tests else []
    return (HeldRows(table=table, when=tuple(when)),)


def days_around(policy: Policy, day: date) -> tuple[date, ...]:
    """Return the days on which the policy's periods turn, with those before and after, month ends and leap days."""
    found = {day, day - timedelta(days=400), date(2024, 2, 29), date(2020, 1, 31), date(2023, 12, 31)}
    for period in sorted(_periods(policy), key=str):
        edge = last_run_out(period, day)
        found |= {edge, edge + timedelta(days=1)}
    return tuple(sorted(found))


def _periods(policy: Policy) -> set[Period]:
    found: set[Period | None] = set()
    for _name, activity, _number, rule in policy.rules():
        found |= {rule.period_for(category) for category in activity.categories}
        found |= {rule.open_for_at_most, rule.at_latest.keep if rule.at_latest else None}
    return {period for period in found if period is not None}


def last_run_out(period: Period, day: date) -> date:
    """Return the last day whose period has ended by `day`: looked for one by one, backwards."""
    edge = day
    while period.after(edge) >= day:
        edge -= timedelta(days=1)
    return edge
