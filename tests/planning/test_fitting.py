"""What fits and what does not, beside the cases: fillers, triggers, cascades, and which columns are spoken of."""

from dataclasses import replace

import pytest
import yaml

from garant.planning.fitting import fit, left_alone
from garant.planning.terrain.layout import Layout
from garant.planning.terrain.schema import TableSeen
from garant.policy.datamap import DataMap
from garant.policy.model import Policy
from garant.policy.problems import Severity
from garant.policy.texts.places import Places
from tests.planning.seen import schemas

POLICY = Policy.model_validate(
    yaml.safe_load("""
organisation: {name: École, country: FR, time zone: Europe/Paris, contact: {post: ici}}
subjects: {pupil: {fr: élève}}
events: {lessons ended: {fr: fin}, sold: {fr: vente}}
categories: {identity: {fr: identité}, note: {fr: note}}
activities:
  teaching:
    purpose: {fr: cours}
    basis: contract
    subjects: [pupil]
    categories: [identity, note]
    retention: [{keep: P2Y, from: lessons ended}]
""")
)

MAP = """
stores: {school: {url: "env:SCHOOL_URL", country: FR}}
people: {pupil: {table: school.pupils, key: id}}
tables:
  school.pupils:
    used for: [teaching]
    columns: {name: identity}
    events: {lessons ended: {column: ended_on, empty: open}}
"""
SEEN = "school: {tables: {pupils: {columns: {id: int key, name: text null, ended_on: date null}}}}"


def layout(data_map: str = MAP, seen: str = SEEN) -> Layout:
    return Layout(POLICY, DataMap.model_validate(yaml.safe_load(data_map)), schemas(yaml.safe_load(seen)))


def told(data_map: str = MAP, seen: str = SEEN) -> list[tuple[str, str]]:
    problems = fit(layout(data_map, seen), Places())
    return [(one.code, one.message.en) for one in problems if one.severity is not Severity.NOTE]


def codes(data_map: str = MAP, seen: str = SEEN) -> list[str]:
    return [code for code, _ in told(data_map, seen)]


def with_name(words: str, use: str) -> list[tuple[str, str]]:
    return told(MAP.replace("name: identity", f"name: {use}"), SEEN.replace("text null", words, 1))


def test_a_map_that_fits_is_told_nothing():
    assert told() == []
    assert left_alone(layout()) == frozenset()


@pytest.mark.parametrize(
    ("words", "use"),
    [
        ("text", "identity"),
        ("int null", "identity"),
        ("text null unique", "identity"),
        ("enum null", "identity"),
        ("text unique", '{category: identity, blank: "gone-{id}"}'),
        ("text unique", '{category: identity, blank: {name: "gone-{id}", ended_on: null}}'),
        ("text length 12", '{category: identity, blank: "gone-{id}"}'),
        ("json", '{category: identity, blank: "{}"}'),
        ("json", '{category: identity, blank: {name: "{}", ended_on: null}}'),
    ],
)
def test_a_column_with_a_filler_that_fits_can_be_blanked(words: str, use: str):
    assert with_name(words, use) == []


@pytest.mark.parametrize(
    ("words", "use", "why"),
    [
        (
            "int",
            "identity",
            "it may not be empty, and holds integer, where no value says that nothing is there any more",
        ),
        ("date", "identity", "it may not be empty, and holds date, where no value says that nothing is there any more"),
        ("enum", "identity", "it may not be empty, and takes words of a list only"),
        ("text null computed", "identity", "the database works it out from other columns, and nobody writes to it"),
        (
            "text computed unique",
            '{category: identity, blank: "gone-{id}"}',
            "the database works it out from other columns, and nobody writes to it",
        ),
        ("text checked", "identity", "it may not be empty, and a check looks at its values"),
        ("text unique", "identity", "it may not be empty, and no value may stand there twice"),
        ("text", "{category: identity, blank: {name: null}}", "it may not be empty, and its filler is empty"),
        ("int", '{category: identity, blank: "0"}', "it holds integer, and its filler is a text"),
        ("json", '{category: identity, blank: "—"}', "its filler is not JSON"),
        ("text", '{category: identity, blank: "gone-{uid}"}', "its filler names a column `uid` that is not there"),
        (
            "text unique",
            '{category: identity, blank: "—"}',
            "no value may stand there twice, and its filler is always the same",
        ),
        (
            "text length 8",
            '{category: identity, blank: "gone-{id}"}',
            "its filler is longer than the 8 characters it takes",
        ),
        (
            "text length 20",
            '{category: identity, blank: "{id:hex}"}',
            "its filler is longer than the 20 characters it takes",
        ),
    ],
)
def test_a_column_without_a_filler_that_fits_keeps_plans_off_its_table(words: str, use: str, why: str):
    assert with_name(words, use) == [("cannot-blank", f"`name` of `school.pupils` cannot be blanked: {why}")]


