"""Runs SQL of engines that are not here, as sqlglot understands it, on DuckDB.

    python3 run-translated.py < queries.json

Reads a JSON list of {"dialect", "sql"} and prints a JSON list of the rows of
each, or of what went wrong. What is tested is the meaning that a second reader
gives to the text; the engine itself may still differ.
"""

import json
import sys

import duckdb
import sqlglot
from sqlglot import exp

# What sqlglot leaves to DuckDB, which has it under no name.
MACROS = ["CREATE MACRO farm_fingerprint(text) AS CAST(hash(text) >> 1 AS BIGINT)"]


def first_of_ordered(node):
    """ARRAY_AGG(x IGNORE NULLS ORDER BY ... LIMIT 1)[0], which sqlglot muddles."""
    limited = node.find(exp.Limit)
    ordered = limited.this
    values = exp.Filter(
        this=exp.ArrayAgg(this=ordered.copy()),
        expression=exp.Where(this=ordered.this.copy().is_(exp.null()).not_()),
    )
    return exp.Bracket(this=exp.paren(values), expressions=[exp.Literal.number(0)])


def simpler(node):
    # In a session in UTC, converting to UTC is nothing but a cast.
    if isinstance(node, exp.ConvertTimezone):
        return node.args["timestamp"]
    # GET of an array is an element of it, which sqlglot makes JSON of.
    if isinstance(node, exp.GetExtract):
        return exp.Bracket(
            this=exp.paren(node.this), expressions=[node.expression]
        )
    if isinstance(node, exp.Bracket) and isinstance(node.this, exp.IgnoreNulls):
        if isinstance(node.this.this.this, exp.Limit):
            return first_of_ordered(node)
    return node


def run(connection, query):
    tree = sqlglot.parse_one(query["sql"], read=query["dialect"])
    cursor = connection.execute(tree.transform(simpler).sql("duckdb"))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row)) for row in cursor.fetchall()]


def answer(connection, query):
    try:
        return {"rows": run(connection, query)}
    except (sqlglot.errors.SqlglotError, duckdb.Error) as error:
        return {"problem": str(error)}


def main():
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    for macro in MACROS:
        connection.execute(macro)
    queries = json.load(sys.stdin)
    # A decimal or a date is told as text.
    print(json.dumps([answer(connection, query) for query in queries], default=str))


if __name__ == "__main__":
    main()
