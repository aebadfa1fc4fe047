"""Over plain http from another machine no address of the phones opens; from this one, by https and in a demo, all do."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from linli.core.installation import set_installation
from linli.fieldsync.tests.phone import Phone, a_report
from linli.fieldsync.web.api_urls import urlpatterns
from linli.staff.testing import DISTRICT

pytestmark = pytest.mark.django_db
ELSEWHERE = "203.0.113.9"
GIVEN = {
    "md5": "d41d8cd98f00b204e9800998ecf8427e",
    "device_id": uuid.UUID(int=1),
    "command_id": uuid.UUID(int=2),
    "sha256": "a" * 64,
    "code": "x",
    "version": "1",
}
PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-For": ELSEWHERE}


def address(found):
    wanted = found.pattern.converters
    return reverse(f"field-api:{found.name}", kwargs={name: GIVEN[name] for name in wanted})


def code_of(client, where, method="GET", **headers):
    found = client.generic(method, where, headers=headers)
    body = found.json() if found.content else {}
    return found.status_code, body.get("code", "")


@pytest.mark.parametrize("found", urlpatterns, ids=lambda found: found.name)
def test_every_address_is_refused_in_the_clear_from_elsewhere(found):
    method = "POST" if found.name in {"devices", "commands"} else "DELETE" if found.name == "device" else "GET"
    assert code_of(Client(REMOTE_ADDR=ELSEWHERE), address(found), method) == (403, "field.needs-https")


def test_a_phone_s_token_opens_by_https_and_nothing_in_the_clear(phone):
    given = {"Authorization": f"Bearer {phone.token}"}
    far = Client(REMOTE_ADDR=ELSEWHERE)
    assert far.get("/field/api/changes", headers=given).json()["code"] == "field.needs-https"
    assert far.get("/field/api/changes", headers=given, secure=True).status_code == 200


def test_nothing_that_came_in_the_clear_is_applied(phone):
    phone.client = Client(REMOTE_ADDR=ELSEWHERE)
    assert phone.call("POST", "commands", b"{}").status_code == 403
    phone.client = Client()
    assert phone.one(a_report())["outcome"] == "applied"


def test_this_machine_itself_needs_no_https(cast):
    for here in ("127.0.0.1", "127.0.0.2", "::1"):
        assert Client(REMOTE_ADDR=here).get("/field/api/session").status_code == 200


def test_behind_the_installation_s_own_proxy_its_word_is_taken(settings, cast):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert code_of(Client(), "/field/api/session", **PROXY)[0] == 200
    plain = {**PROXY, "X-Forwarded-Proto": "http"}
    assert code_of(Client(), "/field/api/session", **plain) == (403, "field.needs-https")


@pytest.mark.parametrize("header", ["X-Forwarded-Proto", "X-Forwarded-For", "Forwarded"])
def test_a_proxy_nobody_has_named_makes_no_caller_a_local_one(cast, header):
    assert code_of(Client(), "/field/api/session", **{header: "https"}) == (403, "field.needs-https")


def test_a_demo_takes_plain_http_from_everywhere(cast):
    set_installation(name="样板", root_code=DISTRICT, is_demo=True)
    assert code_of(Client(REMOTE_ADDR=ELSEWHERE), "/field/api/session")[0] == 200


def test_a_caller_without_an_address_is_from_elsewhere(cast):
    assert code_of(Client(REMOTE_ADDR=""), "/field/api/session") == (403, "field.needs-https")


def test_zhao_learns_in_the_clear_no_more_than_others(cast):
    zhao = Client(REMOTE_ADDR=ELSEWHERE)
    cast.zhao.sign_in(zhao)
    assert code_of(zhao, "/field/api/session") == (403, "field.needs-https")
    assert Phone(cast.zhao).answer.status_code == 403
