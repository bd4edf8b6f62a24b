"""Puts a plan into words for a person: what would be done and what stays, table by table, and why."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from string import ascii_uppercase
from textwrap import wrap

from garant.documents import rules
from garant.documents.deeds import tables, things, to_do
from garant.planning.plan import Plan
from garant.planning.steps import Following, HoldSaid, Step, StepKind
from garant.policy.model import Policy
from garant.policy.speech import figures
from garant.policy.speech.sentences import Language, Sentence

_WIDTH = 100

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "fr": {
        "head": "Plan pour {organisation} au {day}",
        "empty": "Rien n'est à effacer.",
        "silent": "La base `{store}` ne répond pas : rien n'a pu y être compté.",
        "legend": "Les raisons (une donnée part quand toutes les durées qui la concernent sont passées) :",
        "due": "Ce qui serait fait",
        "kept": "Ce qui reste, et pourquoi",
        "guards": "Ce plan demande l'accord d'une personne nommée, car",
        "guards of nothing": "L'appliquer demanderait même ainsi l'accord d'une personne nommée, car",
        "erase rows": "{count} à effacer dans {tables}",
        "archive rows": "{count} à mettre en archive depuis {tables}",
        "archive cells": "des cellules à mettre en archive depuis {tables}",
        "anonymise rows": "{count} à anonymiser dans {tables}",
        "erase files": "{count} à effacer",
        "blank cells": "des cellules à vider dans {tables}",
        "cut elements": "des éléments à retirer de listes dans {tables}",
        "empty references": "des renvois à vider dans {tables}",
        "stay": "{count} à garder",
        "keep": "{count} à garder",
        "keep for archive": "dont {count} à mettre en archive",
        "keep for visa": "dont {count} en attente du visa des archives publiques (code du patrimoine, L.212-2)",
        "keep without clock": "dont {count} sans date de départ : aucun événement n'est trouvé d'où compter",
        "keep doubtful": "dont {count} d’une personne qui est peut-être une autre : rien n’en est effacé",
        "keep garbled": "dont {count} où le JSON de `{columns}` ne se lit pas : la ligne reste telle quelle",
        "keep misread": "dont {count} où la date de `{columns}` ne se lit pas : ce qui en dépend reste",
        "keep undated": "dont {count} où la date de `{columns}` manque : ce qui en dépend reste",
        "keep without key": "dont {count} sans clé (`{columns}`) : rien ne les distingue, elles restent telles quelles",
        "keep astray": "dont {count} hors du dossier : ni le fichier, ni sa ligne, ni ce à quoi elle renvoie ne part",
        "keep needed": "{count} à garder encore : d'autres lignes, qui restent, y renvoient",
        "keep unreached": "à garder : la base ne répond pas, rien n'y est décidé",
        "keep held": "dont {count} sous le {hold} : {reason} ({article})",
        "keep held by others": "dont {count} sous le {hold}, pour divers motifs",
        "hold": "gel n° {number}",
        "holds": "gel n° {number} et {others} autres",
        "overdue": "Le gel n° {number} ({reason}) devait être revu le {review} : voyez `garant hold list`.",
        "row stays": "la ligne elle-même reste toujours ; seules ses cellules se vident",
        "left alone": "cette table est laissée entière : `garant check` dit ce qu'il faut d'abord corriger",
        "unfound": "aucune règle n'y trouve de date d'où compter : rien n'y part",
        "leads to": "vers des lignes de {table} qui partent",
        "forbidden": "la catégorie « {category} » est interdite : effacée dès qu'elle est vue",
        "errors": "`garant check` trouve des erreurs : {codes}",
    },
    "en": {
        "head": "Plan for {organisation} on {day}",
        "empty": "Nothing is due.",
        "silent": "The store `{store}` does not answer: nothing could be counted in it.",
        "legend": "The reasons (a datum goes when all the periods that concern it are over):",
        "due": "What would be done",
        "kept": "What stays, and why",
        "guards": "This plan needs a named person's approval, because",
        "guards of nothing": "Even so, applying it would need a named person's approval, because",
        "erase rows": "{count} to erase in {tables}",
        "archive rows": "{count} to move to the archive from {tables}",
        "archive cells": "cells to move to the archive from {tables}",
        "anonymise rows": "{count} to anonymise in {tables}",
        "erase files": "{count} to erase",
        "blank cells": "cells to blank in {tables}",
        "cut elements": "elements to take out of lists in {tables}",
        "empty references": "references to empty in {tables}",
        "stay": "{count} to keep",
        "keep": "{count} to keep",
        "keep for archive": "of which {count} for the archive",
        "keep for visa": "of which {count} waiting for the visa of the public archives (Code du patrimoine, L.212-2)",
        "keep without clock": "of which {count} without a clock: no event was found to count from",
        "keep doubtful": "of which {count} of a person who may be another: nothing of them is erased",
        "keep garbled": "of which {count} where the JSON of `{columns}` cannot be read: the row stays as it is",
        "keep misread": "of which {count} where the date of `{columns}` cannot be read: what counts from it stays",
        "keep undated": "of which {count} where the date of `{columns}` is missing: what counts from it stays",
        "keep without key": "of which {count} without a key (`{columns}`): nothing tells them apart, and they stay so",
        "keep astray": "of which {count} outside the folder: neither the file nor its row nor what it refers to goes",
        "keep needed": "{count} to keep for now: rows that stay refer to them",
        "keep unreached": "to keep: the store does not answer, nothing in it is decided",
        "keep held": "of which {count} under {hold}: {reason} ({article})",
        "keep held by others": "of which {count} under {hold}, for several reasons",
        "hold": "hold {number}",
        "holds": "hold {number} and {others} more",
        "overdue": "Hold {number} ({reason}) was to be reviewed on {review}: see `garant hold list`.",
        "row stays": "the row itself always stays; only its cells are blanked",
        "left alone": "this table is left alone: `garant check` says what to mend first",
        "unfound": "no rule finds a date to count from here: nothing goes",
        "leads to": "to rows of {table} that go",
        "forbidden": "the category “{category}” is forbidden: due on sight",
        "errors": "`garant check` finds errors: {codes}",
    },
}
_FOLLOWING: Mapping[Language, Mapping[Following, str]] = {
    "fr": {
        Following.PARENT: "part avec ce dont elle fait partie",
        Following.DATABASE: "la base les efface avec d'autres",
        Following.ORIGINAL: "copie : part quand son original perd une cellule, ou n'est plus là",
    },
    "en": {
        Following.PARENT: "goes with what it is part of",
        Following.DATABASE: "the database erases them with others",
        Following.ORIGINAL: "a copy: goes when its original loses a cell, or is gone",
    },
}
_TOTALS = (
    StepKind.ERASE_ROWS,
    StepKind.ERASE_FILES,
    StepKind.ARCHIVE_ROWS,
    StepKind.ARCHIVE_CELLS,
    StepKind.ANONYMISE_ROWS,
    StepKind.BLANK_CELLS,
    StepKind.CUT_ELEMENTS,
    StepKind.EMPTY_REFERENCES,
)

_GONE = (StepKind.ERASE_ROWS, StepKind.ARCHIVE_ROWS, StepKind.ANONYMISE_ROWS, StepKind.ERASE_FILES)
# What is a part of the rows that stay is told after them.
_LAST = (
    StepKind.KEEP,
    StepKind.KEEP_HELD,
    StepKind.KEEP_DOUBTFUL,
    StepKind.KEEP_FOR_ARCHIVE,
    StepKind.KEEP_FOR_VISA,
    StepKind.KEEP_WITHOUT_CLOCK,
    StepKind.KEEP_UNDATED,
    StepKind.KEEP_MISREAD,
    StepKind.KEEP_ASTRAY,
    StepKind.KEEP_GARBLED,
    StepKind.KEEP_WITHOUT_KEY,
    StepKind.KEEP_NEEDED,
)


def as_text(plan: Plan, policy: Policy, *, language: Language) -> str:
    """Return a plan as a person reads it: totals, then table by table what would be done, what stays, and why."""
    return "\n".join(_Text(plan, policy, language).lines()) + "\n"


def next_command(plan: Plan, file: str, *, today: date, language: Language) -> str:
    """Return what to type when the plan has been read, and from which day on."""
    name = "NOM" if language == "fr" else "NAME"
    command = f"garant apply {file}" + (f" --approved-by {name}" if plan.guards else "")
    first = _NEXT if plan.on <= today else _NOT_YET
    return first.filled({"command": command, "day": figures.dated(plan.on)}).said_in(language)


_NEXT = Sentence("ensuite : {command}", "next: {command}")
_NOT_YET = Sentence(
    "à partir du {day}, et pas avant : {command}",
    "from {day} on, and not before: {command}",
)


_MOVED = frozenset((StepKind.ARCHIVE_ROWS, StepKind.ARCHIVE_CELLS))
_SEALED = Sentence(
    "Ce qui part est d'abord scellé : appliqué ce jour-là, ce plan peut être annulé jusqu'au {until} ; ensuite la clé "
    "est détruite.",
    "What goes is sealed first: applied on this day, the plan can be undone until {until}; then the key is destroyed.",
)
_AT_ONCE = Sentence(
    "Ce qui part est effacé aussitôt : ce plan ne pourra pas être annulé.",
    "What goes is gone at once: the plan cannot be undone.",
)
_NOT_SEALED = Sentence(
    "Ce qui va dans l'archive y reste : une annulation ne le ramène pas.",
    "What moves to the archive stays there: no undo brings it back.",
)


@dataclass(frozen=True)
class _Text:
    """One plan in one language."""

    plan: Plan
    policy: Policy
    language: Language

    def lines(self) -> Iterator[str]:
        """Yield the lines of the text."""
        yield self._say("head", organisation=self.plan.organisation, day=figures.day(self.plan.on, self.language))
        yield ""
        yield from self._silent()
        yield from self._totals()
        yield from self._level()
        busy, quiet = self._places()
        for headline, places in (("due", busy), ("kept", quiet)):
            if places:
                yield from ("", self._say(headline), "")
            for place, steps in places.items():
                yield from self._place(place, steps, width=max(map(len, places)) + 2)
        yield from self._legend()
        yield from self._overdue()
        if self.plan.guards:
            yield from ("", self._say("guards of nothing" if self.plan.is_empty else "guards"))
            yield from (line for guard in self._guards() for line in _wrapped(guard, indent="  - ", more="    "))

    def _say(self, word: str, **values: str) -> str:
        return _WORDS[self.language][word].format(**values)

    def _places(self) -> tuple[dict[str, list[Step]], dict[str, list[Step]]]:
        """Return the steps by table: the tables in which something would be done, and the others."""
        found: dict[str, list[Step]] = {}
        for step in self.plan.steps:
            if step.count or step.kind is StepKind.KEEP_UNREACHED:
                found.setdefault(step.place, []).append(step)
        for steps in found.values():
            steps.sort(key=lambda step: _LAST.index(step.kind) if step.kind in _LAST else -1)
        touched = {step.place for step in self.plan.deeds}
        busy = {place: steps for place, steps in found.items() if place in touched}
        return busy, {place: steps for place, steps in found.items() if place not in touched}

    # totals ---------------------------------------------------------------------------------------------------

    def _silent(self) -> Iterator[str]:
        """Yield first which stores do not answer: the numbers that follow leave them out."""
        stores = sorted({step.store for step in self.plan.steps if step.kind is StepKind.KEEP_UNREACHED})
        yield from (line for store in stores for line in _wrapped(self._say("silent", store=store)))

    def _totals(self) -> Iterator[str]:
        said = [self._total(kind) for kind in _TOTALS]
        kept = {StepKind.KEEP, StepKind.KEEP_NEEDED}
        count = sum(step.count for step in self.plan.steps if step.kind in kept and step.table)
        stay = self._say("stay", count=things(StepKind.KEEP, count, self.language))
        if all(step.kind is StepKind.KEEP_UNREACHED for step in self.plan.steps) and self.plan.steps:
            return
        if self.plan.is_empty:
            yield self._say("empty")
        joint = " ; " if self.language == "fr" else "; "
        yield from _wrapped(joint.join([*filter(None, said), stay]) + ".")

    def _level(self) -> Iterator[str]:
        """Yield what becomes of that which goes, and what no undo brings back (design §4.6)."""
        kinds = {step.kind for step in self.plan.deeds}
        until = self.plan.sealed_until
        if kinds - _MOVED:
            level = _SEALED.filled({"until": figures.dated(until)}) if until else _AT_ONCE
            yield from _wrapped(level.said_in(self.language))
        if kinds & _MOVED and until:
            yield from _wrapped(_NOT_SEALED.said_in(self.language))

    def _total(self, kind: StepKind) -> str:
        steps = [step for step in self.plan.deeds if step.kind is kind]
        places = tables(len({step.place for step in steps}), self.language)
        count = things(kind, sum(step.count for step in steps), self.language)
        return self._say(kind.value, count=count, tables=places) if steps else ""

    # a table --------------------------------------------------------------------------------------------------

    def _place(self, place: str, steps: list[Step], *, width: int) -> Iterator[str]:
        named, before = f"  {place:<{width}}", ""
        for said, reasons in self._joined(steps):
            letters = " ".join(sorted(self._letters[reason] for reason in reasons))
            yield named + said + (f" [{letters}]" if letters and letters != before else "")
            named, before = " " * len(named), letters or before

    def _joined(self, steps: list[Step]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield what is said of each step; where rows go and others stay for the same reasons, in one line."""
        said = [(self._step(step), tuple(dict.fromkeys(self._reasons(step)))) for step in steps]
        kept = next((at for at, step in enumerate(steps) if step.kind is StepKind.KEEP), None)
        if kept and steps[0].kind in _GONE and said[0][1] == said[kept][1]:
            rest = self._say("stay", count=figures.number(steps[kept].count, self.language))
            said[0] = (f"{said[0][0]}, {rest}", said[0][1])
            del said[kept]
        yield from said

    def _step(self, step: Step) -> str:
        if step.kind.leaves_alone:
            counted = things(StepKind.ERASE_FILES if step.files else step.kind, step.count, self.language)
            hold = step.why.hold
            held = {"hold": self._hold(hold), "reason": hold.reason, "article": hold.article} if hold else {}
            word = "keep held by others" if hold and not hold.reason else step.kind.value
            return self._say(word, count=counted, columns=", ".join(step.columns), **held)
        said = to_do(step.kind, step.count, step.columns, language=self.language)
        return f"{said} {self._say('leads to', table=step.why.leads_to)}" if step.why.leads_to else said

    def _hold(self, hold: HoldSaid) -> str:
        others = figures.number(hold.others, self.language)
        return self._say("holds" if hold.others else "hold", number=str(hold.number), others=others)

    # the reasons, each told once ------------------------------------------------------------------------------

    def _legend(self) -> Iterator[str]:
        if self._letters:
            yield from ("", self._say("legend"), "")
        for reason, letter in self._letters.items():
            purposes = (" ; " if self.language == "fr" else "; ").join(self._purposes[reason])
            yield from _wrapped(f"{reason} ({purposes})" if purposes else reason, indent=f"  {letter:<3}", more="     ")

    @cached_property
    def _letters(self) -> Mapping[str, str]:
        """Return a letter for each reason, in the order in which the text comes to them."""
        busy, quiet = self._places()
        steps = (step for places in (busy, quiet) for steps in places.values() for step in steps)
        reasons = dict.fromkeys(reason for step in steps for reason in self._reasons(step))
        return {reason: _letter(index) for index, reason in enumerate(reasons)}

    @cached_property
    def _purposes(self) -> Mapping[str, Mapping[str, None]]:
        """Return the purposes of the activities that give each reason."""
        found: dict[str, dict[str, None]] = {reason: {} for reason in self._letters}
        for step in self.plan.steps:
            for said in step.why.rules if step.count else ():
                reason = rules.rule(said.rule, self.policy, self.language)
                found[reason][rules.purpose(said.activity, self.policy, self.language)] = None
        return found

    def _reasons(self, step: Step) -> Iterator[str]:
        if step.kind is StepKind.KEEP and step.table and step.why.is_unfound:
            yield self._say("unfound")
        if step.why.left_alone:
            yield self._say("left alone")
        if step.why.row_stays:
            yield self._say("row stays")
        for category in step.why.forbidden:
            named = self.policy.categories[category].said_in(self.language) or category
            yield self._say("forbidden", category=named)
        yield from (rules.rule(said.rule, self.policy, self.language) for said in step.why.rules)
        if step.why.following:
            yield _FOLLOWING[self.language][step.why.following]

    # holds ----------------------------------------------------------------------------------------------------

    def _overdue(self) -> Iterator[str]:
        if self.plan.overdue:
            yield ""
        for hold in self.plan.overdue:
            review = figures.day(hold.review, self.language)
            yield from _wrapped(self._say("overdue", number=str(hold.number), reason=hold.reason, review=review))

    # guards ---------------------------------------------------------------------------------------------------

    def _guards(self) -> Iterator[str]:
        errors: dict[str, list[str]] = {}
        for guard in self.plan.guards:
            if guard.is_of_the_plan:
                yield guard.message.said_in(self.language)
            else:
                errors.setdefault(guard.code, []).append(guard.where)
        if errors:
            codes = ", ".join(f"{code} ({', '.join(places)})" for code, places in errors.items())
            yield self._say("errors", codes=codes)


def _letter(index: int) -> str:
    earlier, last = divmod(index, len(ascii_uppercase))
    return (_letter(earlier - 1) if earlier else "") + ascii_uppercase[last]


def _wrapped(text: str, *, indent: str = "", more: str = "") -> list[str]:
    held = _HELD_TOGETHER.sub("\u00a0", text)
    lines = wrap(held, _WIDTH, initial_indent=indent, subsequent_indent=more, break_on_hyphens=False)
    return [line.replace("\u00a0", " ") for line in lines]


# No line ends within quotation marks, before a high mark, or between a number and what it counts.
_HELD_TOGETHER = re.compile(r" (?=[»;:!?])|(?<=«) |(?<=\d) (?=[^\W\d])")
