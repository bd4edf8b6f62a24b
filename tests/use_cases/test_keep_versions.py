"""What a digest stands for can be read years later."""

from datetime import UTC, datetime
from hashlib import sha256

from garant.policy.digests import digest
from garant.use_cases.keep_versions import keep_versions
from tests.evidence.fakes import MemoryPolicyVersions
from tests.use_cases.school import school

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_policy_and_map_are_kept_whole_under_their_digests():
    layout, versions = school(), MemoryPolicyVersions()

    keep_versions(layout, versions, at=NOON)

    for said in (layout.policy, layout.data_map):
        text = versions.text(digest(said))
        assert text is not None
        assert sha256(text.encode()).hexdigest() == digest(said)
