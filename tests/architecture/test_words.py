"""The law's words are used for the law's things only: docs/house-style.md, section 3."""

import ast
import re
from collections.abc import Iterator

from tests.architecture.source import Module, product

VERBS_THAT_ARE_TAKEN = {"process", "handle", "manage", "register", "do", "perform"}
NEVER_SAID = {"pii", "vendor", "regulator", "workflow", "middleware", "gdpr"}
TAKEN_ENDINGS = ("Controller", "Processor", "Manager", "Handler", "Service", "Helper", "Util", "Utils", "Request")
THE_LAW_S_OWN = {"Controller", "JointControllers", "Processor", "SubProcessor", "RightsRequest"}
TAKEN_PARAMETERS = {"request", "process", "processor", "controller"}


def test_no_function_uses_a_word_of_the_law_for_a_technical_deed():
    wrong = [
        f"{module.name}: {function.name}"
        for module in product()
        for function in module.functions()
        if _words(function.name)[0] in VERBS_THAT_ARE_TAKEN
    ]

    assert wrong == []


def test_no_class_is_a_technical_controller_processor_or_service():
    wrong = [
        f"{module.name}: {found.name}"
        for module in product()
        for found in module.classes()
        if found.name.endswith(TAKEN_ENDINGS) and found.name not in THE_LAW_S_OWN
    ]

    assert wrong == []


def test_no_name_says_what_the_glossary_says_never_to_say():
    wrong = [
        f"{module.name}: {name}"
        for module in product()
        for name in _defined_names(module)
        if NEVER_SAID & set(_words(name))
    ]

    assert wrong == []


def test_permission_is_not_called_access_which_is_a_right():
    wrong = [
        f"{module.name}: {name}"
        for module in product()
        for name in _defined_names(module)
        if re.search(r"^(has|can|may|check|allow|grant)_access|access_(control|level|granted)", name)
    ]

    assert wrong == []


def test_an_argument_is_a_rights_request_or_http_but_never_a_bare_request():
    wrong = [
        f"{module.name}: {function.name}({argument.arg})"
        for module in product()
        for function in module.functions()
        for argument in [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        if argument.arg in TAKEN_PARAMETERS and not _is_of_the_law(argument)
    ]

    assert wrong == []


def test_planning_erases_and_never_deletes():
    # Delete is retrievable, erase is not (DPV keeps them apart): what a plan does is to erase.
    wrong = [
        f"{module.name}: {name}"
        for module in product()
        if module.room == "planning"
        for name in _defined_names(module)
        if "delete" in _words(name)
    ]

    assert wrong == []


def test_data_are_special_by_law_and_not_sensitive_by_taste():
    wrong = [
        f"{module.name}: {name}"
        for module in product()
        for name in _defined_names(module)
        if "sensitive" in _words(name)
    ]

    assert wrong == []


def _is_of_the_law(argument: ast.arg) -> bool:
    written = ast.unparse(argument.annotation) if argument.annotation else ""
    return bool(THE_LAW_S_OWN & set(re.findall(r"\w+", written)))


def _defined_names(module: Module) -> Iterator[str]:
    yield module.path.stem
    yield from (function.name for function in module.functions())
    yield from (found.name for found in module.classes())


def _words(name: str) -> list[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word.lower() for word in spaced.strip("_").split("_")]
