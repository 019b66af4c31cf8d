"""A little warehouse for fake servers: SQL of a cloud engine, run on DuckDB.

    python3 translated-engine.py DIRECTORY_OF_run-translated.py

Reads one JSON request per line and answers each with one line, in any order:

    {"id", "do": "run" | "describe", "dialect", "sql"}
        -> {"id", "statement", "columns": [[name, type]], "rows": [[text|null]]}
    {"id", "do": "load", "sql": [text]}     DuckDB's own SQL
    {"id", "do": "cancel", "of": id}

or {"id", "problem": {"kind", "message", "line", "column"}}. What it shows is
what sqlglot takes the text for; the engine itself may still differ.
"""

import functools
import importlib.util
import json
import os
import re
import sys
import threading

import duckdb
import sqlglot
from sqlglot import exp

TRANSLATION = os.path.join(sys.argv[1], "run-translated.py")
spec = importlib.util.spec_from_file_location("run_translated", TRANSLATION)
translation = importlib.util.module_from_spec(spec)
spec.loader.exec_module(translation)

MISSING = [
    ("table", re.compile(r"(?:Table|View) with name (.+?) does not exist")),
    ("column", re.compile(r'Referenced column "(.+?)" not found')),
    ("column", re.compile(r'does not have a column named "(.+?)"')),
    ("column", re.compile(r'Values list ".+?" does not have a column named "(.+?)"')),
    ("function", re.compile(r"Function with name (.+?) does not exist")),
]


def statement_of(tree):
    if isinstance(tree, (exp.Query, exp.Subquery, exp.Values)):
        return "SELECT"
    if isinstance(tree, (exp.Create, exp.Drop)):
        return f"{tree.key.upper()}_{tree.kind}"
    return tree.key.upper()


@functools.lru_cache(maxsize=256)
def parsed(dialect, sql):
    """The kind of statement and its text for DuckDB; of several, SCRIPT."""
    trees = [tree for tree in sqlglot.parse(sql, read=dialect) if tree is not None]
    if len(trees) != 1:
        return "SCRIPT", None
    kind = statement_of(trees[0])
    if kind != "SELECT":
        return kind, None
    text = trees[0].transform(translation.simpler).sql("duckdb")
    return kind, text


def problem_of(error):
    message = str(error)
    if isinstance(error, sqlglot.errors.ParseError):
        [first, *_] = error.errors
        return {
            "kind": "syntax",
            "message": str(first["description"]),
            "line": first["line"],
            "column": first["col"],
        }
    if isinstance(error, (sqlglot.errors.SqlglotError, duckdb.ParserException)):
        return {"kind": "syntax", "message": message}
    if isinstance(error, duckdb.InterruptException):
        return {"kind": "cancelled", "message": message}
    for kind, pattern in MISSING:
        found = pattern.search(message)
        if found:
            return {"kind": kind, "message": message, "name": found.group(1)}
    return {"kind": "other", "message": message}


class Engine:
    def __init__(self):
        self.connection = duckdb.connect()
        self.connection.execute("SET TimeZone = 'UTC'")
        for macro in translation.MACROS:
            self.connection.execute(macro)
        self.running = {}
        self.lock = threading.Lock()

    def answer(self, request):
        cursor = self.connection.cursor()
        cursor.execute("SET TimeZone = 'UTC'")
        self.running[request["id"]] = cursor
        try:
            return self.answer_on(cursor, request)
        except (sqlglot.errors.SqlglotError, duckdb.Error) as error:
            return {"problem": problem_of(error)}
        except RecursionError as error:
            return {"problem": {"kind": "other", "message": str(error)}}
        finally:
            del self.running[request["id"]]
            cursor.close()

    def answer_on(self, cursor, request):
        if request["do"] == "load":
            for sql in request["sql"]:
                cursor.execute(sql)
            return {"statement": "LOAD", "columns": [], "rows": []}
        statement, text = parsed(request["dialect"], request["sql"])
        if text is None:
            return {"statement": statement, "columns": [], "rows": []}
        cursor.execute(f"DESCRIBE {text}")
        columns = [[row[0], row[1]] for row in cursor.fetchall()]
        rows = []
        if request["do"] == "run":
            # Python has no way to hold every value; DuckDB writes each.
            cursor.execute(f"SELECT COLUMNS(*)::VARCHAR FROM (\n{text}\n)")
            rows = cursor.fetchall()
        return {"statement": statement, "columns": columns, "rows": rows}

    def serve(self, request):
        answer = {"id": request["id"], **self.answer(request)}
        with self.lock:
            print(json.dumps(answer), flush=True)


def main():
    engine = Engine()
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "cancel":
            cursor = engine.running.get(request["of"])
            if cursor is not None:
                cursor.interrupt()
            continue
        threading.Thread(target=engine.serve, args=(request,), daemon=True).start()


main()
