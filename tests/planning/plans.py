"""Plans, for what is decided of them."""

from datetime import date

from garant.planning.plan import Digests, Plan
from garant.planning.steps import Step

ON = date(2026, 11, 22)
DIGESTS = Digests(
    policy="p", data_map="m", schemas={"school": "s"}, stores={"school": "at home"}, log="garant/in-memory"
)


def plan_of(*steps: Step, on: date = ON, digests: Digests = DIGESTS) -> Plan:
    """Return a plan with these steps."""
    return Plan(on=on, organisation="École", folder="/school", digests=digests, steps=steps)
