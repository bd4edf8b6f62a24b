import pytest

from garant.policy.checks import check
from garant.policy.checks.data_map.rows import all_rows
from garant.policy.datamap import DataMap
from garant.policy.reading import read

POLICY = """\
organisation: {name: École, country: FR, time zone: Europe/Paris, contact: {email: a@x.y}, dpo: {email: dpo@x.y}}
subjects: {pupil: {fr: élève}, guardian: {fr: parent}}
events: {ended: {fr: fin}}
categories: {identity: {fr: identité}, marks: {fr: notes}, beliefs: {fr: convictions, forbidden: true}}
recipients: {host: {fr: hébergeur, kind: processor, country: FR, contract: {signed: 2024-01-01}}}
activities:
  teaching:
    purpose: {fr: cours}
    basis: contract
    subjects: [pupil]
    categories: [identity, marks]
    retention: [{keep: P2Y, from: ended, then: THEN}]
"""
MAP = """\
stores: {school: {url: "env:SCHOOL", country: FR, recipient: host}, files: {files: "env:FILES", country: FR}}
people: {pupil: {table: school.pupils, key: id, identifiers: {e-mail: mail, name: name}}}
tables:
  school.pupils:
    used for: teaching
    columns: {name: identity, mail: {category: identity, of: self}}
    events: {ended: {column: ended_on, empty: open}}
  school.rooms: {no personal data: rooms}
"""


def said(tables: str = "", *, rest: str = "", then: str = "erase") -> list[str]:
    reading = read({"policy.yaml": POLICY.replace("THEN", then), "map.yaml": MAP + tables, "rest.yaml": rest})
    assert [str(one) for one in reading.problems] == []
    return [f"{one.code}: {one.message.en}" for one in check(reading.policy, reading.data_map, reading.places)]


def test_the_sound_map_is_told_nothing():
    assert said() == []


@pytest.mark.parametrize(
    ("tables", "name"),
    [
        ("  school.marks: {used for: teachin, belongs to: {w: pupil_id}, columns: {m: marks}}", "`teachin` is not a"),
        ("  school.marks: {used for: teaching, belongs to: {w: pupil_id}, columns: {m: mark}}", "`mark` is not a"),
        (
            "  school.marks: {used for: teaching, belongs to: {w: pupil_id}, columns: {m: {category: mark}}}",
            "`mark` is not a declared category",
        ),
        (
            "  school.marks: {used for: teaching, belongs to: {w: pupil_id}, columns: {m: {category: marks, of: who}}}",
            "`who` is not a declared role of this row",
        ),
        (
            "  school.marks: {used for: teaching, belongs to: {w: pupil_id}, events: {ended: {column: a, for: [who]}}}",
            "`who` is not a declared role of this row",
        ),
        (
            "  school.marks: {used for: teaching, belongs to: {w: pupil_id}, events: {endet: {column: a}}}",
            "`endet` is not a declared event",
        ),
        (
            "  school.marks: {used for: teaching, belongs to: {w: {path: p, kind: pupils}}, columns: {m: marks}}",
            "`pupils` is not a declared subject",
        ),
        (
            "  school.marks: {used for: teaching, belongs to: {w: {path: p, people: pupils}}, columns: {m: marks}}",
            "`pupils` is not a declared class of people",
        ),
        (
            "  school.marks: {used for: teaching, belongs to: {w: {known by: {mail: m}}}, columns: {m: marks}}",
            "`mail` is not a declared identifier",
        ),
        (
            "  school.marks: {used for: teaching, belongs to: {w: {people: pupil, known by: {nme: m}}}}",
            "`nme` is not a declared identifier",
        ),
        ("  shool.marks: {used for: teaching, belongs to: {w: pupil_id}, columns: {m: marks}}", "`shool` is not a"),
        ("  school.outbox: {copy of: {table: school.pupil, by: body}}", "`school.pupil` is not a declared table of"),
        (
            "  school.marks: {belongs to: {w: p}, rows: [{otherwise: true, used for: tech, columns: {m: marks}}]}",
            "`tech` is not a declared activity",
        ),
        (
            "  school.marks: {used for: teaching, belongs to: {w: p}, columns: {m: {category: marks, used for: tech}}}",
            "`tech` is not a declared activity",
        ),
    ],
)
def test_tables_name_only_what_is_declared(tables: str, name: str):
    found = said(tables + "\n")

    assert [one[: len(name) + 14] for one in found] == [f"unknown-name: {name}"]


