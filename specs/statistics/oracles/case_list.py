"""The list of cases of one area, and how an R oracle is asked."""

import json
import math
import pathlib
import subprocess

import mpmath as mp
import numpy as np
import scipy
import statsmodels

mp.mp.dps = 60
MPMATH = f"mpmath {mp.__version__} at 60 digits"
NUMPY = f"numpy {np.__version__}"
SCIPY = f"scipy {scipy.__version__}"
STATSMODELS = f"statsmodels {statsmodels.__version__}"


class CaseList:
    """Cases in the order they were added; the first of an id counts."""

    def __init__(self):
        self.by_id = {}

    def add(self, id_, kind, input_, expected, source, rel=1e-10, abs_=0.0,
            fields=None):
        tolerance = {"rel": rel, "abs": abs_}
        if fields:
            tolerance["fields"] = fields
        json.dumps([id_, input_, expected], allow_nan=False)
        self.by_id.setdefault(id_, {
            "id": id_,
            "kind": kind,
            "input": input_,
            "expected": expected,
            "tolerance": tolerance,
            "source": source,
        })

    def refused(self, id_, kind, input_, *codes):
        """An expected refusal: the reasons, in order."""
        self.add(f"refused-{id_}", kind, input_, {"problems": list(codes)},
                 "the domain of the method")


def plain(value):
    """JSON numbers; infinite ends of intervals become null."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return [plain(v) for v in value]
    value = float(value)
    return None if math.isinf(value) else value


def numbers(value):
    """The answer of an R script: its numbers come as 17-digit texts."""
    if isinstance(value, dict):
        return {key: numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [numbers(item) for item in value]
    if value == "NA":
        return None
    if isinstance(value, str) and value != "":
        try:
            number = float(value)
        except ValueError:
            return value
        return None if math.isinf(number) or math.isnan(number) else number
    return value


def ask_r(script, questions):
    """Runs `script` on a list of questions; a list of answers comes back.

    The script's `source` (package and version) comes first.
    """
    here = pathlib.Path(__file__).parent
    run = subprocess.run(
        ["Rscript", "--vanilla", script], input=json.dumps(questions), text=True,
        capture_output=True, check=False, cwd=here)
    if run.returncode != 0:
        raise RuntimeError(f"{script} failed:\n{run.stderr}")
    answer = json.loads(run.stdout)
    return answer["source"], numbers(answer["answers"])
