import pytest

from garant.policy.checks import check
from garant.policy.reading import read

SOUND = """\
organisation: {name: École, country: FR, time zone: Europe/Paris, contact: {email: a@x.y}, dpo: {email: dpo@x.y}}
subjects: {pupil: {fr: élève}}
events: {ended: {fr: fin}, began: {fr: début}}
categories: {identity: {fr: identité}, marks: {fr: notes}}
recipients: {staff: {fr: équipe, kind: internal}}
sites: {main: {host: www.x.y}}
"""
TEACHING = """\
activities:
  teaching:
    purpose: {{fr: cours}}
    basis: {basis}
    subjects: [pupil]
    categories: [identity, marks]
    retention: [{{keep: P2Y, from: ended, or else: began}}]
    {line}
"""


def said(text: str, *, line: str = "", basis: str = "contract") -> list[str]:
    reading = read({"policy.yaml": SOUND + TEACHING.format(line=line, basis=basis) + text})
    assert reading.problems == ()
    return [f"{one.code}: {one.message.en}" for one in check(reading.policy, reading.data_map, reading.places)]


def test_the_sound_policy_is_told_nothing():
    assert said("") == []


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("part of: lesons", "`lesons` is not a declared purpose"),
        ("recipients: [stafff]", "`stafff` is not a declared recipient"),
        ("joint with: [town]", "`town` is not a declared joint controller"),
        ("mandatory: [photo]", "`photo` is not a declared category of this activity"),
    ],
)
def test_an_activity_names_only_what_is_declared(line: str, name: str):
    assert said("", line=line) == [f"unknown-name: {name}"]


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ("{keep: P2Y, from: [ended, begun]}", "`begun` is not a declared event"),
        ("{keep: P2Y, from: ended, or else: begun}", "`begun` is not a declared event"),
        ("{keep: P2Y, from: ended, at latest: {keep: P9Y, from: begun}}", "`begun` is not a declared event"),
        ("{keep: P2Y, from: ended, only: photo}", "`photo` is not a declared category of this activity"),
        ("{keep: P2Y, from: ended, archive: {for: P1Y, only: photo}}", "`photo` is not a declared category of this"),
        ("{keep: P2Y, from: ended, archive: {for: P1Y, readers: boss}}", "`boss` is not a declared recipient"),
    ],
)
def test_a_rule_names_only_what_is_declared(rule: str, name: str):
    policy = SOUND + TEACHING.format(line="", basis="contract").replace(
        "{keep: P2Y, from: ended, or else: began}", rule
    )
    reading = read({"policy.yaml": policy.replace(", began: {fr: début}", "")})

    found = [f"{one.code}: {one.message.en}" for one in check(reading.policy, reading.data_map, reading.places)]

    assert [one[: len(name) + 14] for one in found] == [f"unknown-name: {name}"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("subjects: {old: {fr: ancien, ever: lft, never: began}}", "`lft` is not a declared event"),
        ("cookies: {purposes: {a: {fr: a}}, declared: {c: {purpose: b, issuer: x, lifetime: session}}}", "`b` is not"),
        (
            "cookies: {purposes: {a: {fr: a}}, declared: {c: {purpose: a, issuer: x, lifetime: P1M, sites: w}}}",
            "`w` is",
        ),
        (
            "prospecting: {channels: [post], opposition by: [post], consent from: [client]}",
            "`client` is not a declared",
        ),
        ("forms: {f: {title: {fr: a}, activities: teachng, fields: {}}}", "`teachng` is not a declared activity"),
        (
            "forms: {f: {title: {fr: a}, activities: teaching, fields: {n: {category: phot, label: {fr: n}}}}}",
            "`phot` is not a declared category",
        ),
    ],
)
def test_the_rest_of_the_policy_names_only_what_is_declared(text: str, name: str):
    reading = read({"policy.yaml": SOUND + TEACHING.format(line="", basis="contract"), "more.yaml": text})

    found = [f"{one.code}: {one.message.en}" for one in check(reading.policy, reading.data_map, reading.places)]

    assert reading.problems == ()
    assert [one[: len(name) + 14] for one in found] == [f"unknown-name: {name}"]


def test_the_birth_of_a_person_is_an_event_that_nobody_has_to_declare():
    line = "retention: [{keep: P18Y, from: birth}, {keep: P1Y, from: [ended, began]}]"
    policy = SOUND + TEACHING.format(line="", basis="contract").replace(
        "retention: [{keep: P2Y, from: ended, or else: began}]", line
    )
    reading = read({"policy.yaml": policy})

    assert check(reading.policy, reading.data_map, reading.places) == ()


