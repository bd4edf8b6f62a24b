"""Invented trainees, prospects, agreements and certificates of a training organisation, set around its limits."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from garant.adapters.demo.draw import Draw, Made, MadeFile, Numbers, Somebody, Thing, made
from garant.adapters.sql.filling import Value

COURSES = {"VEND-01": "Vendre en magasin", "MECA-02": "Diagnostic automobile", "MGT-03": "Encadrer une équipe"}
STATUSES = ("salarié", "demandeur d’emploi", "particulier", "dirigeant")
FUNDERS = ("OPCO Mobilités", "France Travail", "Région", "Fonds propres")


def make(draw: Draw, people: int) -> Iterator[Thing]:
    """Yield the rows and files of the training organisation, parents before children."""
    yield from _Training(draw).all(people)


class _Training:
    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.number = Numbers()
        self.companies: list[str] = []

    def row(self, table: str, /, **values: Value) -> Made:
        return made("gestion", table, id=self.number[table], **values)

    def all(self, people: int) -> Iterator[Thing]:
        for code, title in COURSES.items():
            yield made("gestion", "formations", code=code, intitule=title, heures=35)
        for turn in range(max(4, people // 60)):
            yield self.trainer(still_here=turn < 3)
        for _ in range(max(6, people // 20)):
            yield from self.session()
        for _ in range(max(3, people // 25)):
            yield self.company()
        for turn in range(people):
            yield from self.prospect() if turn % 3 == 1 else self.client()
        for _ in range(people // 6):
            yield from self.invoice(self.draw.somebody(), self.draw.ended("P10Y6M", "old invoice"), person=None)
            yield from self.certificate(self.draw.somebody(), self.draw.ended("P31Y", "certificate"), person=None)

    def trainer(self, *, still_here: bool) -> Made:
        who = self.draw.somebody()
        left = None if still_here else self.draw.ended("P5Y", "trainer")
        return self.row("formateurs", nom=who.last_name, prenom=who.first_name, courriel=who.email, parti_le=left)

    def session(self) -> Iterator[Made]:
        first = self.draw.before(self.draw.on, least=30, most=3000)
        trainer = self.draw.number(1, self.number.last("formateurs"))
        code = self.draw.one_of(tuple(COURSES))
        yield self.row("seances", code_formation=code, formateur_id=trainer, du=first, au=first + timedelta(days=4))

    def company(self) -> Made:
        siren = f"{self.number['entreprises']:03}{self.draw.digits(6)}"
        self.companies.append(siren)
        name = f"Garage {self.draw.somebody().last_name}"
        return made("gestion", "entreprises", siren=siren, raison_sociale=name, ville=self.draw.address().city)

    def person(self, who: Somebody, known_since: date) -> Made:
        draw, home = self.draw, self.draw.address()
        return self.row(
            "personnes",
            civilite=who.title,
            nom=who.last_name,
            prenom=who.first_name,
            date_naissance=draw.before(known_since, least=19 * 365, most=55 * 365),
            adresse=home.street,
            code_postal=home.postcode,
            ville=home.city,
            courriel=who.email,
            tel_fixe=f"01 99 00 {draw.digits(2)} {draw.digits(2)}" if draw.chance(3) else None,
            tel_mobile=who.mobile,
            statut=draw.one_of(STATUSES),
            cree_le=draw.at(known_since),
        )

    def contact(self, day: date, *, way: str, channel: str) -> Made:
        note = self.draw.one_of(("Demande le programme.", "Rappeler lundi.", "Souhaite un devis.", None))
        person = self.number.last("personnes")
        return self.row("contacts", personne_id=person, jour=day.isoformat(), sens=way, canal=channel, note=note)

    def prospect(self) -> Iterator[Made]:
        draw, who = self.draw, self.draw.somebody()
        last = draw.ended("P5Y", "prospect")
        first = draw.before(last, least=0, most=200)
        yield self.person(who, first)
        if not draw.chance(6):
            yield self.contact(last, way="entrant", channel=draw.one_of(("telephone", "e-mail")))
            yield self.contact(first, way="entrant", channel=draw.one_of(("courrier", "visite")))
            # What we send, and when, counts for nothing.
            yield self.contact(min(last + timedelta(days=200), draw.on), way="sortant", channel="e-mail")
        if draw.chance(8):
            yield self.opposition(last)
        if draw.chance(5):
            yield self.row("reponses", personne_id=self.number.last("personnes"), question="BESOINS", reponse="Excel")

    def opposition(self, day: date) -> Made:
        person = self.number.last("personnes")
        channel = self.draw.one_of(("e-mail", "phone"))
        return made("gestion", "oppositions", personne_id=person, canal=channel, depuis=self.draw.at(day))

    def client(self) -> Iterator[Thing]:
        draw, who = self.draw, self.draw.somebody()
        running = draw.chance(10)
        last = draw.on if running else draw.ended("P10Y", "client")
        # For one in four, the last contact came after the contract, and rules.
        contract_ended = None if running else draw.before(last, least=0, most=0 if draw.number(1, 4) > 1 else 400)
        starts = draw.before(contract_ended or draw.on, least=5, most=200)
        yield self.person(who, draw.before(starts, least=1, most=90))
        yield self.contact(draw.before(starts, least=1, most=30), way="entrant", channel="telephone")
        if contract_ended and contract_ended < last:
            yield self.contact(last, way="entrant", channel=draw.one_of(("e-mail", "courrier")))
        yield from self.agreement(starts, contract_ended)
        yield from self.questionnaire()
        yield from self.platform(starts, contract_ended or draw.on)
        if contract_ended:
            yield from self.invoice(who, contract_ended, person=self.number.last("personnes"))
            yield from self.certificate(who, contract_ended, person=self.number.last("personnes"))

    def agreement(self, starts: date, ended: date | None) -> Iterator[Made]:
        draw = self.draw
        key = f"CV{starts.year}-{self.number['conventions']:06}"
        session = draw.number(1, self.number.last("seances"))
        yield made(
            "gestion",
            "conventions",
            numero=key,
            personne_id=self.number.last("personnes"),
            siren=draw.one_of(self.companies) if draw.chance(2) else None,
            date_debut=starts,
            date_fin=ended,
            objet=draw.one_of(tuple(COURSES.values())),
        )
        yield made(
            "gestion",
            "inscriptions",
            numero_convention=key,
            seance_id=session,
            assiduite=draw.number(70, 100),
            resultat="acquis" if ended else None,
        )
        yield self.row(
            "evaluations",
            numero_convention=key,
            seance_id=session,
            formateur_id=draw.number(1, self.number.last("formateurs")),
            note=draw.number(6, 20),
            recommandation="Poursuivre avec le niveau 2.",
        )
        dossier = f"D{draw.digits(8)}"
        yield self.row("financements", numero_convention=key, organisme=draw.one_of(FUNDERS), numero_dossier=dossier)
        if draw.chance(5):
            boss = draw.somebody().full_name
            yield made(
                "gestion", "inscriptions_par_tiers", numero_convention=key, declarant=boss, accord_declare_le=starts
            )

    def questionnaire(self) -> Iterator[Made]:
        person = self.number.last("personnes")
        answers = {"BESOINS": "Prendre confiance face au client"}
        # What was never to be collected came all the same: due on sight.
        if self.draw.chance(60):
            answers["SANTE"] = "suivi pour un diabète"
        if self.draw.chance(90):
            answers["CONVICTIONS"] = "ne travaille pas le vendredi"
        for question, answer in answers.items():
            yield self.row("reponses", personne_id=person, question=question, reponse=answer)

    def platform(self, starts: date, until: date) -> Iterator[Made]:
        draw, person = self.draw, self.number.last("personnes")
        if not draw.chance(2):
            return
        login = f"imp{person:07}"
        secret = f"pbkdf2${draw.digits(12)}"
        yield made("gestion", "lms_utilisateurs", identifiant=login, personne_id=person, mot_de_passe=secret)
        # Three years after the contract the times are gone already, as an application that purges would leave it.
        if until > draw.on - timedelta(days=1110):
            for _ in range(4):
                began, seconds = draw.at(draw.day(starts, until)), draw.number(200, 9000)
                yield self.row("lms_connexions", identifiant=login, debut=began, secondes=seconds, module="Module 1")
        sent = draw.at(starts)
        yield self.row("lms_messages", identifiant=login, texte="Bonjour, je n’ouvre pas le module 2.", envoye_le=sent)

    def invoice(self, who: Somebody, issued: date, *, person: int | None) -> Iterator[Made]:
        draw = self.draw
        key = f"F{issued.year}-{self.number['factures']:06}"
        amount = Decimal(draw.number(30000, 240000)) / 100
        yield made(
            "gestion",
            "factures",
            numero=key,
            personne_id=person,
            facture_a=who.full_name,
            adresse=str(draw.address()),
            emise_le=issued,
            montant=amount,
        )
        label = f"Formation de {who.full_name}"
        yield made("gestion", "lignes_facture", numero_facture=key, rang=1, libelle=label, montant=amount)

    def certificate(self, who: Somebody, issued: date, *, person: int | None) -> Iterator[Thing]:
        key = f"A{issued.year}-{self.number['certificats']:06}"
        file = f"{key}.pdf" if self.draw.chance(4) else None
        yield made(
            "gestion",
            "certificats",
            numero=key,
            personne_id=person,
            nom_complet=who.full_name,
            intitule=self.draw.one_of(tuple(COURSES.values())),
            annee=issued.year,
            fichier=file,
        )
        if file:
            yield MadeFile("attestations", file, f"%PDF-1.4 attestation {key}\n".encode())
