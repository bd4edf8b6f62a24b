"""The policies that were in force, whole, kept in our own store under their digests."""

from datetime import datetime

from garant.adapters.store.failures import told_plainly
from garant.adapters.store.models import PolicyVersion


class StoredPolicyVersions:
    """The port `PolicyVersions` on our own store."""

    def __init__(self, alias: str) -> None:
        """Use the database that Django knows by this alias."""
        self._alias = alias

    def keep(self, digest: str, text: str, *, at: datetime) -> None:
        """Keep the text of a policy under its digest; a second time does nothing."""
        row = PolicyVersion(digest=digest, text=text, first_seen=at)
        with told_plainly():
            PolicyVersion.objects.using(self._alias).bulk_create([row], ignore_conflicts=True)

    def text(self, digest: str) -> str | None:
        """Return the text that has this digest, if it was kept."""
        with told_plainly():
            return PolicyVersion.objects.using(self._alias).filter(digest=digest).values_list("text", flat=True).first()