@pytest.mark.parametrize(
    ("basis", "missing"),
    [
        ("contract", ["portability"]),
        ("consent", ["portability", "withdrawal of consent"]),
        ("public task", ["objection"]),
        ("legal obligation", []),
    ],
)
def test_the_rights_that_are_owed_depend_on_the_bases(basis: str, missing: list[str]):
    offered = "rights: {offered: [access, rectification, erasure, restriction, directives after death]}\n"

    found = sorted(said(offered, basis=basis))

    assert found == [f"right-missing: the right of {one} is not offered" for one in missing]


def test_a_decision_by_machine_owes_a_human_one():
    offered = "rights: {offered: [access, rectification, erasure, restriction, directives after death]}\n"
    line = "automated decision: {logic: {fr: a}, consequences: {fr: b}}"

    found = said(offered, basis="legal obligation", line=line)

    assert found == ["right-missing: the right of human decision is not offered"]


def test_directives_after_death_are_a_right_of_french_law():
    abroad = "rights: {offered: [access, rectification, erasure, restriction]}\n"
    policy = (SOUND + TEACHING.format(line="", basis="legal obligation") + abroad).replace("country: FR", "country: BE")
    reading = read({"policy.yaml": policy})

    assert check(reading.policy, reading.data_map, reading.places) == ()


def test_explicit_consent_is_asked_for_where_the_basis_is_consent():
    policy = SOUND.replace("marks: {fr: notes}", "marks: {fr: santé, special: health}")
    by_basis = {
        basis: read({"policy.yaml": policy + TEACHING.format(line="", basis=basis)})
        for basis in ("consent", "contract")
    }

    helps = {basis: check(one.policy, one.data_map, one.places)[0].help.en for basis, one in by_basis.items()}

    assert helps["consent"].startswith("add `condition: explicit consent`")
    assert helps["contract"] == "add `condition:` with one of the ten of Art. 9(2)"


def test_an_archive_may_be_undecided_and_not_in_the_text():
    rule = "{keep: P2Y, from: [ended, began], archive: {for: to be decided, not in the text: true}}"
    policy = SOUND + TEACHING.format(line="", basis="contract").replace(
        "{keep: P2Y, from: ended, or else: began}", rule
    )
    reading = read({"policy.yaml": policy})

    found = check(reading.policy, reading.data_map, reading.places)

    assert [one.code for one in found] == ["period-not-in-the-text", "no-period"]


def test_an_activity_without_any_rule_has_no_period():
    policy = SOUND + TEACHING.format(line="", basis="contract").replace(
        "    retention: [{keep: P2Y, from: ended, or else: began}]\n", ""
    )
    reading = read({"policy.yaml": policy})

    codes = [one.code for one in check(reading.policy, reading.data_map, reading.places)]

    assert codes == ["unused-event", "unused-event", "no-period"]


@pytest.mark.parametrize(
    ("host", "problem"),
    [
        ("https://www.x.y", "not-a-host: site `blog` gives more, or less, than a host name"),
        ("localhost", "not-a-host: site `blog` gives more, or less, than a host name"),
        ("a–b.x.y", "not-a-host: the host name of `blog` contains a hyphen that no host name has"),
    ],
)
def test_a_site_is_named_by_its_host(host: str, problem: str):
    policy = SOUND.replace("sites: {", f'sites: {{blog: {{host: "{host}"}}, ') + TEACHING.format(
        line="", basis="contract"
    )
    reading = read({"policy.yaml": policy})

    found = [f"{one.code}: {one.message.en}" for one in check(reading.policy, reading.data_map, reading.places)]

    assert found == [problem]


@pytest.mark.parametrize("period", ["P13M", "P395D", "P1Y", "P56W"])
def test_thirteen_months_are_not_too_long_for_a_cookie(period: str):
    cookies = (
        f"cookies: {{purposes: {{a: {{fr: a}}}}, declared: {{c: {{purpose: a, issuer: x, lifetime: {period}}}}}}}\n"
    )

    assert said(cookies) == []


def test_cookies_that_target_nobody_may_be_unlinked_from_people():
    purposes = "{a: {fr: audience}, b: {fr: session, essential: true, dpv: TechnicalServiceProvision}}"

    assert said(f"cookies: {{joined to people: false, purposes: {purposes}}}\n") == []


@pytest.mark.parametrize("identifier", ["eu-gdpr:A6-1-b", "dpv:AcademicResearch", "RightsFulfilment"])
def test_identifiers_of_the_extensions_are_known(identifier: str):
    text = f"measures: {{m: {{fr: m, dpv: {identifier}, owner: o, proof: p, review: P1Y}}}}\n"

    assert said(text) == []


def test_an_identifier_like_no_other_is_to_be_looked_up():
    reading = read({"p.yaml": SOUND + TEACHING.format(line="", basis="contract") + "scope: {fr: a, dpv: zzzzzz}\n"})

    found = check(reading.policy, reading.data_map, reading.places)

    assert [one.help.en for one in found] == ["leave it out, or look it up in DPV 2.2"]
