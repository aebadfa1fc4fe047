"""Addresses that no database could look up are refused in one sentence, to people and to programs."""

import pytest

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/grids/%00/", "/grids/?q=a%00b", "/open/?%00=1"])
def test_a_nul_in_an_address_is_refused_to_people(client, address):
    answer = client.get(address)
    assert (answer.status_code, "网址" in answer.content.decode()) == (400, True)


def test_a_nul_in_an_address_is_refused_to_programs(client):
    answer = client.get("/api/v1/areas?under=%00")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
