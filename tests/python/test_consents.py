"""A consent, asked for and read back by a client that knows the documentation only."""

import requests

CLIENT = {"client_id": "demo"}


def test_a_consent_is_asked_for_read_back_and_withdrawn(house):
    form = {**CLIENT, "grant_type": "client_credentials", "client_secret": "demo-secret", "scope": "data"}
    token = requests.post(f"{house.url}/oauth2/token", data=form, timeout=30).json()["access_token"]
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {token}"

    def call(method, **body):
        return session.post(f"{house.url}/test/v2/{method}", json={**CLIENT, **body}, timeout=30)

    made = call("ais/consents/create", consent={"scope": ["accounts", "balances"]}, options={"expires_in": 600})
    assert made.status_code == 200, made.text
    consent = made.json()
    assert consent["consent_validity_days"] == 90
    id = {"consent_id": consent["consent_id"]}
    got = call("ais/consents/get", **id).json()
    assert (got["status"], got["scope"]) == ("created", ["accounts", "balances"])
    listed = call("ais/accounts/list", **id)
    assert (listed.status_code, listed.json()["accounts"]) == (200, [])
    assert call("ais/jobs/create", **id).json()["code"] == "consent_not_active"
    assert call("ais/consents/revoke", **id).json()["status"] == "revoked"
    gone = call("ais/transactions/list", **id)
    assert (gone.status_code, gone.json()["code"]) == (400, "consent_not_active")
    assert call("links/list").status_code == 401
