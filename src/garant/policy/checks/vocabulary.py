"""Whether every DPV identifier in the policy is one of the pinned version."""

from collections.abc import Iterator
from typing import Any

from garant.policy import dpv
from garant.policy.checks.say import Say
from garant.policy.model import Policy
from garant.policy.problems import Problem
from garant.policy.speech.sentences import Sentence
from garant.policy.speech.suggestions import nearest
from garant.policy.statements import Statement, Words
from garant.policy.texts.places import KeyPath


def identifiers(policy: Policy, say: Say) -> Iterator[Problem]:
    """Yield `dpv:` values that the pinned list does not have."""
    for path, written in _said(policy, ()):
        if not dpv.is_known(written):
            near = nearest(dpv.full(written), dpv.identifiers())
            mend = _NEAR.filled({"near": near.removeprefix("dpv:")}) if near else _LEAVE_OUT
            yield say.value((*path, "dpv"), "unknown-dpv", written=written, version=dpv.VERSION, mend=mend)


_NEAR = Sentence("vouliez-vous dire `{near}` ?", "did you mean `{near}`?")
_LEAVE_OUT = Sentence("laissez-le, ou cherchez-le dans le DPV 2.2", "leave it out, or look it up in DPV 2.2")


def _said(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, Words) and value.dpv is not None:
        yield path, value.dpv
    if isinstance(value, Statement):
        for name, field in type(value).model_fields.items():
            yield from _said(getattr(value, name), (*path, field.alias or name))
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _said(one, (*path, key))
