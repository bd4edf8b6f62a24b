"""Keep whole the policy and the map by which something is done: what a digest stands for can be read years later."""

from datetime import datetime

from garant.planning.archiving.derived import as_written
from garant.planning.terrain.layout import Layout
from garant.policy.digests import canonical, digest
from garant.ports import PolicyVersions


def keep_versions(layout: Layout, versions: PolicyVersions, *, at: datetime) -> None:
    """Keep the policy and the map under the digests that evidence names (Art. 5(2))."""
    written = as_written(layout)
    for said in (written.policy, written.data_map):
        versions.keep(digest(said), canonical(said), at=at)
