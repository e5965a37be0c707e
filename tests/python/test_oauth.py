"""OAuth2 as a client's own library meets it: a token by either proof, used at every door, and its refusals."""

import json

import pytest
import requests
from oauthlib.oauth2 import BackendApplicationClient, InvalidClientError, InvalidScopeError
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

DOORS = ["/v1", "/v2", "/test", "/test/v1", "/test/v2"]


@pytest.fixture(autouse=True)
def plain_http_on_loopback(monkeypatch):
    """The demo is no https, which the library otherwise insists on."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


def session(house, client_id="demo", secret="demo-secret", scope=None, in_form=False):
    """A session that holds a token, got where the metadata says."""
    metadata = requests.get(f"{house.url}/.well-known/oauth-authorization-server", timeout=30).json()
    assert metadata["issuer"] == house.url
    it = OAuth2Session(client=BackendApplicationClient(client_id=client_id, scope=scope))
    how = {"include_client_id": True, "client_secret": secret} if in_form else {"auth": HTTPBasicAuth(client_id, secret)}
    it.fetch_token(metadata["token_endpoint"], timeout=30, **how)
    return it


def call(house, it, path, **body):
    """A call of the API by a session."""
    return it.post(f"{house.url}{path}", json={"client_id": it.client_id, **body}, timeout=30)


@pytest.mark.parametrize("in_form", [False, True])
def test_a_token_is_got_by_either_proof_and_opens_every_door(house, in_form):
    it = session(house, in_form=in_form)
    assert it.token["token_type"] == "Bearer"
    assert it.token["expires_in"] == 3600
    assert sorted(it.token.scopes) == ["data", "pay"]
    for door in DOORS:
        answer = call(house, it, f"{door}/links/list")
        assert answer.status_code == 200, answer.text


def test_a_link_is_made_with_a_token_and_read_back(house):
    it = session(house, scope=["pay"])
    transfer = {
        "amount": "100.50",
        "currency": "RON",
        "creditor_name": "Librăria Noastră",
        "creditor_iban": "RO10RZBR0000069999999970",
        "remittance_information": "Comanda 1042",
    }
    made = call(house, it, "/test/v2/links/create", single_transfer=transfer)
    assert made.status_code == 200, made.text
    got = call(house, it, "/test/v2/links/get", link_id=made.json()["link_id"])
    assert (got.status_code, got.json()["status"]) == (200, "created")


def test_refusals_are_understood(house):
    with pytest.raises(InvalidClientError):
        session(house, secret="wrong")
    with pytest.raises(InvalidClientError):
        session(house, secret="wrong", in_form=True)
    with pytest.raises(InvalidScopeError):
        session(house, scope=["openid"])
    narrow = call(house, session(house, scope=["data"]), "/v2/links/list")
    assert (narrow.status_code, narrow.json()["code"]) == (401, "unauthorized")
    assert narrow.headers["www-authenticate"] == 'Bearer error="insufficient_scope", scope="pay"'


def test_a_client_of_the_command_line_is_let_in_and_ends_with_its_secret(house):
    made = json.loads(house.clients("create", "Another", "--json"))
    it = session(house, made["client_id"], made["client_secret"])
    assert it.token.scopes == ["pay"], "account data only where it was asked for"
    assert call(house, it, "/v2/links/list").status_code == 200
    house.clients("disable", made["client_id"])
    assert call(house, it, "/v2/links/list").status_code == 401
    with pytest.raises(InvalidClientError):
        session(house, made["client_id"], made["client_secret"])
    house.clients("enable", made["client_id"])
    assert call(house, it, "/v2/links/list").status_code == 200
    anew = json.loads(house.clients("rotate-secret", made["client_id"], "--json"))
    assert call(house, it, "/v2/links/list").status_code == 401
    it = session(house, made["client_id"], anew["client_secret"])
    assert call(house, it, "/v2/links/list").status_code == 200
