"""Resolves, applies and publishes with the Confidence SDK for Python.

Arguments: base URL of the edge, client secret. Prints one JSON object.
"""

import json
import sys

import requests
from confidence.confidence import Confidence
from confidence.openfeature_provider import ConfidenceOpenFeatureProvider
from openfeature import api
from openfeature.evaluation_context import EvaluationContext

EVENTS_HOST = "https://events.confidence.dev"


def send_events_to(base_url: str) -> list:
    """The SDK has no option for the host of events: requests change it."""
    statuses = []
    post = requests.post

    def redirected(url, *args, **kwargs):
        response = post(url.replace(EVENTS_HOST, base_url), *args, **kwargs)
        if url.startswith(EVENTS_HOST):
            statuses.append(response.status_code)
        return response

    requests.post = redirected
    return statuses


def details(evaluation) -> dict:
    return {
        "value": evaluation.value,
        "variant": evaluation.variant,
        "reason": str(evaluation.reason),
        "error": evaluation.error_code.name if evaluation.error_code else None,
    }


def main(base_url: str, secret: str) -> None:
    published = send_events_to(base_url)
    root = Confidence(secret, custom_resolve_base_url=base_url)
    client = root.with_context({"targeting_key": "python-1"})
    answers = {
        "match": details(client.resolve_string_details("plain.color", "code")),
        "integer": details(client.resolve_integer_details("plain.limit", 0)),
        "silent": details(client.resolve_boolean_details("plain.enabled", True)),
        "noMatch": details(client.resolve_string_details("sweden.color", "code")),
        "missing": details(client.resolve_string_details("nope.color", "code")),
        "struct": details(client.resolve_integer_details("plain.layout.columns", 0)),
    }
    wrong = Confidence("wr0ng", custom_resolve_base_url=base_url)
    answers["refused"] = details(wrong.resolve_string_details("plain.color", "code"))

    api.set_provider(ConfidenceOpenFeatureProvider(root))
    context = EvaluationContext(targeting_key="python-2")
    answers["openFeature"] = api.get_client().get_string_value(
        "plain.color", "code", context
    )

    client.track("python-event", {"value": 3})
    answers["published"] = published
    print(json.dumps(answers))


main(sys.argv[1], sys.argv[2])
