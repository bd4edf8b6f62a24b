"""Whether a value meets a condition of the map."""

from collections.abc import Sequence

from garant.policy.datamap import Condition, Test
from garant.policy.statements import Scalar
from tests.reference.values import nothing


def meets(values: Sequence[object], condition: Condition) -> bool:
    """Return whether one of the values found at a path meets the condition; none found is one empty value."""
    if condition == "some":
        return bool(values)
    if condition == "none":
        return not values
    return any(_one_meets(value, condition) for value in values or [None])


def _one_meets(value: object, condition: Condition) -> bool:
    if isinstance(condition, Test):
        return _passes(value, condition)
    if isinstance(condition, tuple):
        return any(_one_meets(value, one) for one in condition)
    if condition == "empty":
        return nothing(value)
    return equal(value, condition)


def _passes(value: object, test: Test) -> bool:
    if test.not_ is not None and _one_meets(value, test.not_):
        return False
    if test.starts is not None and not (isinstance(value, str) and value.startswith(test.starts)):
        return False
    return test.is_ is None or equal(value, test.is_)


def equal(value: object, wanted: Scalar) -> bool:
    """Return whether a value of the database is the one that the map writes."""
    if value is None:
        return False
    if isinstance(wanted, bool) or isinstance(value, bool):
        return _truth(value) == _truth(wanted)
    return str(value) == str(wanted)


def _truth(value: object) -> str:
    return {"true": "1", "false": "0"}.get(str(value).lower(), str(value).lower())
