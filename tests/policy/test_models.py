from datetime import date

import pytest
from pydantic import ValidationError

from garant.policy.activities import RetentionRule
from garant.policy.commitments import Guards
from garant.policy.datamap import ColumnUse, DataMap, Filler
from garant.policy.parties import Contract
from garant.policy.periods import Period
from garant.policy.statements import Words


def rule(**said: object) -> RetentionRule:
    return RetentionRule.model_validate({"from": "ended", **said})


def test_words_are_said_in_the_language_asked_for_or_the_other():
    assert Words(fr="élève", en="pupil").said_in("fr") == "élève"
    assert Words(fr="élève", en="pupil").said_in("en") == "pupil"
    assert Words(en="pupil").said_in("fr") == "pupil"
    assert Words().said_in("en") == ""


def test_an_archive_adds_behind_the_period_for_its_categories():
    archived = rule(keep="P2Y", archive={"for": "P3Y", "only": "identity"})

    assert archived.period_for("identity") == Period(years=5)
    assert archived.period_for("marks") == Period(years=2)
    assert archived.archived_after("identity") == Period(years=2)
    assert archived.archived_after("marks") is None


def test_an_archive_may_divide_the_period():
    divided = rule(keep="P10Y", archive={"after": "P2Y"})

    assert divided.period_for("invoice") == Period(years=10)
    assert divided.archived_after("invoice") == Period(years=2)


def test_what_is_to_be_decided_has_no_period():
    assert rule(keep="to be decided").period_for("any") is None
    assert rule(keep="to be decided", archive={"after": "P1Y"}).archived_after("any") is None
    assert rule(keep="P2Y", archive={"for": "to be decided"}).period_for("any") is None
    assert rule(keep="P2Y").archived_after("any") is None


def test_a_rule_names_all_the_events_that_it_counts_from():
    whole = rule(**{"keep": "P2Y", "or else": "registered", "at latest": {"keep": "P5Y", "from": "birth"}})

    assert whole.events == ("ended", "registered", "birth")
    assert rule(keep="P2Y").events == ("ended",)


def test_a_share_is_said_in_percent():
    assert Guards.model_validate({"share of a table": "10 %"}).share == 0.1
    assert Guards().share == 0.05


def test_a_day_is_a_day_and_nothing_like_one():
    assert Contract.model_validate({"signed": "2024-03-01"}).signed == date(2024, 3, 1)
    assert Contract(signed=date(2024, 3, 1)).model_dump(mode="json")["signed"] == "2024-03-01"
    for wrong in (0, 86400, "1709251200", "2024-03-01T00:00:00", "20240301", "2024-W09-5"):
        with pytest.raises(ValidationError, match="a day is written as year-month-day"):
            Contract.model_validate({"signed": wrong})


def test_a_column_is_personal_if_it_has_a_category_that_is_not_none():
    assert ColumnUse(category="identity").is_personal
    assert not ColumnUse(category="none").is_personal
    assert not ColumnUse().is_personal


def test_a_blank_may_be_a_text_or_set_companions():
    columns = {"a": {"blank": "-"}, "b": {"blank": {"data": "{}", "masked": True}}, "c": "identity"}
    data_map = DataMap.model_validate({"tables": {"s.t": {"columns": columns}}})
    table = data_map.tables["s.t"]

    assert table.columns["a"].blank == "-"
    assert table.columns["b"].blank == Filler(values={"data": "{}", "masked": True})
    assert table.columns["c"].category == "identity"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"stores": {"s": {"country": "FR"}}}, "either `url` or `files`"),
        ({"stores": {"s": {"country": "FR", "url": "env:A", "files": "env:B"}}}, "either `url` or `files`"),
        ({"tables": {"s.t": {"belongs to": {"who": {"column": "a"}}}}}, "a role needs"),
        ({"tables": {"s.t": {"part of": {"table": "s.u"}}}}, "`part of` needs"),
        ({"tables": {"s.t": {"part of": {"path": "a", "column": "b", "holds": "c"}}}}, "`part of` needs"),
    ],
)
def test_a_part_that_does_not_add_up_is_refused(said: dict[str, object], reason: str):
    with pytest.raises(ValidationError, match=reason):
        DataMap.model_validate(said)


def test_a_role_may_be_known_by_a_path_a_text_or_identifiers():
    roles = {"a": "person_id", "b": {"column": "ref", "holds": "person,{id}"}, "c": {"known by": {"e-mail": "mail"}}}
    table = DataMap.model_validate({"tables": {"s.t": {"belongs to": roles, "part of": "above_id"}}}).tables["s.t"]

    assert [str(role.path) for role in table.belongs_to.values()] == ["person_id", "None", "None"]
    assert table.part_of is not None
    assert str(table.part_of.path) == "above_id"
