"""Who may open a guarded page, and where the others are sent."""

import pytest
from django.test import Client

from linli.core.errors import NotAllowed
from linli.staff.rules import RESIDENT
from linli.staff.testing import Cast
from linli.staff.web.access import actor_behind

pytestmark = pytest.mark.urls("linli.staff.tests.urls")


def test_the_dispatcher_opens_the_desk(cast: Cast):
    assert cast.wei.sign_in().get("/guarded/").content.decode() == "魏立新"


def test_one_of_several_permissions_is_enough(cast: Cast):
    assert cast.chen.sign_in().get("/guarded/").status_code == 200


def test_a_signed_in_person_opens_a_page_for_everybody_with_an_account(cast: Cast):
    assert cast.zhao.sign_in().get("/own/").content == b"own"


def test_zhao_gets_nothing(cast: Cast):
    client = cast.zhao.sign_in()
    answer = client.get("/guarded/")
    assert answer.status_code == 403
    assert "魏" not in answer.content.decode()


def test_a_refusal_is_ours_to_word(cast: Cast, settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "ErrorPages" not in name]
    with pytest.raises(NotAllowed):
        cast.zhao.sign_in().get("/guarded/")


def test_anonymous_people_are_sent_to_sign_in_and_back(db):
    answer = Client().get("/guarded/?q=1")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/guarded/%3Fq%3D1"


def test_a_fragment_sends_the_whole_page_to_sign_in(db):
    answer = Client().get(
        "/guarded/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/cases/?p=2"}
    )
    assert answer["HX-Redirect"] == "/accounts/login/?next=/desk/cases/%3Fp%3D2"
    assert not answer.content


def test_a_fragment_from_a_foreign_page_leads_back_to_the_front_door(db):
    answer = Client().get("/guarded/", headers={"HX-Request": "true", "HX-Current-URL": "https://elsewhere.example/x"})
    assert answer["HX-Redirect"] == "/accounts/login/?next=/"


def test_a_request_the_middleware_has_not_seen_is_a_residents(rf):
    assert actor_behind(rf.get("/")) is RESIDENT
