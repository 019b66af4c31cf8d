"""Resolves with OpenFeature's SDK for Python and its OFREP provider.

Arguments: base URL of the edge, client secret. Prints one JSON object.
"""

import json
import sys

from openfeature import api
from openfeature.contrib.provider.ofrep import OFREPProvider
from openfeature.evaluation_context import EvaluationContext


def client_with(base_url: str, secret: str, domain: str):
    headers = {"Authorization": f"Bearer {secret}"}
    api.set_provider(OFREPProvider(base_url, headers_factory=lambda: headers), domain)
    return api.get_client(domain)


def details(evaluation) -> dict:
    return {
        "value": evaluation.value,
        "variant": evaluation.variant,
        "reason": str(evaluation.reason),
        "error": evaluation.error_code.name if evaluation.error_code else None,
        "rule": evaluation.flag_metadata.get("rule"),
    }


def main(base_url: str, secret: str) -> None:
    client = client_with(base_url, secret, "edge")
    wrong = client_with(base_url, "wr0ng", "wrong")
    sweden = EvaluationContext("python-ofrep", {"country": "SE"})
    norway = EvaluationContext("python-ofrep", {"country": "NO"})
    answers = {
        "text": client.get_string_details("banner.color", "code", sweden),
        "integer": client.get_integer_details("banner.limit", 0, sweden),
        "boolean": client.get_boolean_details("banner.enabled", False, sweden),
        "nested": client.get_integer_details("banner.layout.columns", 0, sweden),
        "struct": client.get_object_details("banner", {}, sweden),
        "noMatch": client.get_string_details("banner.color", "code", norway),
        "silent": client.get_integer_details("fixed.layout.columns", 7, sweden),
        "missing": client.get_string_details("nope.color", "code", sweden),
        "refused": wrong.get_string_details("banner.color", "code", sweden),
    }
    print(json.dumps({name: details(answer) for name, answer in answers.items()}))


main(sys.argv[1], sys.argv[2])