def test_a_filler_is_as_long_as_the_key_that_it_names():
    of_uuid = SEEN.replace("id: int key", "id: uuid key").replace("text null", "text length 30")
    of_text = SEEN.replace("id: int key", "id: text key length 40").replace("text null", "text length 30")
    data_map = MAP.replace("name: identity", 'name: {category: identity, blank: "gone-{id}"}')

    assert codes(data_map, of_uuid) == ["cannot-blank"]
    assert codes(data_map, of_text) == ["cannot-blank"]


def test_a_key_that_says_who_it_is_need_not_be_blanked_where_the_row_goes_whole():
    natural = SEEN.replace("name: text null", "name: text key")
    whole = layout(MAP, natural)
    parted = MAP.replace("name: identity", "name: identity, remark: note")
    seen = natural.replace("ended_on", "remark: text null, ended_on")

    assert left_alone(whole) == frozenset()
    assert told(parted, seen) == [
        ("cannot-blank", "`name` of `school.pupils` cannot be blanked: it is part of the key"),
    ]


def test_a_member_of_a_json_column_can_always_be_taken_out():
    data_map = MAP.replace("name: identity", 'name: none, "profile->phone": identity')

    assert told(data_map, SEEN.replace("ended_on", "profile: json, ended_on")) == []


def test_texts_read_as_json_are_refused_by_name_where_the_database_cannot_tell_which_are_none():
    data_map = MAP.replace("name: identity", 'name: none, "profile->phone": identity')
    old = SEEN.replace("tables:", "tells_json: false, tables:")

    assert codes(data_map, old.replace("ended_on", "profile: text null, ended_on")) == ["json-untold"]
    assert codes(MAP, old) == []


def test_triggers_that_may_not_be_seen_count_as_unknown_ones():
    blind = SEEN.replace("tables:", "triggers_readable: false, tables:")

    assert codes(MAP, blind) == ["undeclared-trigger"]
    assert left_alone(layout(MAP, blind)) == {"school.pupils"}


def test_a_table_from_which_a_cascade_reaches_an_unknown_trigger_is_left_alone_too():
    data_map = MAP + "  school.badges: {no personal data: numbers, not ownership: {pupil_id: whose it was}}\n"
    badges = "badges: {columns: {id: int key, pupil_id: int null -> pupils cascade}, triggers: [count_down]}"
    seen = SEEN.replace("{pupils:", f"{{{badges}, pupils:")

    assert codes(data_map, seen) == ["undeclared-trigger"]
    assert left_alone(layout(data_map, seen)) == {"school.badges", "school.pupils"}


def test_a_table_that_is_not_to_be_changed_may_have_any_trigger():
    data_map = MAP + "  school.rooms: {no personal data: rooms}\n"
    seen = SEEN.replace("{pupils:", "{rooms: {columns: {id: int key}, triggers: [count]}, pupils:")

    assert told(data_map, seen) == []


def test_a_column_that_an_event_a_condition_or_a_reference_uses_is_spoken_of():
    data_map = MAP.replace(
        "key: id", 'key: id, when: {is_company: false}, kinds: {pupil: {role: pupil}}, same person: "merged_into*"'
    ).replace("empty: open", "empty: open, began: began_on, when: {state: over}")
    columns = "is_company: bool, role: text, merged_into: int null -> pupils, began_on: date null, state: text"

    assert told(data_map, SEEN.replace("ended_on: date", f"{columns}, ended_on: date")) == []