@pytest.mark.parametrize(
    ("rest", "name"),
    [
        ("people: {staff: {table: school.staff, key: id}}", "`school.staff` is not a declared table of the map"),
        ("people: {staff: {known by: [e-mail], kinds: {boss: {role: 1}}}}", "`boss` is not a declared subject"),
        ("people: {staff: {identifiers: {e-mail: m}, also known: {forum.users: {e-mail: mail}}}}", "`forum` is not a"),
        (
            "people: {staff: {known by: [e-mail], also known: {school.pupils: {e-mial: mail}}}}",
            "`e-mial` is not a declared identifier of these people",
        ),
        ("stores: {crm: {url: 'env:CRM', country: FR, recipient: hots}}", "`hots` is not a declared recipient"),
        ("references: {forum.posts.author: {to: school.pupils}}", "`forum` is not a declared store"),
        ("references: {school.posts.author: {to: forum.users}}", "`forum` is not a declared store"),
        ("files: {a: {path: x, used for: [teachin], category: marks}}", "`teachin` is not a declared activity"),
        ("files: {a: {path: x, used for: [teaching], category: mark}}", "`mark` is not a declared category"),
        ("files: {a: {path: x, used for: [teaching], kind: pupils}}", "`pupils` is not a declared subject"),
        (
            "files: {a: {path: '{day:%Y}', used for: [teaching], events: {endet: day}}}",
            "`endet` is not a declared event",
        ),
        ("files: {a: {path: x, part of: school.docs}}", "`school.docs` is not a declared table of the map"),
    ],
)
def test_the_rest_of_the_map_names_only_what_is_declared(rest: str, name: str):
    assert [one[: len(name) + 14] for one in said(rest=rest + "\n")] == [f"unknown-name: {name}"]


def test_names_of_good_references_are_no_problem():
    rest = "references: {school.marks.pupil_id: {to: pupils}, school.marks.room: {to: school.rooms}}\n"
    tables = "  school.marks: {used for: teaching, belongs to: {w: {path: p, kind: pupil}}, columns: {m: marks}}\n"

    assert said(tables, rest=rest) == []


def test_files_need_a_use_or_a_row_to_go_with():
    assert said(rest="files: {a: {path: x}}\n") == ["used-for-nothing: nothing says what the files `a` are used for"]
    assert said(rest="files: {a: {path: x, part of: school.pupils}}\n") == []


def test_what_a_part_takes_from_the_row_above_counts_where_the_map_says_which_row_that_is():
    tables = "  school.marks: {part of: pupil_id, columns: {m: {category: beliefs, of: self}, n: {category: marks}}}\n"
    known = "references: {school.marks.pupil_id: {to: school.pupils}}\n"

    assert said(tables) == []
    assert said(tables, rest=known) == []
    assert said(tables.replace("of: self", "of: who"), rest=known) == [
        "unknown-name: `who` is not a declared role of this row"
    ]


def test_a_part_may_name_its_table():
    part = "{column: ref, holds: 'pupil,{id}', table: pupils}"
    tables = f"  school.marks: {{part of: {part}, columns: {{m: {{category: marks, of: who}}}}}}\n"

    assert said(tables) == ["unknown-name: `who` is not a declared role of this row"]


def test_uses_are_taken_from_the_row_above_through_any_number_of_parts():
    tables = """\
  school.terms: {part of: pupil_id, columns: {t: none}}
  school.marks: {part of: term_id, columns: {m: marks}}
  school.drafts: {part of: {path: a.b}, columns: {m: marks}}
"""
    rest = "references: {school.marks.term_id: {to: terms}, school.terms.pupil_id: {to: school.pupils}}\n"
    data_map = read({"map.yaml": MAP + tables + rest}).data_map

    assert data_map is not None
    used_for = {rows.table: rows.used_for for rows in all_rows(data_map)}
    assert used_for["school.marks"] == ("teaching",)
    assert used_for["school.drafts"] is None


