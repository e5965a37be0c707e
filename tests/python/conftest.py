"""The house for a Python client: `finqlink demo` of its own on free ports with an empty store.

What a client finds there stands in the test_*.py files. `cargo xtask test python` names the gateway (FINQLINK_BIN).
"""

import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

START_S = 30
STOP_S = 10


@dataclass
class House:
    """A running gateway with its sandbox banks."""

    url: str
    bank_url: str
    folder: Path
    log: Path
    program: str

    def clients(self, *words):
        """`finqlink clients …` on the store of this house; gives what it printed."""
        return self.run("clients", *words)

    def run(self, *words):
        """A command of the gateway in this house's folder; gives what it printed."""
        return subprocess.run([self.program, *words], cwd=self.folder, check=True, capture_output=True, text=True).stdout


def free_ports(count):
    """Ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """One house for all tests."""
    program = os.environ.get("FINQLINK_BIN")
    assert program, "FINQLINK_BIN is not set: run `cargo xtask test python`"
    folder = tmp_path_factory.mktemp("house")
    gateway, bank, shop = free_ports(3)
    it = House(f"http://127.0.0.1:{gateway}", f"http://localhost:{bank}", folder, folder / "said", program)
    words = [
        program, "demo", "--listen", f"127.0.0.1:{gateway}", "--sandbox-listen", f"127.0.0.1:{bank}",
        "--sandbox-public-url", it.bank_url, "--shop-listen", f"127.0.0.1:{shop}",
    ]  # fmt: skip
    with it.log.open("w") as log, subprocess.Popen(words, cwd=folder, stdout=log, stderr=log) as child:
        try:
            wait_for(it, child)
            yield it
        finally:
            child.terminate()
            try:
                child.wait(STOP_S)
            except subprocess.TimeoutExpired:
                child.kill()


def wait_for(house, child):
    """Waits until the gateway is up, and says what it said when it does not come to that."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and child.poll() is None:
        try:
            if requests.get(f"{house.url}/health", timeout=5).ok:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.05)
    pytest.fail(f"the gateway did not come up: {house.log.read_text()}")
