"""Parses goldens with sqlglot, an SQL parser that is not ours.

    python3 parse-goldens.py FOLDER

Reads FOLDER/<case>/<dialect>.sql and prints one JSON object per file: what
kept it from being one query of that dialect (null if nothing), the texts and
column names it holds, and the functions that the parser does not know.
"""

import json
import pathlib
import sys

import sqlglot
from sqlglot import exp


def read(path):
    text = path.read_bytes().decode()
    found = {"case": path.parent.name, "dialect": path.stem, "problem": None}
    try:
        statements = sqlglot.parse(
            text, read=path.stem, error_level=sqlglot.ErrorLevel.RAISE
        )
    except sqlglot.errors.SqlglotError as error:
        return {**found, "problem": str(error)}
    if len(statements) != 1:
        return {**found, "problem": f"{len(statements)} statements"}
    (query,) = statements
    if not isinstance(query, exp.Query) or query.find(exp.Command):
        return {**found, "problem": f"a {type(query).__name__}, not a query"}
    try:
        # Written back, a tree shows what its dialect has no words for.
        query.sql(path.stem, unsupported_level=sqlglot.ErrorLevel.RAISE)
    except sqlglot.errors.SqlglotError as error:
        return {**found, "problem": str(error)}
    return {
        **found,
        "texts": [text.this for text in query.find_all(exp.Literal) if text.is_string],
        "names": query.named_selects,
        "unknown": sorted({call.name for call in query.find_all(exp.Anonymous)}),
    }


for golden in sorted(pathlib.Path(sys.argv[1]).glob("*/*.sql")):
    print(json.dumps(read(golden)))
