"""Make an example organisation to try Garant on."""

from collections.abc import Callable
from datetime import date

from garant.ports.demo import DemoGround


def make_demo(ground: DemoGround, *, people: int, on: date, tell: Callable[[int], None]) -> int:
    """Make a demo for its day, tell how far it has come, and return how many rows and files it has."""
    ground.look()
    count = 0
    for count in ground.make(people=people, on=on):
        tell(count)
    return count
