"""Invented students, orders, prospects and discount requests of an online school, set around the policy's limits."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from garant.adapters.demo.draw import Address, Draw, Made, MadeFile, Numbers, Somebody, Thing, made
from garant.adapters.sql.filling import Value

COURSES = ("Prépa concours écoles de commerce", "Stage d’été en mathématiques", "Anglais intensif", "Culture générale")
QUESTIONS = ("Quand commence la prochaine session ?", "Proposez-vous des facilités de paiement ?", None)
PAPERS = ("avis-imposition", "notification-bourse", "piece-identite")


def make(draw: Draw, people: int) -> Iterator[Thing]:
    """Yield the rows and files of the online school, parents before children."""
    yield from _Shop(draw).all(people)


class _Shop:
    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.number = Numbers()

    def row(self, table: str, /, **values: Value) -> Made:
        return made("shop", table, id=self.number[table], **values)

    def all(self, people: int) -> Iterator[Thing]:
        for turn, title in enumerate(COURSES, start=1):
            yield self.row("products", reference=f"FORM-{turn:02}", title=title, price=Decimal(490 * turn))
        for turn in range(6):
            held = self.draw.on + timedelta(days=45 - 60 * turn)
            yield self.row("events", title=f"Portes ouvertes no {turn + 1}", held_on=held)
        for _ in range(people * 45 // 100):
            yield from self.student()
        for _ in range(people * 55 // 100):
            yield from self.lead()
        for _ in range(people // 7):
            issued = self.draw.ended("P10Y6M", "invoice")
            yield self.invoice(self.draw.somebody(), self.draw.address(), issued=issued, order=None)
        for _ in range(people // 2):
            yield from self.visit()

    def student(self) -> Iterator[Made]:
        draw, who, home = self.draw, self.draw.somebody(), self.draw.address()
        bought = not draw.chance(12)
        ended = None if bought and draw.chance(8) else draw.ended("P10Y", "student" if bought else "registered")
        begun = draw.before(ended or draw.on, least=10, most=330) if bought else ended or draw.on
        yield self.row(
            "customers",
            civility=who.title,
            last_name=who.last_name,
            first_name=who.first_name,
            email=who.email,
            phone=who.mobile,
            street=home.street,
            postcode=home.postcode,
            city=home.city,
            created_at=draw.at(begun),
        )
        if bought:
            yield from self.order(begun, ended)
            yield self.invoice(who, home, issued=begun, order=self.number.last("orders"))
            yield from self.account()

    def order(self, begun: date, ended: date | None) -> Iterator[Made]:
        draw = self.draw
        yield self.row(
            "orders",
            reference=f"C{begun.year}{self.number.last('orders') + 1:06}",
            customer_id=self.number.last("customers"),
            ordered_at=draw.at(begun),
            contract_ended_on=ended,
            comment=draw.one_of(("Livrer les manuels chez mes parents.", None, None)),
        )
        order, product = self.number.last("orders"), draw.number(1, len(COURSES))
        yield made("shop", "order_lines", order_id=order, line=1, product_id=product, quantity=1)
        if draw.chance(3):
            note = "Progresse vite ; prévoir un sujet plus difficile."
            yield self.row("coaching_notes", order_id=order, coach="équipe A", note=note)

    def account(self) -> Iterator[Made]:
        draw, customer = self.draw, self.number.last("customers")
        secret = f"bcrypt${draw.digits(12)}"
        yield self.row("student_accounts", customer_id=customer, username=f"eleve{customer}", password_hash=secret)
        account = self.number.last("student_accounts")
        for lesson in range(draw.number(1, 4)):
            score = draw.number(30, 100)
            yield self.row("lesson_progress", account_id=account, lesson=f"Leçon {lesson + 1}", score=score)

    def invoice(self, who: Somebody, home: Address, *, issued: date, order: int | None) -> Made:
        return self.row(
            "invoices",
            number=f"F{issued.year}-{self.number.last('invoices') + 1:06}",
            order_id=order,
            billed_name=who.full_name,
            billed_address=str(home),
            issued_on=issued,
            total=Decimal(self.draw.number(1, 4) * 490),
        )

    def lead(self) -> Iterator[Thing]:
        draw, who = self.draw, self.draw.somebody()
        wrote = not draw.chance(7)
        last = draw.ended("P3Y", "lead" if wrote else "recorded")
        known = draw.before(last, least=0, most=150) if wrote else last
        yield self.row(
            "leads",
            last_name=who.last_name,
            first_name=who.first_name,
            email=who.email,
            phone=who.mobile,
            course_of_interest=draw.one_of(COURSES),
            created_at=draw.at(known),
        )
        if wrote:
            yield from self.contacts(known, last)
        yield from self.commercial(known)
        if draw.chance(5):
            yield from self.equal_opportunity()

    def contacts(self, known: date, last: date) -> Iterator[Made]:
        draw, lead = self.draw, self.number.last("leads")
        # What we send after the last question counts for nothing.
        sent = min(last + timedelta(days=300), draw.on)
        for direction, day, body in (
            ("in", known, draw.one_of(QUESTIONS)),
            ("in", last, draw.one_of(QUESTIONS)),
            ("out", sent, "Notre nouveau catalogue est en ligne."),
        ):
            channel, at = draw.one_of(("e-mail", "phone")), draw.at(day).isoformat(" ")
            yield self.row("lead_contacts", lead_id=lead, direction=direction, channel=channel, at_text=at, body=body)

    def commercial(self, known: date) -> Iterator[Made]:
        draw, lead = self.draw, self.number.last("leads")
        if draw.chance(3):
            event, reminded = draw.number(1, 6), draw.at(known)
            came = draw.chance(2)
            yield made("shop", "event_registrations", event_id=event, lead_id=lead, reminded_at=reminded, came=came)
        if draw.chance(6):
            yield self.row("prize_entries", lead_id=lead, draw_title="Jeu de rentrée", answer="La réponse B")
        left = draw.at(draw.day(known, draw.on)) if draw.chance(5) else None
        yield made("shop", "mailing_subscriptions", lead_id=lead, list="nouveautes", left_at=left)
        if draw.chance(4):
            yield made("shop", "call_consents", lead_id=lead, given_on=known, refused_on=None)

    def equal_opportunity(self) -> Iterator[Thing]:
        draw = self.draw
        yield self.row(
            "equal_requests",
            lead_id=self.number.last("leads"),
            household_income=draw.number(9, 32) * 1000,
            scholarship=draw.one_of(("échelon 2", "échelon 5", None)),
            decision=draw.one_of(("accordée", "refusée")),
        )
        request = self.number.last("equal_requests")
        for kind in PAPERS[: draw.number(1, 3)]:
            name = f"{request:06}-{kind}.pdf"
            yield self.row("equal_documents", request_id=request, kind=kind, file_name=name)
            yield MadeFile("equal_documents", name, f"%PDF-1.4 {name}\n".encode())

    def visit(self) -> Iterator[Made]:
        draw, cookie = self.draw, self.draw.uuid()
        chosen = draw.ended("P13M", "cookie")
        agreed = draw.chance(2)
        when = draw.epoch(chosen)
        yield made("shop", "cookie_choices", cookie=cookie, audience=agreed, advertising=False, chosen_at=when)
        if agreed:
            for page in ("/", "/formations"):
                yield self.row("page_views", cookie=cookie, page=page, seen_at=draw.at(chosen))
