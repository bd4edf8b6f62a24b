"""Puts legal holds into words, French or English, and into JSON; what they name is told only where that is asked."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from garant.evidence.restored import HoldTold
from garant.planning.grounds.holds import HeldFiles, HeldPerson, HeldRows, HoldKind, LegalHold, Suspension
from garant.policy.datamap import Condition, Test
from garant.policy.speech.figures import day, number
from garant.policy.speech.sentences import Language, Sentence

_KINDS: Mapping[HoldKind, Sentence] = {
    HoldKind.PERSON: Sentence("une personne de {place}", "a person of {place}"),
    HoldKind.TABLE: Sentence("toute la table {place}", "the whole table {place}"),
    HoldKind.ROWS: Sentence("des lignes de {place}", "rows of {place}"),
    HoldKind.FILES: Sentence("des fichiers de {place}", "files of {place}"),
    HoldKind.SUSPENSION: Sentence(
        "des raisons suspendues pour une personne de {place}", "reasons suspended for a person of {place}"
    ),
}
_NONE = Sentence("Aucun gel.", "No hold.")
_HEAD = Sentence("Gel n° {number} : {what}", "Hold {number}: {what}")
_WHY = Sentence(
    "{reason} ({article}) ; posé par {author} le {since}", "{reason} ({article}); placed by {author} on {since}"
)
_READERS = Sentence("peuvent lire ce qu'il garde seul : {readers}", "may read what it alone keeps: {readers}")
_REVIEW = Sentence("à revoir le {review}", "to be reviewed on {review}")
_OVERDUE = Sentence("devait être revu le {review}", "was to be reviewed on {review}")
_LIFTED = Sentence("levé par {by} le {on} : {because}", "lifted by {by} on {on}: {because}")
_PLACED = Sentence(
    "Gel n° {number} posé : {what}. Il vaut dès maintenant, et sera à revoir le {review}.",
    "Hold {number} is placed: {what}. It rules from now on, and is to be reviewed on {review}.",
)
_KEEPS = Sentence("Il garde à présent (lignes ou fichiers), dans :", "It now keeps (rows or files), in:")
_KEEPS_NOTHING = Sentence(
    "Il ne garde rien pour l'instant : rien de ce qu'il nomme n'est là.",
    "It keeps nothing for now: nothing that it names is there.",
)
_REVIEWED = Sentence("Gel n° {number} : à revoir le {review}.", "Hold {number}: to be reviewed on {review}.")
_ENDED = Sentence(
    "Gel n° {number} levé. Le prochain plan ne garde plus rien pour lui ; ce qu'il nommait est oublié.",
    "Hold {number} is lifted. The next plan keeps nothing for it any more; what it named is forgotten.",
)
_AGAIN = Sentence("Gels posés à nouveau : n° {numbers}", "Holds placed again: {numbers}")
_LOST = Sentence(
    "Gel perdu, sans copie : {what}. Posez-le à nouveau avant toute exécution.",
    "A hold is lost, and there is no copy: {what}. Place it again before anything is applied.",
)


_MENTIONED = Sentence(
    "Attention : un mot du motif est aussi dans la fiche de cette personne, et les plans montrent le motif.\n"
    "Si c'est son nom, posez un gel avec le numéro de l'affaire, puis levez celui-ci : garant hold lift … {number}",
    "Beware: a word of the reason is also in this person's row, and plans show the reason.\n"
    "If it is their name, place a hold with the number of the case, then lift this one: garant hold lift … {number}",
)


def mentioned(hold: int, *, language: Language) -> str:
    """Return that the reason seems to name whom it holds."""
    return _MENTIONED.said_in(language).format(number=hold)


def placed(hold: LegalHold, counts: Mapping[str, int], *, language: Language) -> str:
    """Return that a hold was placed, and how many rows or files it now keeps."""
    head = _PLACED.said_in(language)
    lines = [head.format(number=hold.number, what=_what(hold, language), review=day(hold.review, language)), ""]
    lines.append((_KEEPS if counts else _KEEPS_NOTHING).said_in(language))
    width = max(map(len, counts), default=0) + 2
    lines += [f"  {place:<{width}}{number(count, language)}" for place, count in counts.items()]
    return "\n".join(lines) + "\n"


def placed_again(again: Sequence[int], lost: Mapping[int, HoldTold], *, language: Language) -> str:
    """Return which holds an older state did not know: those that were placed again, and those of which no copy is."""
    found = [_AGAIN.filled({"numbers": ", ".join(map(str, again))})] if again else []
    found += [_LOST.filled({"what": one.numbered(number)}) for number, one in lost.items()]
    return "".join(f"{one.said_in(language)}\n" for one in found)


def reviewed(hold: int, until: date, *, language: Language) -> str:
    """Return that somebody looked at a hold again."""
    return _REVIEWED.said_in(language).format(number=hold, review=day(until, language)) + "\n"


def ended(hold: int, *, language: Language) -> str:
    """Return that a hold was lifted."""
    return _ENDED.said_in(language).format(number=hold) + "\n"


def listed(holds: Sequence[LegalHold], *, on: date, language: Language, with_names: bool) -> str:
    """Return the holds as a person reads them."""
    found = ["\n".join(_told(hold, on, language, with_names=with_names)) for hold in holds]
    return "\n\n".join(found or [_NONE.said_in(language)]) + "\n"


def _told(hold: LegalHold, on: date, language: Language, *, with_names: bool) -> Iterator[str]:
    yield _HEAD.said_in(language).format(number=hold.number, what=_what(hold, language))
    if with_names and hold.names is not None:
        yield from (f"  {line}" for line in _names(hold))
    why = _WHY.said_in(language)
    since = day(hold.since, language)
    yield "  " + why.format(reason=hold.reason, article=hold.article, author=hold.author, since=since)
    if hold.readers:
        yield "  " + _READERS.said_in(language).format(readers=", ".join(hold.readers))
    if hold.lifted is not None:
        ended_on = day(hold.lifted.on, language)
        yield "  " + _LIFTED.said_in(language).format(by=hold.lifted.by, on=ended_on, because=hold.lifted.because)
        return
    review = _OVERDUE if hold.is_to_be_reviewed(on) else _REVIEW
    yield "  " + review.said_in(language).format(review=day(hold.review, language))


def _what(hold: LegalHold, language: Language) -> str:
    return _KINDS[hold.kind].said_in(language).format(place=hold.place)


def _names(hold: LegalHold) -> Iterator[str]:
    match hold.names:
        case HeldPerson() | Suspension():
            yield f"{hold.place}:{hold.names.key}"
        case HeldRows():
            yield from (_condition(path, test) for path, test in hold.names.when)
        case HeldFiles():
            first, last = (one.isoformat() if one else "" for one in (hold.names.first, hold.names.last))
            yield hold.names.pattern + (f"  {first}..{last}" if first or last else "")
        case None:
            return


def _condition(path: str, test: Condition) -> str:
    if isinstance(test, Test):
        return f"{path}^={test.starts}" if test.starts is not None else f"{path}!={test.not_}"
    return f"{path}={', '.join(map(str, test)) if isinstance(test, tuple) else test}"


def as_json(holds: Sequence[LegalHold], *, on: date, with_names: bool) -> str:
    """Return the holds for programs."""
    plain = {"holds": [_plain(hold, on, with_names=with_names) for hold in holds]}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _plain(hold: LegalHold, on: date, *, with_names: bool) -> dict[str, object]:
    ended = hold.lifted
    return {
        "number": hold.number,
        "kind": hold.kind.value,
        "place": hold.place,
        **({"names": list(_names(hold))} if with_names else {}),
        "reason": hold.reason,
        "article": hold.article,
        "author": hold.author,
        "readers": list(hold.readers),
        "since": hold.since.isoformat(),
        "review": hold.review.isoformat(),
        "to be reviewed": hold.is_to_be_reviewed(on),
        "lifted": None if ended is None else {"by": ended.by, "on": ended.on.isoformat(), "because": ended.because},
    }


def placed_as_json(hold: LegalHold, counts: Mapping[str, int]) -> str:
    """Return for programs that a hold was placed."""
    plain = {"number": hold.number, "keeps": [{"place": place, "count": count} for place, count in counts.items()]}
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
