"""Puts into words where each rule finds its clock, table by table, and what will be remembered (design §1)."""

from collections.abc import Iterable, Iterator
from typing import Any

from garant.planning.fitting.reach import Clock, Clockwork, Reached
from garant.planning.grounds.clocks import Where
from garant.policy.datamap import SELF
from garant.policy.messages.lengths import lasting
from garant.policy.speech.sentences import Language, Sentence, joined


def as_text(work: Clockwork, *, language: Language, without: tuple[str, ...] = ()) -> str:
    """Return the clocks for an engineer to read, `without` the tables that cannot be followed."""
    lines = [_HEAD.said_in(language)]
    if without:
        lines.append(_WITHOUT.filled({"tables": ", ".join(without)}).said_in(language))
    table = ""
    for one in work.reached:
        if one.table != table:
            lines += ["", one.table]
            table = one.table
        lines += _reached(one, language)
    # What is remembered depends on all rules, those of the missing tables too.
    return "\n".join([*lines, *(() if without else ("", *_remembered(work, language)))]) + "\n"


_HEAD = Sentence("D'où chaque règle compte", "Where each rule finds its clock")
_WITHOUT = Sentence(
    "Sans {tables} : leurs erreurs ci-dessus d'abord ; ce qui s'y date n'est pas compté ici.",
    "Without {tables}: their errors above come first; what they date is not counted here.",
)
_REACHED = Sentence("  {rule} · {category} ({columns}) de {role}", "  {rule} · {category} ({columns}) of {role}")
_SELF = Sentence("la personne elle-même", "the person themselves")
_RULE = Sentence("{activity} : {keep} après {events}", "{activity}: {keep} after {events}")
_ONE_OF_THEM = Sentence("{rule} (règle {number})", "{rule} (rule {number})")
_AT_ONCE, _UNDECIDED = Sentence("aussitôt", "at once"), Sentence("durée à décider", "a period to be decided")
_EVENT, _OR = Sentence("« {name} »", "`{name}`"), Sentence(" ou ", " or ")
_WHERE = {
    Where.NOWHERE: Sentence("nulle part : cet événement ne dit rien ici", "nowhere: this event says nothing here"),
    Where.ROW: Sentence("dans la ligne", "the row"),
    Where.PARENT: Sentence("dans la ligne dont elle fait partie", "the row it is part of"),
    Where.OWNER: Sentence("auprès de son propriétaire", "its owner"),
}
_NOTHING_REMEMBERED = Sentence(
    "Rien n'est retenu : aucune règle ne compte à partir de lignes qui peuvent partir avant.",
    "Nothing is remembered: no rule counts from rows that may go first.",
)
_REMEMBERED = Sentence(
    "Ce qui est retenu d'une personne quand sa ligne part : le dernier jour, jusqu'à sa dernière raison",
    "What is remembered of a person when its row goes: the last day, until the person's last reason has gone",
)


def _reached(one: Reached, language: Language) -> Iterator[str]:
    role = _SELF if one.reach.role == SELF else one.reach.role
    values = {"category": one.category, "columns": ", ".join(one.columns), "role": role}
    yield _REACHED.filled({"rule": _rule(one), **values}).said_in(language)
    for clock in one.clocks:
        yield f"      {clock.event:<28} {_where(clock, language)}"


def _rule(one: Reached) -> Sentence:
    said = one.reach.rule
    keep = _UNDECIDED if isinstance(said.keep, str) else lasting(said.keep)
    events = joined((_EVENT.filled({"name": name}) for name in said.from_), _OR)
    told = _RULE.filled({"activity": one.reach.activity, "keep": keep if keep.fr else _AT_ONCE, "events": events})
    # Several rules of one activity are told apart by their place.
    return _ONE_OF_THEM.filled({"rule": told, "number": one.reach.index + 1}) if one.reach.index else told


def _where(clock: Clock, language: Language) -> str:
    said = _WHERE[clock.where].said_in(language)
    if clock.where is Where.NOWHERE:
        return said
    return said + (" : " if language == "fr" else ": ") + ", ".join(clock.tables)


def _remembered(work: Clockwork, language: Language) -> Iterator[str]:
    if not work.remembered:
        yield _NOTHING_REMEMBERED.said_in(language)
        return
    yield _REMEMBERED.said_in(language)
    for people, events in _by_people(work.remembered):
        yield f"  {people:<28} {', '.join(events)}"


def _by_people(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for people, event in pairs:
        found.setdefault(people, []).append(event)
    yield from found.items()


def as_plain(work: Clockwork, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the clocks as plain values, as JSON holds them, and the tables that cannot be followed."""
    return {
        "clocks": [
            {
                "table": one.table,
                "columns": list(one.columns),
                "category": one.category,
                "role": one.reach.role,
                "activity": one.reach.activity,
                "rule": one.reach.index + 1,
                "events": [
                    {"event": clock.event, "where": clock.where.value, "tables": list(clock.tables)}
                    for clock in one.clocks
                ],
            }
            for one in work.reached
        ],
        "remembered": [{"people": people, "event": event} for people, event in work.remembered],
        "unexplained": list(without),
    }
