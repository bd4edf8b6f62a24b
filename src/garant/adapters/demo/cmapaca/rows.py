"""Invented apprentices, companies, lodgings and log-ins of the training centres, set around the policy's limits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from garant.adapters.demo.draw import Draw, Made, MadeFile, Numbers, Somebody, Thing, made
from garant.adapters.demo.names import PROVENCE, TRADES
from garant.adapters.sql.filling import Value

DIETS = ("sans arachide", "sans gluten", "diabétique", "végétarien")
SUBJECTS = ("français", "mathématiques", "technologie", "anglais", "pratique d’atelier")
YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class Company:
    """A company that takes apprentices, and its workplace tutor."""

    id: int
    tutor_id: int


@dataclass(frozen=True, kw_only=True)
class Apprentice:
    """An apprentice while their rows are being made."""

    id: int
    who: Somebody
    starts_on: date
    ended_on: date | None
    guardian_id: int | None


def make(draw: Draw, people: int) -> Iterator[Thing]:
    """Yield the rows and files of the training centres, parents before children."""
    yield from _Centres(draw).all(people)


class _Centres:
    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.number = Numbers()
        self.companies: list[Company] = []
        self.teachers: list[int] = []
        self.last_guardian: int | None = None

    def row(self, table: str, /, **values: Value) -> Made:
        return made("cfa", table, id=self.number[table], **values)

    def all(self, people: int) -> Iterator[Thing]:
        yield from self.catalogue()
        for turn in range(max(4, people // 40)):
            yield from self.teacher(still_here=turn % 3 > 0)
        for _ in range(max(5, people // 12)):
            yield from self.company()
        for turn in range(people * 6 // 10):
            yield from self.candidate() if turn % 7 == 3 else self.apprentice()
        for _ in range(people // 5):
            yield from self.old_invoice()
        yield from self.images()

    def catalogue(self) -> Iterator[Made]:
        for postcode, city in PROVENCE[:4]:
            yield self.row("sites", name=f"Centre de formation de {city}", postcode=postcode, city=city)
        for turn, trade in enumerate(TRADES):
            course = self.row(
                "courses", code=f"CAP{turn:02}", title=f"CAP {trade}", diploma="CAP", site_id=1 + turn % 4
            )
            yield course
            yield made("campus", "spaces", id=course.row["id"], title=f"CAP {trade}")

    def teacher(self, *, still_here: bool) -> Iterator[Made]:
        draw, who = self.draw, self.draw.somebody()
        left = None if still_here else draw.ended("P2Y", "teacher")
        teacher = self.row(
            "teachers",
            last_name=who.last_name,
            first_name=who.first_name,
            email=who.email,
            phone=who.mobile,
            subject=draw.one_of(SUBJECTS),
            left_on=left,
        )
        self.teachers.append(self.number.last("teachers"))
        yield teacher
        yield from self.lessons(self.teachers[-1])
        yield from self.account(who, "teacher", closed_on=left)

    def lessons(self, teacher_id: int) -> Iterator[Made]:
        for week in range(3):
            starts = self.draw.at(self.draw.on - timedelta(weeks=week))
            title = self.draw.one_of(SUBJECTS)
            course = self.draw.number(1, len(TRADES))
            yield self.row(
                "lessons", course_id=course, teacher_id=teacher_id, title=title, room="Atelier 2", starts_at=starts
            )

    def company(self) -> Iterator[Made]:
        draw = self.draw
        trade, (postcode, city) = draw.one_of(TRADES), draw.one_of(PROVENCE)
        company = self.row(
            "companies",
            siret=f"{100000000 + self.number.last('companies'):09}{draw.digits(5)}",
            name=f"{trade.capitalize()} {draw.somebody().last_name}",
            trade=trade,
            postcode=postcode,
            city=city,
        )
        yield company
        idle = self.number.last("companies") % 6 == 0
        recorded = draw.ended("P2Y", "contact") if idle else draw.before(draw.on, least=0, most=2000)
        yield self.contact("representative", recorded)
        yield self.contact("tutor", recorded)
        if not idle:
            self.companies.append(
                Company(id=self.number.last("companies"), tutor_id=self.number.last("company_contacts"))
            )

    def contact(self, function: str, recorded: date) -> Made:
        who = self.draw.somebody()
        return self.row(
            "company_contacts",
            company_id=self.number.last("companies"),
            function=function,
            last_name=who.last_name,
            first_name=who.first_name,
            email=who.email,
            phone=who.mobile,
            created_at=self.draw.at(recorded),
        )

    def candidate(self) -> Iterator[Thing]:
        draw, who = self.draw, self.draw.somebody()
        searching = not draw.chance(5)
        closed = draw.ended("P2Y", "search") if searching and not draw.chance(3) else None
        ended = closed or (draw.on if searching else draw.ended("P2Y", "registered"))
        begun = draw.before(ended, least=0, most=300) if searching else ended
        yield from self.person(who, "candidate", begun=begun)
        if searching:
            yield from self.search(begun=begun, closed=closed)

    def apprentice(self) -> Iterator[Thing]:
        draw, who = self.draw, self.draw.somebody()
        ended = None if draw.chance(3) else draw.ended("P2Y", "apprentice")
        starts = (ended or draw.on) - YEAR - timedelta(days=draw.number(0, 365))
        yield from self.person(who, "former" if ended else "enrolled", begun=starts)
        mine = Apprentice(
            id=self.number.last("apprentices"),
            who=who,
            starts_on=starts,
            ended_on=ended,
            guardian_id=self.last_guardian,
        )
        yield from self.contract(mine)
        yield from self.schooling(mine)
        if draw.chance(4):
            yield from self.lodging(mine)
        yield from self.traces(mine)

    def person(self, who: Somebody, status: str, *, begun: date) -> Iterator[Made]:
        draw, home = self.draw, self.draw.address(PROVENCE)
        age = draw.number(15, 22)
        yield self.row(
            "apprentices",
            number=f"A{begun.year}-{self.number.last('apprentices') + 1:06}",
            status=status,
            last_name=who.last_name,
            used_name=draw.somebody().last_name if draw.chance(25) else None,
            first_names=who.first_name,
            gender=who.gender,
            born_on=draw.before(begun, least=age * 365, most=age * 365 + 364),
            born_in=home.city,
            street=home.street,
            postcode=home.postcode,
            city=home.city,
            mobile=who.mobile,
            email=who.email,
            photo_file=None,
            created_at=draw.at(begun),
        )
        self.last_guardian = None
        if age < 18:
            yield from self.guardian(who)

    def guardian(self, child: Somebody) -> Iterator[Made]:
        # Now and then a sister or brother: one guardian for two.
        siblings = "guardians" in self.number and self.draw.chance(12)
        if not siblings:
            who, home = self.draw.somebody(), self.draw.address(PROVENCE)
            yield self.row(
                "guardians",
                last_name=child.last_name,
                first_name=who.first_name,
                email=who.email,
                phone=who.mobile,
                street=home.street,
                postcode=home.postcode,
                city=home.city,
            )
        self.last_guardian = self.number.last("guardians")
        yield made(
            "cfa",
            "guardianships",
            apprentice_id=self.number.last("apprentices"),
            guardian_id=self.last_guardian,
            relation=self.draw.one_of(("mère", "père", "tutrice")),
        )

    def contract(self, mine: Apprentice) -> Iterator[Made]:
        company = self.draw.one_of(self.companies)
        yield self.row(
            "contracts",
            number=f"013-{mine.starts_on.year}-{mine.id:06}",
            apprentice_id=mine.id,
            company_id=company.id,
            tutor_id=company.tutor_id,
            job=f"apprentissage en {self.draw.one_of(TRADES)}",
            wage_percent=self.draw.one_of((27, 39, 43, 51, 55, 67)),
            starts_on=mine.starts_on,
            ended_on=mine.ended_on,
        )

    def schooling(self, mine: Apprentice) -> Iterator[Made]:
        draw = self.draw
        yield self.row(
            "enrolments",
            apprentice_id=mine.id,
            course_id=draw.number(1, len(TRADES)),
            starts_on=mine.starts_on,
            ended_on=mine.ended_on,
            grade=draw.one_of(("1re année", "2e année")),
        )
        enrolment = self.number.last("enrolments")
        for subject in SUBJECTS[: draw.number(2, 5)]:
            yield self.mark(enrolment, subject)
        if mine.ended_on:
            yield self.row(
                "exam_admissions",
                enrolment_id=enrolment,
                session_year=mine.ended_on.year,
                admitted=not draw.chance(6),
                told_on=mine.ended_on,
            )
        visited = mine.starts_on + timedelta(days=20)
        remarks = "port de charges limité" if draw.chance(8) else None
        yield self.row("medical_visits", apprentice_id=mine.id, visited_on=visited, fit="apte", remarks=remarks)

    def mark(self, enrolment: int, subject: str) -> Made:
        return self.row(
            "marks",
            enrolment_id=enrolment,
            teacher_id=self.draw.one_of(self.teachers),
            subject=subject,
            mark=Decimal(self.draw.number(12, 40)) / 2,
            appreciation=self.draw.one_of(("Trimestre sérieux.", "Doit s’impliquer davantage.", None)),
        )

    def lodging(self, mine: Apprentice) -> Iterator[Made]:
        draw = self.draw
        yield self.row(
            "lodgings",
            apprentice_id=mine.id,
            guardian_id=mine.guardian_id,
            room=f"B{draw.number(100, 320)}",
            meals="demi-pension",
            diet=draw.one_of(DIETS) if draw.chance(5) else None,
            family_quotient=draw.number(300, 1800) if mine.guardian_id else None,
            iban=draw.iban() if mine.guardian_id else None,
            ended_on=mine.ended_on,
        )
        for month in range(3):
            issued = min(mine.starts_on + timedelta(days=30 * month), draw.on)
            yield from self.invoice(mine.who, issued, guardian_id=mine.guardian_id)

    def old_invoice(self) -> Iterator[Made]:
        # Guardian and apprentice have long gone; the books have not.
        yield from self.invoice(self.draw.somebody(), self.draw.ended("P10Y", "invoice"), guardian_id=None)

    def invoice(self, child: Somebody, issued: date, *, guardian_id: int | None) -> Iterator[Made]:
        draw = self.draw
        amount = Decimal(draw.number(8000, 42000)) / 100
        yield self.row(
            "invoices",
            number=f"F{issued.year}-{self.number.last('invoices') + 1:06}",
            guardian_id=guardian_id,
            billed_to=f"M. et Mme {child.last_name}",
            billed_address=str(draw.address(PROVENCE)),
            issued_on=issued,
            total=amount,
        )
        label = f"Hébergement et repas de {child.full_name}"
        yield self.row("invoice_lines", invoice_id=self.number.last("invoices"), label=label, amount=amount)

    def search(self, *, begun: date, closed: date | None) -> Iterator[Thing]:
        draw = self.draw
        number = self.number.last("placement_searches") + 1
        cv = f"cv-{number:06}.pdf" if draw.chance(3) else None
        yield self.row(
            "placement_searches",
            apprentice_id=self.number.last("apprentices"),
            trade=draw.one_of(TRADES),
            period_wanted="septembre à juin",
            cv_file=cv,
            consented_on=begun,
            closed_on=closed,
        )
        if cv:
            yield MadeFile("documents", cv, f"%PDF-1.4 CV {number}\n".encode())
        company = draw.one_of(self.companies)
        yield self.row("introductions", search_id=number, company_id=company.id, answer="entretien proposé")

    def traces(self, mine: Apprentice) -> Iterator[Made]:
        draw = self.draw
        if draw.chance(3):
            answered = draw.at(draw.ended("P2Y", "survey")).isoformat(" ")
            score, comment = draw.number(1, 5), draw.one_of(("Très bon accueil.", "Cantine trop bruyante.", None))
            yield self.row("survey_answers", apprentice_id=mine.id, answered_at=answered, score=score, comment=comment)
        if not mine.ended_on:
            badge = f"B-{mine.id:06}"
            for passed in sorted(draw.ended("P3M", "badge") for _ in range(4)):
                yield self.row(
                    "badge_passages", apprentice_id=mine.id, badge=badge, door="Atelier", passed_at=draw.at(passed)
                )
        yield from self.account(mine.who, "apprentice", closed_on=mine.ended_on)

    def account(self, who: Somebody, role: str, *, closed_on: date | None) -> Iterator[Made]:
        draw, account = self.draw, self.draw.uuid()
        closed = draw.at(closed_on) if closed_on else None
        login = {"display_name": who.full_name, "mail": who.email}
        yield made("campus", "accounts", id=account, role=role, closed_at=closed, **login)
        space = draw.number(1, len(TRADES))
        yield made("campus", "space_members", space_id=space, account_id=account, nickname=who.first_name)
        if draw.chance(2):
            body = "Bonjour, à quelle heure commence l’atelier ?"
            yield made("campus", "messages", id=self.number["messages"], space_id=space, author_id=account, body=body)
        yield from self.connections(account, closed_on or draw.on)

    def connections(self, account: str, until: date) -> Iterator[Made]:
        for day in sorted(self.draw.ended("P13M", "connection") for _ in range(6)):
            if day > until:
                continue
            yield made(
                "campus",
                "connections",
                id=self.number["connections"],
                account_id=account,
                at_epoch=self.draw.epoch(day),
                ip=f"192.0.2.{self.draw.number(1, 254)}",
                page="/cours",
            )

    def images(self) -> Iterator[MadeFile]:
        cameras: Sequence[str] = ("entree", "atelier")
        for back in range(36):
            day = self.draw.on - timedelta(days=back)
            for camera in cameras:
                yield MadeFile("cctv", f"{camera}/{day:%Y-%m-%d}/08h.mp4", b"images\n")
