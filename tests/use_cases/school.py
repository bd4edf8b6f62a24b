"""A school of one table, whose pupils are kept two years from the end of their lessons."""

from garant.planning.terrain.layout import Layout
from garant.policy.reading import read
from tests.planning.seen import schemas

TEXT = """
organisation: {name: École, country: FR, time zone: Europe/Paris, contact: {post: ici}, no dpo: trop petite}
subjects: {pupil: {fr: élève}}
events: {lessons ended: {fr: la fin des cours}}
categories: {identity: {fr: identité}}
activities:
  teaching:
    purpose: {fr: assurer les cours}
    basis: contract
    subjects: [pupil]
    categories: [identity]
    retention: [{keep: P2Y, from: lessons ended, because: règlement intérieur}]
stores: {school: {url: "env:SCHOOL", country: FR}}
people: {pupil: {table: school.pupils, key: id}}
tables:
  school.pupils:
    used for: [teaching]
    columns: {name: identity, ended_on: none}
    events: {lessons ended: {column: ended_on, empty: open}}
"""

SEEN = schemas(
    {"school": {"tables": {"pupils": {"columns": {"id": "int key", "name": "text null", "ended_on": "date null"}}}}}
)


def school(text: str = TEXT) -> Layout:
    """Return the school, laid over its schema."""
    reading = read({"policy.yaml": text})
    assert reading.policy is not None and reading.data_map is not None, reading.problems
    return Layout(reading.policy, reading.data_map, SEEN)