def test_a_circle_of_parts_has_no_use_and_is_told():
    tables = """\
  school.a: {part of: b_id, columns: {m: marks}}
  school.b: {part of: a_id, columns: {m: none}}
  school.c: {part of: a_id, columns: {m: none}}
"""
    rest = "references: {school.a.b_id: {to: b}, school.b.a_id: {to: a}, school.c.a_id: {to: a}}\n"

    assert [one for one in said(tables, rest=rest) if one.startswith("part-of")] == [
        "part-of-circle: `school.a` is part of itself",
        "part-of-circle: `school.b` is part of itself",
    ]


def test_a_part_of_an_undeclared_table_is_not_judged():
    tables = "  school.marks: {part of: {column: ref, holds: 'x,{id}', table: school.gone}, columns: {m: beliefs}}\n"

    assert said(tables) == []


def test_kinds_of_rows_have_owners_uses_and_columns_of_their_own():
    tables = """\
  school.answers:
    rows:
      - {when: {kind: a}, used for: teaching, belongs to: {who: pupil_id}, columns: {v: marks}}
      - {otherwise: true, part of: pupil_id, columns: {v: {category: marks, of: boss}}}
"""
    rest = "references: {school.answers.pupil_id: {to: school.pupils}}\n"

    assert said(tables, rest=rest) == ["unknown-name: `boss` is not a declared role of this row"]


def test_a_kind_of_rows_without_owner_is_told():
    tables = "  school.answers: {used for: teaching, rows: [{otherwise: true, columns: {v: marks}}]}\n"

    assert said(tables) == ["no-owner: the rows of `school.answers` hold personal data and belong to nobody"]


def test_a_category_that_no_activity_has_says_so_in_the_mend():
    reading = read({"policy.yaml": POLICY.replace("[identity, marks]", "[identity]").replace("THEN", "erase"),
                    "map.yaml": MAP.replace("{name: identity", "{note: marks, name: identity")})  # fmt: skip

    found = check(reading.policy, reading.data_map, reading.places)

    assert [one.code for one in found] == ["no-reason", "unused-category"]
    assert found[0].help.en == "add `marks` to the `categories` of an activity, or stop collecting it"


def test_a_store_abroad_needs_a_host_with_a_safeguard():
    us = "stores: {crm: {url: 'env:CRM', country: US, recipient: host}}\n"
    message = "no-safeguard: store `crm` is outside the European Economic Area, and nothing says why it may be"

    assert said(rest=us) == [message]
    assert said(rest=us + "location: EU\n") == [
        message,
        "outside-location: store `crm` is outside the place that `location: EU` promises",
    ]


def test_events_of_files_and_births_are_clocks_too():
    policy = POLICY.replace("from: ended, then: THEN", "from: birth, or else: ended")
    files = (
        "files: {films: {path: '{day:%Y}', used for: [teaching], kind: pupil, category: marks, events: {ended: day}}}\n"
    )
    data_map = MAP.replace("    events: {ended: {column: ended_on, empty: open}}\n", "").replace(
        "key: id", "key: id, born: b"
    )

    reading = read({"policy.yaml": policy, "map.yaml": data_map + files})

    assert reading.problems == ()
    assert check(reading.policy, reading.data_map, reading.places) == ()


def test_a_ceiling_and_a_condition_need_a_dated_event_too():
    policy = (
        POLICY.replace("from: ended, then: THEN", "from: ended, at latest: {keep: P9Y, from: birth}")
        .replace("pupil: {fr: élève}", "pupil: {fr: élève, never: left}")
        .replace("events: {", "events: {left: {fr: départ}, ")
    )
    reading = read({"policy.yaml": policy, "map.yaml": MAP})

    found = [f"{one.code}: {one.message.en}" for one in check(reading.policy, reading.data_map, reading.places)]

    assert found == [
        "event-nowhere: no table and no files date `left`",
        "event-nowhere: no table and no files date `birth`",
    ]


