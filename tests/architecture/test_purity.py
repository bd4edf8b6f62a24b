"""The core opens, prints and executes nothing; SQL is built from statements and bound values alone."""

import ast

from tests.architecture.source import Module, called_name, product, pure

EFFECTS = {"open", "print", "input", "eval", "exec", "compile", "__import__", "breakpoint"}
EFFECTS_OF_PATHS = {"read_text", "write_text", "read_bytes", "write_bytes", "mkdir", "unlink", "iterdir", "exists"}
CLOCKS = {"today", "now", "utcnow", "time_ns", "monotonic", "perf_counter"}
TAKES_SQL = {"execute", "executemany", "exec_driver_sql", "text", "literal_column", "DDL"}


def test_the_core_opens_prints_and_executes_nothing():
    effects = [
        _at(module, call)
        for module in pure()
        for call in module.calls()
        if isinstance(call.func, ast.Name) and call.func.id in EFFECTS
    ]

    assert effects == []


def test_the_core_touches_no_file():
    effects = [_at(module, call) for module in pure() for call in module.calls() if _is_method(call, EFFECTS_OF_PATHS)]

    assert effects == []


def test_the_core_reads_no_clock():
    clocks = [_at(module, call) for module in pure() for call in module.calls() if _is_method(call, CLOCKS)]

    assert clocks == []


def test_the_core_keeps_no_state_between_calls():
    stateful = [
        f"{module.name}:{node.lineno}"
        for module in pure()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Global | ast.Nonlocal)
    ]

    assert stateful == []


def test_sql_is_never_glued_together_from_text():
    glued = [
        _at(module, call)
        for module in product()
        for call in module.calls()
        if called_name(call) in TAKES_SQL and call.args and _is_glued(call.args[0])
    ]

    assert glued == []


def _is_method(call: ast.Call, names: set[str]) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in names


def _is_glued(argument: ast.expr) -> bool:
    match argument:
        case ast.JoinedStr(values=values):
            return any(isinstance(value, ast.FormattedValue) for value in values)
        case ast.BinOp(op=ast.Add() | ast.Mod(), left=left, right=right):
            return _has_text(left) or _has_text(right)
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="format" | "join")):
            return True
        case _:
            return False


def _has_text(part: ast.expr) -> bool:
    return isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and isinstance(part.value, str))


def _at(module: Module, call: ast.Call) -> str:
    return f"{module.name}:{call.lineno}: {called_name(call)}"
