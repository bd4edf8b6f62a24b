"""A small policy with every kind of retention rule, for the documents that put rules into words."""

from garant.planning.steps import RuleSaid
from garant.policy.model import Policy

POLICY = Policy.model_validate(
    {
        "organisation": {
            "name": "École de musique",
            "country": "FR",
            "time zone": "Europe/Paris",
            "contact": {"email": "ecole@musique.example"},
        },
        "subjects": {"pupil": {"fr": "élève", "en": "pupil"}},
        "events": {
            "lessons ended": {"fr": "la fin des cours", "en": "the end of the lessons"},
            "registered": {"fr": "l'inscription", "en": "the registration"},
            "invoice issued": {"fr": "l'émission de la facture", "en": "the issue of the invoice"},
        },
        "categories": {"identity": {"fr": "identité"}, "beliefs": {"fr": "convictions", "forbidden": True}},
        "activities": {
            "teaching": {
                "purpose": {"fr": "assurer les cours", "en": "teaching"},
                "basis": "contract",
                "subjects": "pupil",
                "categories": "identity",
                "retention": [
                    {"keep": "P2Y", "from": "lessons ended", "or else": "registered", "archive": {"for": "P3Y"}},
                    {"keep": "P1Y6M", "from": ["lessons ended", "registered"]},
                    {"keep": "to be decided", "from": "lessons ended"},
                    {"keep": "P0D", "from": "nothing said"},
                ],
            },
            "billing": {
                "purpose": {"fr": "facturer", "en": "invoicing"},
                "basis": "legal obligation",
                "subjects": "pupil",
                "categories": "identity",
                "retention": [
                    {
                        "keep": "P10Y",
                        "from": "invoice issued",
                        "rounded to": "end of financial year",
                        "because": "code de commerce, L123-22",
                        "archive": {"after": "P2Y"},
                        "at latest": {"keep": "P13M", "from": "registered"},
                    }
                ],
            },
            "concerts": {
                "purpose": {"fr": "donner des concerts", "en": "concerts"},
                "basis": "contract",
                "subjects": "pupil",
                "categories": "identity",
                "retention": [{"keep": "P1Y6M", "from": ["lessons ended", "registered"]}],
            },
        },
    }
)


def said(activity: str, index: int = 0) -> RuleSaid:
    """Return a rule of the policy as a step tells it."""
    return RuleSaid(activity, POLICY.activities[activity].retention[index])
