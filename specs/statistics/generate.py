"""Writes cases/<area>.json: expected values from programs other than ours.

Run:  python -m venv v && v/bin/pip install -r requirements.txt
      v/bin/python generate.py            # every area
      v/bin/python generate.py means      # some of them

Each area is a module of `oracles/` with a `CASES` list; some ask an R script
of the same name. All random inputs are seeded: running it again changes
nothing.
"""

import importlib
import json
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).parent
SUPPORT = {"brownian", "case_list", "samples", "tails"}
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE / "oracles"))


def areas():
    return sorted(
        p.stem for p in (HERE / "oracles").glob("*.py") if p.stem not in SUPPORT)


def write(area):
    started = time.time()
    cases = importlib.import_module(area).CASES.by_id.values()
    lines = ",\n".join(json.dumps(case, allow_nan=False) for case in cases)
    target = HERE / "cases" / f"{area.replace('_', '-')}.json"
    target.write_text(f"[\n{lines}\n]\n")
    print(f"{target.name}: {len(cases)} cases in {time.time() - started:.0f} s")


if __name__ == "__main__":
    for name in sys.argv[1:] or areas():
        write(name.replace("-", "_"))
