"""What conditions claim, step by step: what is said twice is found once, and what is said already is not searched."""

from datetime import date

from garant.adapters.sql.asking.claims import ALWAYS, NEVER, Among, Claims, Led, Plain
from garant.adapters.sql.asking.keys import Keys
from garant.adapters.sql.asking.telling import Going, Telling
from garant.planning.going import GONE
from garant.planning.terrain.predicates import After, Condition, Exists, Is, Not, Same, Source, Value, both, either
from tests.planning.seen import schemas

TABLES = {
    "pupils": {"columns": {"id": "int key", "name": "text", "role": "text null"}},
    "courses": {"columns": {"id": "int key", "ends_on": "date"}},
    "enrolments": {"columns": {"id": "int key", "pupil_id": "int -> pupils", "course_id": "int -> courses"}},
    "marks": {"columns": {"id": "int key", "enrolment_id": "int -> enrolments", "given_on": "date"}},
    "notes": {"columns": {"id": "int key", "about": "text null"}},
}
PUPIL = Is(Value("t", "role"), ("pupil",))
ENDED = date(2024, 11, 21)


def telling(**going: Going) -> Telling:
    seen = schemas({"school": {"tables": TABLES}})["school"]
    return Telling(Keys(seen.tables, "sqlite"), {f"school.{table}": one for table, one in going.items()})


def enrolled(pupil: Value, *more: Condition, alias: str = "r1") -> Exists:
    """Return that a pupil is enrolled in a course that ends after a day."""
    course = f"{alias}c"
    links = (Same(Value(alias, "course_id"), Value(course, "id")), After(Value(course, "ends_on"), ENDED))
    sources = (Source(alias, "school.enrolments"), Source(course, "school.courses"))
    return Exists(sources, (Same(pupil, Value(alias, "pupil_id")), *links, *more))


def test_what_is_known_to_be_true_is_not_asked_again():
    claims = Claims()
    one, other = (claims.number(Plain(Is(Value("t", "role"), (role,)))) for role in ("pupil", "teacher"))

    assert claims.every((one, claims.one_of((one, other)))) == one
    assert claims.every((one, -claims.every((one, other)))) == claims.every((one, -other))


def test_what_contradicts_itself_is_never_so():
    claims = Claims()
    one = claims.number(Plain(PUPIL))

    assert claims.every((one, -one)) == NEVER
    assert claims.one_of((one, -one)) == ALWAYS


def test_one_claim_has_one_number_under_whatever_aliases_it_is_written():
    told = telling()
    at = ("t", "school.pupils")

    assert told.told(enrolled(Value("t", "id")), at) == told.told(enrolled(Value("t", "id"), alias="r7"), at)


def test_a_search_is_steps_down_to_children_and_up_to_parents():
    told = telling()

    claim = told.told(enrolled(Value("t", "id")), ("t", "school.pupils"))

    among = told.claims[claim]
    assert isinstance(among, Among)
    assert (among.column, among.table, among.by) == ("id", "school.enrolments", "pupil_id")
    led = told.claims[among.claim]
    assert isinstance(led, Led)
    assert (led.column, led.table, led.key) == ("course_id", "school.courses", "id")
    assert told.claims[led.claim] == Plain(After(Value("t", "ends_on"), ENDED))


def test_what_is_asked_of_the_row_led_to_is_asked_of_it_alone():
    told = telling()
    mixed = either(PUPIL, Is(Value("r1", "role"), ("pupil",)))
    search = Exists((Source("r1", "school.pupils"),), (Same(Value("t", "pupil_id"), Value("r1", "id")), mixed))

    claim = told.told(search, ("t", "school.enrolments"))

    assert {type(atom) for _, atom in told.claims.atoms(claim)} == {Plain, Led}


def test_children_that_go_by_what_their_parent_says_are_not_searched_for():
    over = Not(Exists((Source("r1", "school.courses"),), (_course("t"), After(Value("r1", "ends_on"), ENDED))))
    parent_over = Not(
        Exists(
            (Source("r1", "school.enrolments"), Source("r2", "school.courses")),
            (
                Same(Value("t", "enrolment_id"), Value("r1", "id")),
                Same(Value("r1", "course_id"), Value("r2", "id")),
                After(Value("r2", "ends_on"), ENDED),
            ),
        )
    )
    told = telling(marks=Going(key=("id",), condition=parent_over))
    gone = Exists((Source("r2", f"{GONE}school.marks"),), (Same(Value("r1", "id"), Value("r2", "k0")),))
    held = Exists((Source("r1", "school.marks"),), (Same(Value("r1", "enrolment_id"), Value("t", "id")), Not(gone)))
    at = ("t", "school.enrolments")

    assert told.told(both(over, Not(held)), at) == told.told(over, at)


def _course(alias: str) -> Same:
    return Same(Value(alias, "course_id"), Value("r1", "id"))


def test_what_all_rows_led_to_have_in_common_is_not_looked_up():
    told = telling()
    told.constant = lambda table, _: table == "school.pupils"
    search = Exists((Source("r1", "school.pupils"),), (Same(Value("t", "pupil_id"), Value("r1", "id")), _of("r1")))

    assert told.told(search, ("t", "school.enrolments")) == ALWAYS


def _of(alias: str) -> Is:
    return Is(Value(alias, "role"), ("pupil",))


def test_texts_are_searched_as_they_stand_where_a_database_takes_two_for_one():
    told = telling()
    search = Exists((Source("r1", "school.pupils"),), (Same(Value("t", "about"), Value("r1", "name")),))

    atom = told.claims[told.told(search, ("t", "school.notes"))]

    assert isinstance(atom, Plain)
    assert atom.searches