def test_a_column_by_which_a_written_reference_names_its_row_is_spoken_of():
    data_map = (
        MAP
        + """
  school.copies: {copy of: {table: pupils, by: {column: object, holds: "pupil:{uid:hex}"}}}
  school.files:
    used for: [teaching]
    belongs to: {about: {column: object, holds: "pupil,{number}"}}
    columns: {title: note}
  school.pages: {part of: {column: object, holds: "file,{slug}", table: files}, used for: [teaching]}
"""
    )
    tables = """{
        copies: {columns: {id: int key, object: text null, data: text null}},
        files: {columns: {id: int key, object: text null, slug: text null, title: text null}},
        pages: {columns: {id: int key, object: text null}},
        pupils: {columns: {id: int key, uid: uuid, number: text, name: text null, ended_on: date null}}}"""

    assert told(data_map, f"school: {{tables: {tables}}}") == []


def test_an_identifier_needs_a_category_like_any_other_cell():
    data_map = MAP.replace("key: id", "key: id, identifiers: {number: number}, born: {column: year, format: year}")

    assert codes(data_map, SEEN.replace("ended_on", "number: text null, year: int null, ended_on")) == [
        "unmapped-column",
        "unmapped-column",
    ]


def test_what_people_and_references_name_must_be_there_too():
    data_map = (
        MAP.replace("key: id", "key: id, also known: {school.users: {e-mail: mail}}")
        + """
references:
  school.pupils.room_id: {to: rooms}
  school.seats.pair: {columns: [row, seat], to: school.pupils}
"""
    )

    assert told(data_map) == [
        ("unknown-column", "the table `school.pupils` has no column `room_id`"),
        ("unknown-table", "the store `school` has no table `rooms`"),
        ("unknown-table", "the store `school` has no table `seats`"),
        ("unknown-table", "the store `school` has no table `users`"),
    ]


def test_what_lies_in_a_store_that_is_silent_is_not_called_missing():
    data_map = MAP.replace("country: FR}}", "country: FR}, crm: {url: 'env:CRM_URL', country: FR}}", 1)
    data_map += "  crm.contacts: {used for: [teaching], belongs to: {who: pupil_id}, columns: {note: note}}\n"
    data_map += "references: {school.pupils.contact_id: {to: crm.contacts, declared: false}}\n"
    data_map = data_map.replace("not ownership", "").replace(
        "column: ended_on,", "column: ended_on, when: {contact_id.note: x},"
    )

    assert told(data_map, SEEN.replace("ended_on", "contact_id: int null, ended_on")) == []


def test_paths_of_conditions_and_roles_of_kinds_of_rows_are_followed():
    data_map = (
        MAP
        + """
  school.answers:
    used for: [teaching]
    belongs to: {who: {path: pupil_id, when: {state: sent}}}
    shown to: {reader: {path: pupil_id.friend_id, columns: [text, tone]}}
    columns: {pages: {recount: marks(answer_id)}}
    rows:
      - {when: {question_id.code: A}, columns: {text: note, tongue: note}}
      - {otherwise: true, belongs to: {other: {path: nobody}}, events: {sold: {column: sold_on}}}
"""
    )
    answers = "answers: {columns: {id: int key, pupil_id: int null -> pupils, text: text null, pages: int null}}"

    assert sorted(told(data_map, SEEN.replace("{pupils:", f"{{{answers}, pupils:"))) == [
        ("no-way", "the path `marks(answer_id)` leads nowhere: at `marks`, from `school.answers`"),
        ("no-way", "the path `pupil_id.friend_id` leads nowhere: at `friend_id`, from `school.pupils`"),
        ("no-way", "the path `question_id.code` leads nowhere: at `question_id`, from `school.answers`"),
        ("unknown-column", "the table `school.answers` has no column `nobody`"),
        ("unknown-column", "the table `school.answers` has no column `sold_on`"),
        ("unknown-column", "the table `school.answers` has no column `state`"),
        ("unknown-column", "the table `school.answers` has no column `tone`"),
        ("unknown-column", "the table `school.answers` has no column `tongue`"),
    ]


