"""Invented students, diplomas and prospects of a school in two stores, set around the policy's limits."""

from collections.abc import Iterator
from datetime import date, timedelta

from garant.adapters.demo.draw import Draw, Made, MadeFile, Numbers, Somebody, Thing, made
from garant.adapters.sql.filling import Value

PROGRAMS = {
    "ING-GEN": ("Ingénieur généraliste", "RNCP35123"),
    "MAN-RH": ("Manager des ressources humaines", "RNCP34729"),
    "BACH-INFO": ("Bachelor informatique", "RNCP36017"),
}
CAMPUSES = ("arras", "bordeaux", "lyon", "nanterre", "toulouse")
MODULES = ("Mécanique", "Gestion de projet", "Algorithmique", "Anglais")
CAMPAIGNS = ("Journée portes ouvertes", "Lettre de rentrée", "Formations courtes")

NO_CONTACT: dict[str, Value] = {"Phone": None, "Street": None, "PostalCode": None, "City": None}


def make(draw: Draw, people: int) -> Iterator[Thing]:
    """Yield the rows and files of the school, parents before children."""
    yield from _School(draw).all(people)


class _School:
    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.number = Numbers()
        self.student = ""

    def all(self, people: int) -> Iterator[Thing]:
        for code, (title, rncp) in PROGRAMS.items():
            yield made("sis", "Program", Code=code, Title=title, RncpCode=rncp)
        for city in CAMPUSES:
            yield made("sis", "Site", Id=self.number["Site"], Host=f"{city}.cesi.fr", City=city.capitalize())
        for title in CAMPAIGNS:
            yield made("crm", "campaign", id=self.number["campaign"], title=title)
        for turn in range(people * 45 // 100):
            yield from self.applicant() if turn % 6 == 2 else self.enrolled()
        for _ in range(people * 45 // 100):
            yield from self.prospect()
        for _ in range(people // 7):
            yield self.diploma(self.draw.somebody(), self.draw.ended("P99Y", "diploma"), student=None)
            yield self.survey(self.draw.ended("P3Y", "survey"), student=None)

    def person(self, who: Somebody, status: str, *, since: date, closed: date | None, reachable: bool) -> Made:
        draw = self.draw
        self.student = draw.uuid()
        age = draw.number(17, 30)
        return made(
            "sis",
            "Student",
            Id=self.student,
            Number=f"{since.year}{self.number['Student']:07}",
            Status=status,
            Civility=who.title,
            LastName=who.last_name,
            FirstName=who.first_name,
            BirthDate=draw.before(since, least=age * 365, most=age * 365 + 364),
            **(self.contact_details(who) if reachable else NO_CONTACT | {"Email": f"{self.student}@invalid"}),
            SiteId=draw.number(1, len(CAMPUSES)),
            ApplicationClosedOn=closed,
            RegisteredAt=draw.at(since),
        )

    def contact_details(self, who: Somebody) -> dict[str, Value]:
        home = self.draw.address()
        place = {"Street": home.street, "PostalCode": home.postcode, "City": home.city}
        return {"Phone": who.mobile, "Email": who.email, **place}

    def applicant(self) -> Iterator[Thing]:
        draw, who = self.draw, self.draw.somebody()
        closed = None if draw.chance(4) else draw.ended("P3Y", "application")
        since = draw.before(closed or draw.on, least=5, most=200)
        yield self.person(who, "applied", since=since, closed=closed, reachable=True)
        yield from self.document("lettre")
        yield from self.account()

    def enrolled(self) -> Iterator[Thing]:
        draw, who = self.draw, self.draw.somebody()
        ended = self.course_end()
        starts = draw.before(ended or draw.on, least=60, most=1000)
        # Who left more than a year ago is in the archive already: no address, no documents, no account.
        still_near = ended is None or ended > draw.on - timedelta(days=370)
        status, since = "left" if ended else "enrolled", draw.before(starts, least=20, most=150)
        yield self.person(who, status, since=since, closed=None, reachable=still_near)
        if still_near and draw.chance(5):
            yield from self.guardian(who, starts)
        yield from self.course(starts, ended)
        if still_near:
            yield from self.document("releve")
            yield from self.account()
        if ended:
            yield self.diploma(who, ended, student=self.student)
            if draw.chance(2):
                yield self.survey(max(draw.ended("P3Y", "survey of today"), ended), student=self.student)

    def course_end(self) -> date | None:
        # Three groups: still here; left around a year ago; in the archive, around six years after.
        match self.draw.number(1, 10):
            case 1 | 2 | 3 | 4:
                return None
            case 5 | 6 | 7:
                return self.draw.ended("P1Y", "course")
            case _:
                return self.draw.ended("P6Y", "limitation")

    def guardian(self, child: Somebody, signed: date) -> Iterator[Made]:
        who, key = self.draw.somebody(), self.draw.uuid()
        names: dict[str, Value] = {"LastName": child.last_name, "FirstName": who.first_name}
        yield made("sis", "Guardian", Id=key, Email=who.email, Phone=who.mobile, **names)
        yield made("sis", "ParentalConsent", StudentId=self.student, GuardianId=key, SignedOn=signed)

    def course(self, starts: date, ended: date | None) -> Iterator[Made]:
        draw, key = self.draw, self.draw.uuid()
        yield made(
            "sis",
            "Enrolment",
            Id=key,
            StudentId=self.student,
            ProgramCode=draw.one_of(tuple(PROGRAMS)),
            StartsOn=starts,
            EndedOn=ended,
            Company=f"Ateliers {draw.somebody().last_name}" if draw.chance(2) else None,
        )
        for module in MODULES[: draw.number(1, 4)]:
            letter, comment = draw.one_of("ABCDE"), draw.one_of(("Bon travail.", None))
            grade: dict[str, Value] = {"Module": module, "Letter": letter, "Comment": comment}
            yield made("sis", "Grade", Id=self.number["Grade"], EnrolmentId=key, **grade)
        if draw.chance(3) and (ended is None or ended > draw.on - timedelta(days=370)):
            missed = starts + timedelta(days=12)
            yield made("sis", "Absence", Id=self.number["Absence"], EnrolmentId=key, Day=missed, Reason="grippe")

    def diploma(self, who: Somebody, issued: date, *, student: str | None) -> Made:
        draw = self.draw
        title, _ = PROGRAMS[draw.one_of(tuple(PROGRAMS))]
        return made(
            "sis",
            "Diploma",
            Id=draw.uuid(),
            StudentId=student,
            HolderName=who.full_name,
            HolderBirthDate=draw.before(issued, least=19 * 366, most=30 * 365),
            Title=title,
            IssuedOn=issued,
        )

    def document(self, kind: str) -> Iterator[Thing]:
        if not self.draw.chance(3):
            return
        key = self.number["Document"]
        name = f"{kind}-{key:07}.pdf"
        yield made("sis", "Document", Id=key, StudentId=self.student, Kind=kind, FileName=name)
        yield MadeFile("files", name, f"%PDF-1.4 {name}\n".encode())

    def account(self) -> Iterator[Made]:
        draw, key = self.draw, self.number["Account"]
        preferences = {"language": "fr"} | ({"accessibility": "contraste"} if draw.chance(10) else {})
        yield made(
            "sis",
            "Account",
            Id=key,
            StudentId=self.student,
            Login=f"cesi{key:07}",
            PasswordHash=f"argon2${draw.digits(12)}",
            Newsletter=draw.chance(3),
            Preferences=preferences,
        )
        if draw.chance(30):
            reported = draw.at(draw.before(draw.on, least=1, most=90))
            what = "Connexion que je ne reconnais pas."
            yield made(
                "sis", "AccountIncident", Id=self.number["Incident"], AccountId=key, ReportedAt=reported, What=what
            )

    def survey(self, answered: date, *, student: str | None) -> Made:
        draw = self.draw
        return made(
            "sis",
            "SurveyAnswer",
            Id=self.number["Survey"],
            StudentId=student,
            Survey=draw.one_of(("graduates", "satisfaction")),
            AnsweredAt=draw.at(answered),
            Opinion=draw.one_of(("Formation exigeante.", "Bon suivi en entreprise.", None)),
            Employment=draw.one_of(("CDI", "CDD", "études", None)),
        )

    def prospect(self) -> Iterator[Made]:
        draw, who, home = self.draw, self.draw.somebody(), self.draw.address()
        asked = not draw.chance(6)
        closed = None if asked and draw.chance(4) else draw.ended("P3Y", "prospect" if asked else "registered")
        known = draw.before(closed or draw.on, least=1, most=120) if asked else closed or draw.on
        key = self.number["contact"]
        yield made(
            "crm",
            "contact",
            id=key,
            civility=who.title,
            last_name=who.last_name,
            first_name=who.first_name,
            birth_date=draw.before(known, least=16 * 366, most=40 * 365),
            email=who.email,
            phone=who.mobile,
            address=home.street,
            postal_code=home.postcode,
            city=home.city,
            created_at=draw.at(known),
        )
        if asked:
            yield from self.opportunity(key, known, closed)
        yield from self.campaigns(key, known)

    def opportunity(self, contact: int, opened: date, closed: date | None) -> Iterator[Made]:
        draw = self.draw
        program, _ = PROGRAMS[draw.one_of(tuple(PROGRAMS))]
        key = self.number["opportunity"]
        yield made(
            "crm", "opportunity", id=key, contact_id=contact, program=program, opened_on=opened, closed_on=closed
        )
        note = draw.one_of(("Souhaite une alternance.", "Rappeler après le bac.", None))
        when = draw.epoch(opened) * 1000
        yield made(
            "crm", "activity", id=self.number["activity"], contact_id=contact, kind="appel", at_ms=when, note=note
        )
        if draw.chance(4):
            asked: dict[str, Value] = {"headline": "Aide au logement", "body": "Avez-vous une résidence à Nancy ?"}
            yield made("crm", "service_request", id=self.number["service"], contact_id=contact, **asked)

    def campaigns(self, contact: int, known: date) -> Iterator[Made]:
        draw = self.draw
        if draw.chance(2):
            left = draw.chance(4)
            yield made(
                "crm",
                "newsletter_subscription",
                contact_id=contact,
                list="nouvelles",
                agreed_at=draw.at(known),
                withdrawn_at=draw.at(draw.day(known, draw.on)) if left else None,
                withdrawn_by="lien" if left else None,
            )
        campaign, page = draw.number(1, len(CAMPAIGNS)), draw.one_of(("/alternance", None))
        sent = draw.at(draw.day(known, draw.on))
        yield made("crm", "campaign_send", campaign_id=campaign, contact_id=contact, sent_at=sent, clicked_page=page)
