"""Rows that are anonymised: the planner and the databases do what the interpreter says, in worlds full of them."""

from tests.reference.drawing import agree
from tests.reference.machine import Machine
from tests.reference.test_planner import compare
from tests.reference.worlds import rough_scenes

FEW = {"sqlite": 12, "postgres": 6, "mariadb": 5}


def test_rows_that_enough_people_share_are_anonymised_as_the_interpreter_says(machine: Machine):
    agree(machine, rough_scenes(), compare, examples=FEW[machine.kind], start=20261122)
