"""Ask the public archives for their visa, and record it (Code du patrimoine, L.212-2, L.212-3, R.212-14)."""

from collections.abc import Sequence
from datetime import date, datetime

from garant.evidence.records import EvidenceRecord, Fact, RecordKind
from garant.planning.terrain.visas import Granted, ListForVisa, Series
from garant.policy.speech.failures import Failure
from garant.policy.speech.sentences import Sentence
from garant.ports import VisaBook


class NoSuchList(Failure):
    """No list has this number."""

    sentence = Sentence("il n'y a pas de liste n° {number}", "there is no list {number}")
    mend = Sentence(
        "`garant archive list` imprime ce qui attend, et dit son numéro",
        "`garant archive list` prints what waits, and says its number",
    )


class VisaGiven(Failure):
    """The list has its visa already."""

    sentence = Sentence("la liste n° {number} a déjà son visa", "list {number} has its visa already")
    mend = Sentence("`garant archive list --number` le montre", "`garant archive list --number` shows it")


class VisaOfAnotherDay(Failure):
    """A visa is given after its list was made, and not in the future."""

    sentence = Sentence(
        "un visa du {day} ne peut être celui de la liste du {on}", "a visa of {day} cannot be that of the list of {on}"
    )
    mend = Sentence("donnez le jour que porte le visa : --on", "give the day that the visa bears: --on")


def ask_visa(book: VisaBook, series: Sequence[Series], *, on: date, at: datetime) -> ListForVisa | None:
    """Keep what waits as a list, with evidence; a list that says the same and still waits is not made again."""
    if not series:
        return None
    same = (one for one in book.all() if one.visa is None and (one.on, one.series) == (on, tuple(series)))
    found = next(same, None)
    if found is not None:
        return found

    def record(number: int) -> EvidenceRecord:
        counts: dict[str, Fact] = {f"rows {one.table} {one.activity}": one.count for one in series}
        return EvidenceRecord(kind=RecordKind.VISA_ASKED, at=at, facts={"list": number, "on": on.isoformat(), **counts})

    number = book.submit(series, on=on, record=record)
    return ListForVisa(number=number, on=on, series=tuple(series))


def find_list(book: VisaBook, number: int) -> ListForVisa:
    """Return a list that was made before, or raise NoSuchList."""
    found = next((one for one in book.all() if one.number == number), None)
    if found is None:
        raise NoSuchList(number=number)
    return found


def record_visa(book: VisaBook, number: int, visa: Granted, *, today: date, at: datetime) -> ListForVisa:
    """Record the visa of a list: the next plan destroys what stood on it; or raise a Failure."""
    found = find_list(book, number)
    if found.visa is not None:
        raise VisaGiven(number=number)
    if not found.on <= visa.on <= today:
        raise VisaOfAnotherDay(day=visa.on.isoformat(), on=found.on.isoformat())
    facts: dict[str, Fact] = {
        "list": number,
        "by": visa.by,
        "visa on": visa.on.isoformat(),
        "reference": visa.reference,
    }
    book.grant(number, visa, record=EvidenceRecord(kind=RecordKind.VISA_RECORDED, at=at, facts=facts))
    return found
