"""The API does what its own description says, whatever is sent: Schemathesis makes the calls up and judges the answers."""

import os
import subprocess
import sys
from pathlib import Path

import requests

CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
]
HERE = Path(__file__).parent


def test_no_answer_is_a_fault_of_ours_or_undocumented(house):
    form = {"grant_type": "client_credentials", "client_id": "demo", "client_secret": "demo-secret"}
    token = requests.post(f"{house.url}/oauth2/token", data=form, timeout=30).json()["access_token"]
    words = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{house.url}/openapi.json",
        "--checks", ",".join(CHECKS), "--phases", "examples,coverage,fuzzing", "--max-examples", "20",
        "--generation-deterministic",
        "--suppress-health-check", "all", "--max-failures", "20", "--request-timeout", "30",
        "--warnings", "off", "--no-color",
    ]  # fmt: skip
    env = {**os.environ, "SCHEMATHESIS_HOOKS": "schemathesis_hooks", "PYTHONPATH": str(HERE), "FINQLINK_TOKEN": token}
    run = subprocess.run(words, env=env, cwd=house.folder, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-4_000:]
    document = requests.get(f"{house.url}/openapi.json", timeout=30).json()
    operations = sum(len(item) for item in document["paths"].values())
    assert f"Tested: {operations}\n" in run.stdout, run.stdout
