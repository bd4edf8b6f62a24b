"""The elements of a JSON array as rows, as MariaDB writes it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

_EACH = "place FOR ORDINALITY, value VARCHAR(255) PATH '$', written JSON PATH '$'"


class JsonTable(sa.sql.functions.GenericFunction[str]):
    """The elements of a JSON array as rows, as MariaDB writes it."""

    name = "json_table"
    inherit_cache = True


@compiles(JsonTable)
def _json_table(element: JsonTable, compiler: SQLCompiler, **options: Any) -> str:
    written = compiler.process(element.clauses.clauses[0], **options)
    return f"JSON_TABLE({written}, '$[*]' COLUMNS ({_EACH}))"
