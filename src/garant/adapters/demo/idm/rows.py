"""Invented enquiries, exchanges and visits of a website, set around the policy's limits."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

from garant.adapters.demo.draw import Draw, Made, Numbers, Somebody, Thing, made
from garant.adapters.sql.filling import Value

FORMS = ("Nous écrire", "Demander une brochure", "S’inscrire à une réunion d’information")
PAGES = ("/", "/formations", "/contact", "/apprentissage", "/actualites")
MESSAGES = (
    "Bonjour, quelles formations proposez-vous en alternance ?",
    "Je souhaite reprendre des études : à qui m’adresser ?",
    "Pouvez-vous m’envoyer la brochure par la poste ?",
)
BROWSERS = ("Firefox", "Chrome", "Safari")
EDITORS_LEAST = 4


def make(draw: Draw, people: int) -> Iterator[Thing]:
    """Yield the rows of the website, parents before children."""
    yield from _Website(draw).all(people)


class _Website:
    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.number = Numbers()

    def row(self, table: str, /, **values: Value) -> Made:
        return made("site", table, id=self.number[table], **values)

    def all(self, people: int) -> Iterator[Made]:
        yield made("site", "im_options", option_name="blogname", option_value="Institut des Métiers")
        yield from (self.row("im_forms", title=title) for title in FORMS)
        for number, name in enumerate(PAGES, start=1):
            yield made("site", "matomo_log_action", idaction=number, name=name)
        for turn in range(max(EDITORS_LEAST, people // 100)):
            yield from self.editor(still_here=turn < EDITORS_LEAST // 2)
        for _ in range(people * 8 // 10):
            yield from self.enquirer()
        for _ in range(people):
            yield from self.visit()
            yield self.cookie_choice()

    def editor(self, *, still_here: bool) -> Iterator[Made]:
        draw, who = self.draw, self.draw.somebody()
        closed = None if still_here else self.instant(draw.ended("P6M", "editor"))
        number = self.number["im_users"]
        yield made(
            "site",
            "im_users",
            ID=number,
            user_login=f"{who.first_name.lower()}{number}",
            user_email=who.email,
            display_name=who.full_name,
            user_status=0,
            account_closed=closed,
        )
        for key, value in (("first_name", who.first_name), ("last_name", who.last_name), ("rich_editing", "true")):
            meta = self.number["im_usermeta"]
            yield made("site", "im_usermeta", umeta_id=meta, user_id=number, meta_key=key, meta_value=value)
        post = self.number["im_posts"]
        day = self.instant(draw.before(draw.on, least=10, most=900))
        title = f"Portes ouvertes {post}"
        yield made(
            "site", "im_posts", ID=post, post_author=number, post_title=title, post_status="publish", post_date=day
        )

    def instant(self, day: date) -> str:
        return self.draw.at(day).isoformat(" ")

    def enquirer(self) -> Iterator[Made]:
        draw, who, home = self.draw, self.draw.somebody(), self.draw.address()
        last = draw.ended("P3Y", "enquiry")
        first = draw.before(last, least=0, most=60)
        yield self.row(
            "im_contacts",
            civilite=who.title,
            nom=who.last_name,
            prenom=who.first_name,
            email=who.email,
            telephone=who.mobile,
            adresse=home.street,
            code_postal=home.postcode,
            ville=home.city,
            created=self.instant(first),
        )
        yield from self.entry(who, first)
        if last > first:
            yield from self.exchanges(first, last)

    def entry(self, who: Somebody, day: date) -> Iterator[Made]:
        draw = self.draw
        # Half a year on, the address of who wrote has no reason left; the message still has.
        recent = day > draw.on - timedelta(days=190)
        yield self.row(
            "im_entries",
            form_id=draw.number(1, len(FORMS)),
            contact_id=self.number.last("im_contacts"),
            date_created=self.instant(day),
            ip=f"203.0.113.{draw.number(1, 254)}" if recent else None,
            source_url=draw.one_of(PAGES),
        )
        entry = self.number.last("im_entries")
        home = draw.address()
        answers = {
            "title": who.title,
            "first_name": who.first_name,
            "last_name": who.last_name,
            "email": who.email,
            "phone": who.mobile,
            "postcode": home.postcode,
            "city": home.city,
            "message": draw.one_of(MESSAGES),
        }
        for key, value in answers.items():
            yield self.row("im_entry_meta", entry_id=entry, meta_key=key, meta_value=value)
        if draw.chance(4):
            noted = self.instant(day)
            yield self.row("im_entry_notes", entry_id=entry, user_id=1, value="Rappeler demain.", date_created=noted)

    def exchanges(self, first: date, last: date) -> Iterator[Made]:
        contact = self.number.last("im_contacts")
        answered = min(first + timedelta(days=2), self.draw.on)
        for direction, day, body in (
            ("out", answered, "Bonjour, voici notre brochure."),
            ("in", last, "Merci de votre réponse !"),
            ("out", min(last + timedelta(days=400), self.draw.on), "Notre nouveau catalogue est paru."),
        ):
            yield self.row(
                "im_exchanges", contact_id=contact, direction=direction, channel="e-mail", body=body, at_day=day
            )

    def visit(self) -> Iterator[Made]:
        draw = self.draw
        number, browser = self.number["matomo_log_visit"], draw.one_of(BROWSERS)
        yield made(
            "site",
            "matomo_log_visit",
            idvisit=number,
            location_ip=f"198.51.{draw.number(0, 254)}.0",
            config_browser=browser,
            config_device=draw.one_of(("desktop", "smartphone")),
            visit_last_action_time=draw.at(draw.ended("P25M", "visit")),
        )
        for _ in range(2):
            link, page = self.number["matomo_log_link_visit_action"], draw.number(1, len(PAGES))
            where = "https://moteur.example/?q=formation"
            yield made(
                "site", "matomo_log_link_visit_action", idlink=link, idvisit=number, idaction=page, url_ref=where
            )
        yield self.row(
            "im_access_log",
            at_ms=draw.epoch(draw.ended("P6M", "log")) * 1000,
            ip=f"198.51.100.{draw.number(1, 254)}",
            agent=f"{browser}/120.0",
            request=f"GET {draw.one_of(PAGES)}",
            status=200,
        )

    def cookie_choice(self) -> Made:
        choices = json.dumps({"audience": self.draw.chance(2), "preferences": True})
        chosen = self.draw.epoch(self.draw.ended("P13M", "cookies"))
        key = self.draw.uuid()
        return made("site", "im_cookie_choices", id=key, choices=choices, wording="2026-06", chosen_at=chosen)
