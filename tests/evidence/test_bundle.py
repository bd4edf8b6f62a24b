"""An export has one spelling, so any changed byte shows."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from garant.evidence.bundle import Bundle, BundleOfNewerGarant, NoBundle, read, read_earlier, spell
from garant.evidence.checkpoints import note
from garant.evidence.verification import Expectations, verify
from tests.evidence.signing import ORGANISATION, bundle, check


def text(exported: Bundle) -> str:
    return "".join(spell(exported.public_key, exported.checkpoints, records=exported.records, leaves=exported.leaves))


EXPORT = text(bundle()).encode()


def test_what_was_spelled_reads_back() -> None:
    assert read(EXPORT) == bundle()


def test_an_empty_log_reads_back() -> None:
    empty = bundle(0, shown=(), sizes=(0,))

    assert read(text(empty).encode()) == empty


def test_a_long_log_is_spelled_in_pieces_and_reads_back() -> None:
    long = replace(bundle(), leaves=[*bundle().leaves] * 600)
    pieces = list(spell(long.public_key, long.checkpoints, leaves=long.leaves))

    assert max(len(piece) for piece in pieces) < 50_000
    assert read("".join(pieces).encode()).leaves == long.leaves


def test_the_file_is_json_that_any_program_reads() -> None:
    value = json.loads(EXPORT)

    assert (value["format"], value["version"]) == ("garant evidence", 1)
    assert [record["number"] for record in value["records"]] == [1, 3]
    assert value["records"][0]["record"]["facts"]["table"] == "école.élèves"
    assert len(value["leaves"]) == 5


@given(place=st.integers(0, len(EXPORT) - 1), other=st.integers(1, 255))
def test_any_changed_byte_is_noticed(place: int, other: int) -> None:
    changed = bytearray(EXPORT)
    changed[place] ^= other

    assert not _is_sound(bytes(changed))


def test_every_single_byte_counts() -> None:
    kept = [place for place in range(len(EXPORT)) if _is_sound(EXPORT[:place] + b"#" + EXPORT[place + 1 :])]

    assert kept == []


@given(place=st.integers(0, len(EXPORT)), added=st.binary(min_size=1, max_size=3))
def test_any_added_byte_is_noticed(place: int, added: bytes) -> None:
    assert not _is_sound(EXPORT[:place] + added + EXPORT[place:])


@given(start=st.integers(0, len(EXPORT) - 1), length=st.integers(1, 100))
def test_any_missing_part_is_noticed(start: int, length: int) -> None:
    assert not _is_sound(EXPORT[:start] + EXPORT[start + length :])


def _is_sound(data: bytes) -> bool:
    try:
        exported = read(data)
    except NoBundle:
        return False
    return verify(exported, Expectations(), check=check).is_sound


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"[]", b"{}", b'{"format":"other"}', b"[" * 100_000, b'{"format":"garant evidence"}']
)
def test_another_file_is_no_export(data: bytes) -> None:
    with pytest.raises(NoBundle):
        read(data)


def test_an_export_of_a_newer_garant_is_told_apart() -> None:
    with pytest.raises(BundleOfNewerGarant):
        read(EXPORT.replace(b'"version":1', b'"version":2'))


@pytest.mark.parametrize("number", ["true", "1.0", '"1"'])
def test_a_record_is_numbered_with_a_whole_number(number: str) -> None:
    with pytest.raises(NoBundle):
        read(EXPORT.replace(b'"number":1,', f'"number":{number},'.encode()))


def test_a_salt_has_its_length() -> None:
    with pytest.raises(NoBundle):
        read(EXPORT.replace(b'"salt":"AQEBAQEBAQEB', b'"salt":"AQEBAQEB'))


def test_an_earlier_one_is_an_export_or_a_checkpoint() -> None:
    last = bundle().checkpoints[-1]

    assert read_earlier(EXPORT) == last
    assert read_earlier(note(last).encode()) == last


def test_an_earlier_export_without_checkpoint_is_of_no_use() -> None:
    with pytest.raises(NoBundle):
        read_earlier(text(bundle(sizes=())).encode())


def test_the_key_stands_in_the_file() -> None:
    assert read(EXPORT).public_key == ORGANISATION.public_key
