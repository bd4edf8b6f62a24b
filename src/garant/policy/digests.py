"""The digest of a policy or a data map: the same for the same meaning, whatever the comments and the files."""

import json
from hashlib import sha256

from garant.policy.statements import Statement


def digest(statement: Statement) -> str:
    """Return the SHA-256 of what `statement` says, as canonical JSON; what is left out counts as its default."""
    return sha256(canonical(statement).encode()).hexdigest()


def canonical(statement: Statement) -> str:
    """Return all that `statement` says as canonical JSON."""
    said = statement.model_dump(mode="json", by_alias=True)
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
