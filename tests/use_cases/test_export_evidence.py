"""An export holds what it says, is itself on record, and checks out."""

from datetime import timedelta
from pathlib import Path

import pytest

from garant.evidence.bundle import read
from garant.evidence.failures import ClockSetBack
from garant.evidence.records import RecordKind
from garant.evidence.records import read as read_record
from garant.evidence.verification import Expectations, verify
from garant.use_cases.export_evidence import Extent, export_evidence
from tests.adapters.stores import NOW, open_for_test, record, signer
from tests.evidence.signing import check


@pytest.mark.parametrize(("extent", "shown"), [(Extent.LEAVES, 0), (Extent.RECORDS, 4)])
def test_records_go_along_by_choice_only(tmp_path: Path, extent: Extent, shown: int) -> None:
    with open_for_test(tmp_path / "policy", {}) as store:
        store.evidence.append([record(0), record(1), record(2)])
        exported = export_evidence(store.evidence, signer(tmp_path / "policy"), at=NOW, extent=extent)
        bundle = read("".join(exported.text).encode())

    assert (len(bundle.leaves), len(bundle.records), exported.size) == (4, shown, 4)
    assert verify(bundle, Expectations(), check=check).is_sound


def test_the_export_itself_is_on_record(tmp_path: Path) -> None:
    with open_for_test(tmp_path / "policy", {}) as store:
        export_evidence(store.evidence, signer(tmp_path / "policy"), at=NOW, extent=Extent.LEAVES)

        (kept,) = store.evidence.records(up_to=1)
    assert read_record(kept.text).kind is RecordKind.EVIDENCE_EXPORTED
    assert read_record(kept.text).facts == {"extent": "leaves only"}


def test_a_later_export_extends_the_earlier_and_holds_its_checkpoint(tmp_path: Path) -> None:
    with open_for_test(tmp_path / "policy", {}) as store:
        organisation = signer(tmp_path / "policy")
        first = export_evidence(store.evidence, organisation, at=NOW, extent=Extent.LEAVES)
        earlier = read("".join(first.text).encode()).checkpoints[-1]
        store.evidence.append([record(0)])
        later = export_evidence(store.evidence, organisation, at=NOW + timedelta(days=1), extent=Extent.LEAVES)
        bundle = read("".join(later.text).encode())

    assert [stated.checkpoint.size for stated in bundle.checkpoints] == [1, 3]
    assert verify(bundle, Expectations(earlier=earlier), check=check).is_sound


def test_a_clock_that_was_set_back_exports_nothing(tmp_path: Path) -> None:
    with open_for_test(tmp_path / "policy", {}) as store:
        export_evidence(store.evidence, signer(tmp_path / "policy"), at=NOW, extent=Extent.LEAVES)

        with pytest.raises(ClockSetBack):
            export_evidence(
                store.evidence, signer(tmp_path / "policy"), at=NOW - timedelta(days=1), extent=Extent.LEAVES
            )