def test_a_condition_on_a_dated_event_is_no_problem():
    policy = POLICY.replace("THEN", "erase").replace("pupil: {fr: élève}", "pupil: {fr: élève, ever: ended}")
    reading = read(
        {"policy.yaml": policy, "map.yaml": MAP.replace("{name: identity", "{votes: {recount: a(b)}, name: identity")}
    )

    assert reading.problems == ()
    assert check(reading.policy, reading.data_map, reading.places) == ()


def test_a_rule_that_is_still_to_be_decided_has_no_clock_to_look_for():
    policy = POLICY.replace("keep: P2Y, from: ended, then: THEN", "keep: to be decided, from: ended")
    reading = read({"policy.yaml": policy, "map.yaml": MAP})

    assert [one.code for one in check(reading.policy, reading.data_map, reading.places)] == ["no-period"]


def test_stand_ins_for_a_missing_date_ask_for_a_ceiling():
    tables = """\
  school.terms: {used for: teaching, belongs to: {w: p}, columns: {m: none}, events: {ended: {column: e, stand-ins: {missing: [0000-00-00]}}}}
"""  # noqa: E501

    assert said(tables) == ["no-ceiling: where the date of `ended` is missing, data are kept for ever"]


@pytest.mark.parametrize(
    ("columns", "rest", "remains"),
    [
        ("{m: {category: marks, free text: true, generalise: none}}", "", "the free text `m` remains"),
        ("{m: marks}", "references: {school.marks.p: {to: pupils, may be emptied: false}}\n", "the reference `p`"),
    ],
)
def test_rows_in_which_something_remains_are_not_anonymised(columns: str, rest: str, remains: str):
    tables = f"  school.marks: {{used for: teaching, belongs to: {{w: p}}, columns: {columns}}}\n"

    found = said(tables, rest=rest, then="anonymise")

    assert len(found) == 1
    assert found[0].startswith(f"cannot-anonymise: rows of `school.marks` cannot be anonymised: {remains}")


def test_an_identifier_that_is_only_generalised_remains():
    data_map = MAP.replace("{name: identity", "{name: {category: identity, generalise: none}")
    reading = read({"policy.yaml": POLICY.replace("THEN", "anonymise"), "map.yaml": data_map})

    found = [one.message.en for one in check(reading.policy, reading.data_map, reading.places)]

    assert found == [
        "rows of `school.pupils` cannot be anonymised: the identifier `name` remains; they are erased instead"
    ]


def test_roles_that_a_text_or_a_link_leads_to_hold_nothing_back():
    tables = """\
  school.marks:
    used for: teaching
    belongs to: {a: links(mark_id).pupil_id, b: {column: ref, holds: "pupil,{id}"}}
    columns: {m: {category: marks, generalise: year}}
"""

    assert said(tables, then="anonymise") == []


def test_a_map_alone_may_be_empty():
    assert check(None, DataMap(), read({}).places) == ()


def test_uses_and_subjects_are_not_asked_of_a_policy_without_a_map():
    reading = read({"policy.yaml": POLICY.replace("THEN", "erase")})

    assert check(reading.policy, reading.data_map, reading.places) == ()


@pytest.mark.parametrize("archive", ["nowhere", "school", "files"])
def test_an_archive_is_another_database_of_the_map(archive: str):
    stores = MAP.replace("country: FR, recipient: host}", f"country: FR, recipient: host, archive: {archive}}}", 1)
    reading = read({"policy.yaml": POLICY.replace("THEN", "erase"), "map.yaml": stores})

    found = check(reading.policy, reading.data_map, reading.places)

    assert [(one.code, one.severity.value) for one in found] == [("unknown-name", "error")]


def test_an_archive_that_is_declared_is_told_nothing():
    stores = MAP.replace("country: FR, recipient: host}", "country: FR, recipient: host, archive: vault}", 1).replace(
        "files: {files:", 'vault: {url: "env:VAULT", country: FR}, files: {files:', 1
    )
    reading = read({"policy.yaml": POLICY.replace("THEN", "erase"), "map.yaml": stores})

    assert check(reading.policy, reading.data_map, reading.places) == ()
