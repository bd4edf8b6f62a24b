"""Whether a plan may be applied now: what was found when it was asked for is held against what the plan claims."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import chain

from garant.planning.plan import Digests, Guard, Plan
from garant.policy.speech.figures import dated
from garant.policy.speech.sentences import Sentence

OF_A_CLOCK = timedelta(days=1)
"""By how much the clock of a server store may differ from ours."""


class RefusalCode(StrEnum):
    """Why a plan is not applied."""

    OTHER_ORGANISATION = "other-organisation"
    OTHER_LOG = "other-log"
    OTHER_STORE = "other-store"
    TO_COME = "day-to-come"
    CLOCK_SET_BACK = "clock-set-back"
    CLOCKS_DIFFER = "clocks-differ"
    STALE = "stale"
    UNTOUCHABLE = "untouchable-table"
    UNAPPROVED = "unapproved"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a plan is not applied, and what to do about it."""

    code: RefusalCode
    sentence: Sentence
    mend: Sentence


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was found when a plan was to be applied; `clocks` says by how much those of server stores are ahead."""

    organisation: str
    digests: Digests
    today: date
    last_checkpoint: date | None = None
    clocks: Mapping[str, timedelta] = field(default_factory=dict)
    untouchable: frozenset[str] = frozenset()
    guards: tuple[Guard, ...] = ()


def refusal(plan: Plan, now: Found, *, approved_by: str | None) -> Refusal | None:
    """Return why a plan may not be applied now, and what to do about it; None if it may."""
    approved = bool((approved_by or "").strip())
    needs = () if approved else (_unapproved(guard) for guard in now.guards)
    return next(chain(_of_another(plan, now), _of_time(plan, now), _moved(plan, now), needs), None)


def _of_another(plan: Plan, now: Found) -> Iterator[Refusal]:
    """Yield that the plan is not of this organisation, this log, or these stores."""
    if plan.organisation != now.organisation:
        said = _OTHER_ORGANISATION.filled({"theirs": plan.organisation, "ours": now.organisation})
        yield Refusal(code=RefusalCode.OTHER_ORGANISATION, sentence=said, mend=MAKE_ANEW)
    if plan.digests.log != now.digests.log:
        yield Refusal(code=RefusalCode.OTHER_LOG, sentence=_OTHER_LOG, mend=MAKE_ANEW)
    for store in _differing(plan.digests.stores, now.digests.stores):
        said = _OTHER_STORE.filled({"store": store})
        yield Refusal(code=RefusalCode.OTHER_STORE, sentence=said, mend=MAKE_ANEW)


def _of_time(plan: Plan, now: Found) -> Iterator[Refusal]:
    if plan.on > now.today:
        said = _TO_COME.filled({"day": dated(plan.on)})
        yield Refusal(code=RefusalCode.TO_COME, sentence=said, mend=MAKE_ANEW)
    if now.last_checkpoint is not None and now.today < now.last_checkpoint:
        said = _SET_BACK.filled({"today": dated(now.today), "signed": dated(now.last_checkpoint)})
        yield Refusal(code=RefusalCode.CLOCK_SET_BACK, sentence=said, mend=_SET_RIGHT)
    for store, ahead in now.clocks.items():
        if abs(ahead) > OF_A_CLOCK:
            said = _CLOCKS_DIFFER.filled({"store": store})
            yield Refusal(code=RefusalCode.CLOCKS_DIFFER, sentence=said, mend=_SET_ONE_RIGHT)


def _moved(plan: Plan, now: Found) -> Iterator[Refusal]:
    for moved in _what_moved(plan.digests, now.digests):
        yield Refusal(code=RefusalCode.STALE, sentence=_STALE.filled({"moved": moved}), mend=MAKE_ANEW)
    for table in sorted({step.table for step in plan.deeds} & now.untouchable):
        said = _UNTOUCHABLE.filled({"table": table})
        yield Refusal(code=RefusalCode.UNTOUCHABLE, sentence=said, mend=MAKE_ANEW)


def _unapproved(guard: Guard) -> Refusal:
    said = _UNAPPROVED.filled({"why": guard.message})
    return Refusal(code=RefusalCode.UNAPPROVED, sentence=said, mend=_APPROVE)


def _what_moved(then: Digests, now: Digests) -> Iterator[Sentence]:
    if then.policy != now.policy:
        yield Sentence("la politique", "the policy")
    if then.data_map != now.data_map:
        yield Sentence("la carte des données", "the data map")
    for store in _differing(then.schemas, now.schemas):
        yield Sentence(f"le schéma de `{store}`", f"the schema of `{store}`")


def _differing(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    return [store for store in sorted({*then, *now}) if then.get(store) != now.get(store)]


_OTHER_ORGANISATION = Sentence(
    "ce plan est celui de « {theirs} », et la politique de ce dossier est celle de « {ours} »",
    "the plan is that of `{theirs}`, and the policy of its folder is that of `{ours}`",
)
_OTHER_LOG = Sentence(
    "ce plan a été fait avec un autre journal de preuves que celui de son dossier",
    "the plan was made with another log of evidence than the one of its folder",
)
_OTHER_STORE = Sentence(
    "la base `{store}` n'est pas celle pour laquelle ce plan est fait : son adresse est autre",
    "the store `{store}` is not the one that the plan was made for: its address is another",
)
_TO_COME = Sentence(
    "ce plan est pour le {day}, qui est encore à venir", "the plan is for {day}, which is still to come"
)
_SET_BACK = Sentence(
    "l'horloge dit le {today}, mais une preuve a été signée le {signed} : l'horloge a été reculée",
    "the clock says {today}, but evidence was signed on {signed}: the clock was set back",
)
_CLOCKS_DIFFER = Sentence(
    "l'horloge de cette machine et celle de la base `{store}` diffèrent de plus d'un jour",
    "the clock of this machine and that of the store `{store}` differ by more than a day",
)
_STALE = Sentence(
    "ce plan est périmé : {moved} a changé depuis qu'il est fait",
    "the plan is stale: {moved} changed since it was made",
)
_UNTOUCHABLE = Sentence(
    "on ne peut pas encore changer `{table}` : `garant check` dit ce qui s'y oppose",
    "`{table}` may not be changed yet: `garant check` says what stands against it",
)
_UNAPPROVED = Sentence(
    "ce plan demande l'accord d'une personne nommée : {why}", "the plan needs a named person's approval: {why}"
)
_APPROVE = Sentence(
    "lisez le plan, puis ajoutez --approved-by NOM ; rien n'a été changé",
    "read the plan, then add --approved-by NAME; nothing was changed",
)
_SET_RIGHT = Sentence(
    "mettez cette machine à l'heure ; rien n'a été changé", "set this machine's clock right; nothing was changed"
)
_SET_ONE_RIGHT = Sentence(
    "mettez à l'heure celle des deux qui se trompe ; rien n'a été changé",
    "set right the one that is wrong; nothing was changed",
)
MAKE_ANEW = Sentence(
    "faites un nouveau plan et appliquez celui-là ; rien n'a été changé",
    "make a new plan and apply that; nothing was changed",
)