@pytest.mark.parametrize(
    ("kind", "form", "fits"),
    [
        ("text", "iso text", True),
        ("text", "epoch seconds", False),
        ("int", "epoch milliseconds", True),
        ("int", "iso text", False),
        ("bool", "year", False),
        ("timestamp", "iso text", True),
        ("text", "year", True),
        ("date", "year", False),
        ("timestamp", "epoch seconds", False),
    ],
)
def test_the_form_of_a_date_fits_its_column(kind: str, form: str, *, fits: bool):
    data_map = MAP.replace("empty: open", f"empty: open, format: {form}, began: ended_on")

    assert set(codes(data_map, SEEN.replace("ended_on: date", f"ended_on: {kind}"))) == (
        set() if fits else {"no-format"}
    )


def test_a_birth_that_is_a_number_needs_a_form():
    data_map = MAP.replace("key: id", "key: id, born: year").replace("name: identity", "name: identity, year: identity")

    assert codes(data_map, SEEN.replace("ended_on", "year: int null, ended_on")) == ["no-format"]


def test_an_index_helps_whatever_the_order_of_its_first_columns():
    data_map = (
        MAP
        + """
  school.seats: {used for: [teaching], belongs to: {who: pupil_id}, part of: pair, columns: {note: note}}
  school.rows: {used for: [teaching], belongs to: {who: pupil_id}, columns: {note: note}}
references: {school.seats.pair: {columns: [a, b], to: school.rows, declared: false}}
"""
    )
    columns = "pupil_id: int index -> pupils, note: text null}"
    seats = f"seats: {{columns: {{id: int key, a: int null, b: int null, {columns}}}"
    rows = f"rows: {{columns: {{x: int key, y: int key, {columns}}}"
    found = layout(data_map, SEEN.replace("{pupils:", f"{{{seats}, {rows}, pupils:"))
    seen = found.schemas["school"].tables["school.seats"]

    assert _notes(found, seen) == ["no-index"]
    assert _notes(found, replace(seen, indexes=(("pupil_id",), ("b", "a", "note")))) == []


def _notes(found: Layout, seats: TableSeen) -> list[str]:
    school = found.schemas["school"]
    schema = replace(school, tables={**school.tables, "school.seats": seats})
    problems = fit(Layout(found.policy, found.data_map, {"school": schema}), Places())
    return [one.code for one in problems if one.code == "no-index"]


def test_cells_of_a_copy_have_their_reasons_with_the_original():
    data_map = MAP + "  school.copies: {copy of: {table: pupils, by: pupil_id}, columns: {data: identity}}\n"
    copies = "copies: {columns: {id: int key, pupil_id: int null -> pupils, data: int}}"

    assert told(data_map, SEEN.replace("{pupils:", f"{{{copies}, pupils:")) == []


def test_a_rule_finds_its_clock_with_the_owner_only_where_the_event_is_theirs():
    data_map = (
        MAP.replace("people: {", "people: {visitor: {table: school.visitors, key: id, kinds: {pupil: {id: 1}}}, ")
        + "  school.visitors: {used for: [teaching], columns: {name: identity}}\n"
    )
    visitors = "visitors: {columns: {id: int key, name: text null}}"

    assert told(data_map, SEEN.replace("{pupils:", f"{{{visitors}, pupils:")) == [
        (
            "no-date",
            "no rule finds a date for `name` of `school.visitors`: they stay for want of knowing",
        )
    ]


def test_a_reference_has_as_many_columns_as_the_key_it_leads_to():
    data_map = MAP + "references: {school.pupils.pair: {columns: [name, ended_on], to: school.pupils}}\n"

    message = "`school.pupils.pair` leads nowhere: it has 2 columns, and the key of `school.pupils` is `id`"
    assert ("no-way", message) in told(data_map)


def test_people_without_a_key_are_told_as_rows_that_nothing_tells_apart():
    data_map = MAP.replace(", key: id", "")

    assert "no-key" in codes(data_map, SEEN.replace("int key", "int"))
    assert left_alone(layout(data_map, SEEN.replace("int key", "int"))) == {"school.pupils"}


def test_a_condition_that_is_no_path_is_told_as_a_column_that_is_not_there():
    data_map = MAP.replace("empty: open", "empty: open, when: {'a b..': 1}")

    assert told(data_map) == [("unknown-column", "the table `school.pupils` has no column `a b..`")]
