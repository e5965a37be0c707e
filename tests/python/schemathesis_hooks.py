"""What Schemathesis is told beyond the description: who calls.

A body that names a client at all names the demo's, three times in four with its secret or, on production paths, with a
token beside it; the fourth comes as it was made up. Which one is which depends on the body alone, so that a run with the
same seed is the same run.
"""

import json
import os
import zlib

import schemathesis

SECRET = "demo-secret"
IBANS = [
    "RO10RZBR0000069999999970",
    "ro10 rzbr 0000 0699 9999 9970",
    "DE89370400440532013000",
    "NO9386011117947",
    "RO11RZBR0000069999999970",
]


def proves_itself(body):
    """Three bodies in four, by their bytes."""
    return zlib.crc32(json.dumps(body, sort_keys=True).encode("utf-8", "surrogatepass")) % 4 != 0


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """IBANs are drawn from a list: out of the rule of every country hardly one in a hundred has fitting check digits,
    and making them up takes longer than asking."""
    raw_schema["components"]["schemas"]["Iban"] = {"type": "string", "enum": IBANS}


@schemathesis.hook
def before_call(context, case, kwargs):
    """Puts the demo's client in."""
    body = case.body
    if not isinstance(body, dict) or not isinstance(body.get("client_id"), str) or not proves_itself(body):
        return
    if case.path.startswith("/oauth2/"):
        return
    body["client_id"] = "demo"
    if case.path.startswith("/test/"):
        body["client_secret"] = SECRET
    else:
        case.headers["Authorization"] = f"Bearer {os.environ['FINQLINK_TOKEN']}"
