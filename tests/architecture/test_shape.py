"""Rooms, budgets and names: the shape that docs/house-style.md draws, rules 1, 2, 8 and 9."""

import ast
from collections import Counter

from tests.architecture.source import PACKAGE, ROOT, called_name, everything, product

ROOMS = {"policy", "planning", "evidence", "documents", "use_cases", "adapters", "cli"}
PASSAGES = {"ports", "wiring"}
BESIDE_THE_ROOMS = {"__init__.py", "__main__.py", "py.typed"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "handler", "service", "tools"}

LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 39
FILES_OF_A_FOLDER = 15
LINES_OF_A_FOLDER = 2500


def test_the_rooms_are_exactly_the_drawn_ones():
    found = {path.name for path in PACKAGE.iterdir() if path.is_dir() and path.name != "__pycache__"}

    assert found == ROOMS | PASSAGES


def test_nothing_but_ports_and_wiring_stands_beside_the_rooms():
    assert {path.name for path in PACKAGE.iterdir() if path.is_file()} <= BESIDE_THE_ROOMS


def test_every_module_says_in_one_sentence_what_lives_there():
    silent = [module.name for module in product() if not _is_one_sentence(ast.get_docstring(module.tree))]

    assert silent == []


def _is_one_sentence(docstring: str | None) -> bool:
    # More may follow, a paragraph apart: the family tree of exceptions, for one.
    return docstring is not None and docstring.split("\n\n")[0].endswith(".")


def test_no_file_is_longer_than_its_budget():
    too_long = {module.name: module.lines for module in everything() if module.lines > LINES_OF_A_FILE}

    assert too_long == {}


def test_no_function_is_longer_than_its_budget():
    too_long = {
        f"{module.name}: {function.name}": length
        for module in product()
        for function in module.functions()
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LINES_OF_A_FUNCTION
    }

    assert too_long == {}


def test_no_folder_outgrows_its_budget():
    files = Counter(module.path.parent for module in product())
    lines: Counter[object] = Counter()
    for module in product():
        lines[module.path.parent] += module.lines

    too_big = {
        folder.relative_to(ROOT).as_posix(): (files[folder], lines[folder])
        for folder in files
        if files[folder] > FILES_OF_A_FOLDER or lines[folder] > LINES_OF_A_FOLDER
    }
    assert too_big == {}


def test_no_file_has_a_vague_name():
    vague = [module.name for module in everything() if VAGUE_NAMES & set(module.path.stem.split("_"))]

    assert vague == []


def test_only_the_use_case_of_applying_a_plan_carries_out_steps():
    callers = {module.name for module in product() for call in module.calls() if called_name(call) == "carry_out"}

    assert callers <= {"src/garant/use_cases/apply_plan/batches.py"}


def test_every_use_case_has_its_test():
    untested = [path.name for path in _without_test("use_cases")]

    assert untested == []


def test_every_command_has_its_test():
    commands = [path.name for path in _without_test("cli") if ".command(" in path.read_text(encoding="utf-8")]

    assert commands == []


def _without_test(room: str):
    sources = sorted(PACKAGE.joinpath(room).glob("*.py"))
    tests = ROOT / "tests" / room
    return [one for one in sources if one.stem != "__init__" and not list(tests.glob(f"test_{one.stem}*.py"))]
