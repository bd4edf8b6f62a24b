"""A record has one spelling, and its leaf says nothing without its salt."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garant.evidence.records import EvidenceRecord, NumberedRecord, RecordKind, canonical, read, salted_leaf

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TEXTS = st.text(st.characters(codec="utf-8"), max_size=20)
RECORDS = st.builds(
    EvidenceRecord,
    kind=st.sampled_from(RecordKind),
    at=st.datetimes(timezones=st.just(UTC)),
    facts=st.dictionaries(TEXTS, TEXTS | st.integers() | st.none(), max_size=5),
)


def test_a_record_is_spelled_with_sorted_keys_and_without_spaces() -> None:
    record = EvidenceRecord(kind=RecordKind.RUN_STARTED, at=NOON, facts={"steps": 3, "by": None, "école": "été"})

    assert canonical(record) == (
        '{"at":"2026-11-22T12:00:00.000000Z","facts":{"by":null,"steps":3,"école":"été"},"kind":"run started"}'
    )


@given(record=RECORDS)
def test_reading_what_was_spelled_gives_the_same_record(record: EvidenceRecord) -> None:
    assert read(canonical(record)) == record


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"at":"2026-11-22T12:00:00.000000Z","facts":[],"kind":"run started"}',
        '{"at":"2026-11-22T12:00:00.000000Z","facts":{},"kind":"nothing known"}',
        '{"at":"2026-11-22T12:00:00Z","facts":{},"kind":"run started"}',
        '{"at":"2026-11-22T12:00:00.00Z","facts":{},"kind":"run started"}',
        '{"at":"2026-11-22T12:00:00.000000Z","facts":{}, "kind":"run started"}',
        '{"at":"2026-11-22T12:00:00.000000Z","facts":{"a":1.5},"kind":"run started"}',
    ],
)
def test_any_other_spelling_is_no_record(text: str) -> None:
    with pytest.raises(ValueError, match=r"record|format|match|valid|fact|instant"):
        read(text)


@pytest.mark.parametrize("fact", [True, 1.5, b"bytes", ["list"]])
def test_a_fact_is_text_or_a_whole_number(fact: object) -> None:
    with pytest.raises(ValueError, match="`steps`"):
        EvidenceRecord(kind=RecordKind.RUN_STARTED, at=NOON, facts={"steps": fact})  # type: ignore[dict-item]


@pytest.mark.parametrize("at", [NOON.replace(tzinfo=None), NOON.astimezone(timezone(timedelta(hours=1)))])
def test_an_instant_is_in_utc(at: datetime) -> None:
    with pytest.raises(ValueError, match="UTC"):
        EvidenceRecord(kind=RecordKind.RUN_STARTED, at=at)


def test_two_salts_give_one_record_two_leaves() -> None:
    assert salted_leaf("record", salt=b"a" * 32) != salted_leaf("record", salt=b"b" * 32)


def test_a_salt_is_never_short() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        salted_leaf("record", salt=b"")


def test_a_record_does_not_show_its_salt() -> None:
    record = NumberedRecord(number=1, text="{}", salt=b"secret" * 5 + b"--")

    assert "secret" not in repr(record)
