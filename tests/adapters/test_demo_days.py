"""The invented people stand around every limit: before it, on its last day, on the day after, and long after."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from garant.adapters.demo.draw import AROUND, Draw, Made, MadeFile
from garant.adapters.demo.organisations import EXAMPLES, Example
from garant.policy.activities import RetentionRule
from garant.policy.datamap import DataMap, EventColumn, When
from garant.policy.periods import Period, cutoff
from garant.policy.reading import read

TODAY = date(2026, 11, 22)
PEOPLE = 300


def test_of_so_many_days_one_has_just_run_out_one_runs_out_tomorrow_and_one_ran_out_before() -> None:
    draw = Draw(TODAY)
    last_due = cutoff(Period.parse("P2Y"), TODAY)

    days = [draw.ended("P2Y", "a rule") for _ in range(AROUND)]

    assert last_due == date(2024, 11, 21)
    assert days.count(date(2024, 11, 21)) == 1
    assert date(2024, 11, 22) in days
    assert len([day for day in days if day < date(2024, 11, 21)]) == 1
    assert max(days) < TODAY


def test_the_same_seed_draws_the_same_people_and_another_seed_others() -> None:
    def drawn(seed: int) -> list[str]:
        draw = Draw(TODAY, seed=seed)
        return [draw.somebody().email for _ in range(50)]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert len(set(drawn(1))) == 50


def test_an_invented_account_number_has_true_check_digits() -> None:
    account = Draw(TODAY).iban()

    moved = account[4:] + account[:4]
    assert int("".join(str(int(letter, 36)) for letter in moved)) % 97 == 1
    assert account[4:9] == "99999"


@pytest.mark.parametrize("organisation", sorted(EXAMPLES))
def test_every_rule_has_events_before_and_after_its_limit(organisation: str) -> None:
    example = EXAMPLES[organisation]
    reading = read(dict(example.texts()))
    assert reading.policy
    assert reading.data_map
    seen = _days(example, reading.data_map)

    one_sided = [
        f"{name}: {rule.keep} from {rule.from_}"
        for name, activity, _, rule in reading.policy.rules()
        if not isinstance(rule.keep, str)
        and not _on_both_sides(_limit(rule, activity.categories), [day for event in rule.from_ for day in seen[event]])
    ]
    assert one_sided == []


def _limit(rule: RetentionRule, categories: tuple[str, ...]) -> date:
    period = rule.period_for(categories[0])
    assert period
    return cutoff(period, TODAY)


def _on_both_sides(limit: date, days: list[date]) -> bool:
    return any(day <= limit for day in days) and any(day > limit for day in days)


def _days(example: Example, data_map: DataMap) -> dict[str, list[date]]:
    found: dict[str, list[date]] = defaultdict(list)
    for thing in example.make(Draw(TODAY), PEOPLE):
        if isinstance(thing, MadeFile):
            for event in data_map.files[thing.store].events:
                found[event].append(date.fromisoformat(thing.path.split("/")[1]))
            continue
        for event, said in _events(thing, data_map):
            value = thing.row.get(said.column.text)
            if value is not None:
                found[event].append(_day(value, said.format))
    return found


def _events(made: Made, data_map: DataMap) -> Iterator[tuple[str, EventColumn]]:
    table = data_map.tables[f"{made.store}.{made.table}"]
    yield from table.events.items()
    for kind in table.rows:
        if not kind.otherwise and _holds(kind.when, made):
            yield from kind.events.items()


def _holds(when: When, made: Made) -> bool:
    return all(
        made.row.get(path) in (wanted if isinstance(wanted, tuple) else (wanted,)) for path, wanted in when.items()
    )


def _day(value: Any, written: str | None) -> date:
    match written, value:
        case "epoch seconds", int():
            return datetime.fromtimestamp(value, UTC).date()
        case "epoch milliseconds", int():
            return datetime.fromtimestamp(value / 1000, UTC).date()
        case "year", int():
            return date(value, 12, 31)
        case _, str():
            return date.fromisoformat(value[:10])
        case _, datetime():
            return value.date()
        case _:
            assert isinstance(value, date)
            return value


@pytest.mark.parametrize("organisation", sorted(EXAMPLES))
def test_every_document_has_its_row_and_every_row_its_document(organisation: str) -> None:
    example = EXAMPLES[organisation]
    data_map = read(dict(example.texts())).data_map
    assert data_map
    made = list(example.make(Draw(TODAY), PEOPLE))

    for name, files in data_map.files.items():
        if files.part_of is None:
            continue
        (column,) = files.path.names
        rows = [thing for thing in made if isinstance(thing, Made) and f"{thing.store}.{thing.table}" == files.part_of]
        named = {str(row.row[column]) for row in rows if row.row[column]}
        assert named == {thing.path for thing in made if isinstance(thing, MadeFile) and thing.store == name}
        assert named
