"""A payment link, made and read back by a client that knows the documentation only."""

import requests

CLIENT = {"client_id": "demo", "client_secret": "demo-secret"}
TRANSFER = {
    "amount": "100.50",
    "currency": "RON",
    "creditor_name": "Librăria Noastră",
    "creditor_iban": "RO10RZBR0000069999999970",
    "remittance_information": "Comanda 1042",
}


def test_a_link_is_made_and_read_back(house):
    made = requests.post(f"{house.url}/test/v2/links/create", json={**CLIENT, "single_transfer": TRANSFER}, timeout=30)
    assert made.status_code == 200, made.text
    link = made.json()
    assert link["request_id"] == made.headers["x-request-id"]
    got = requests.post(f"{house.url}/test/v2/links/get", json={**CLIENT, "link_id": link["link_id"]}, timeout=30)
    assert (got.status_code, got.json()["status"]) == (200, "created")
    page = requests.get(link["web_url"], timeout=30)
    assert page.status_code == 200
    assert TRANSFER["creditor_name"] in page.text
