"""A complaint about the app by anybody, and the way to the app's own: signed in, one stands where the link led."""

import pytest
from django.apps import apps
from django.test import Client

from linli.cases.queries.kinds import catalogue
from linli.cases.testing import make_places
from linli.core.ids import new_id
from linli.fieldsync.actions.complaining import COMPLAINT_KIND
from linli.staff.testing import DISTRICT, PASSWORD, make_account, make_duty

Case, Reporter = apps.get_model("cases", "Case"), apps.get_model("cases", "Reporter")
PAGE = "/field/complaint/"
IN_APP = "/field/#/settings?complaint"
TEXT = "每天要求打开应用打卡三次"

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(cast, folders):
    """A town with areas, whose command centre answers complaints about the app."""
    make_places()
    make_duty(catalogue().kinds[COMPLAINT_KIND].duty, area_code=DISTRICT, unit=cast.units["990101-command"])
    return cast


def complain(client, **said):
    return client.post(PAGE, {"command_id": str(new_id()), "text": TEXT, **said})


def test_somebody_without_an_account_complains_and_follows_it_by_the_code(town, client):
    assert complain(client)["Location"] == "/report/thanks/"
    case = Case.objects.get()
    assert (case.kind_code, case.is_confidential, case.channel, case.area_code) == (
        COMPLAINT_KIND,
        True,
        "portal",
        DISTRICT,
    )
    code = client.get("/report/thanks/").content.decode().split('data-tracking-code="')[1].split('"')[0]
    assert TEXT in Client().get(f"/track/{code}/").content.decode()


def test_whoever_is_signed_in_is_not_written_down_with_it(town):
    complain(town.lin.sign_in())
    assert Case.objects.get().reported_by is None
    assert Reporter.objects.get().account_id is None


def test_a_complaint_sent_twice_is_one(town, client):
    key = str(new_id())
    for _ in range(2):
        complain(client, command_id=key)
    assert Case.objects.count() == 1


def test_the_desk_reads_its_title_in_the_language_of_the_house(town):
    complain(Client(headers={"accept-language": "en"}))
    assert Case.objects.get().title == "对工作软件的投诉"


@pytest.mark.parametrize("who", ["zhao", "lin", "feng", "han", "zheng"])
def test_who_does_not_handle_the_complaint_reads_nothing_of_it(town, client, who):
    complain(client)
    answer = getattr(town, who).sign_in().get(f"/desk/cases/{Case.objects.get().pk}/")
    assert answer.status_code in {403, 404}
    assert TEXT not in answer.content.decode()


@pytest.mark.parametrize(("said", "field"), [({"text": " "}, "text"), ({"phone": "110-x"}, "phone")])
def test_what_is_refused_says_where_and_keeps_what_was_typed(town, client, said, field):
    answer = complain(client, name="小李", **said)
    assert answer.status_code == 400
    assert answer.context["form"].errors.keys() == {field}
    assert 'value="小李"' in answer.content.decode()
    assert not Case.objects.exists()


def test_programs_that_fill_every_field_open_no_case(town, client):
    complain(client, website="http://spam.example")
    assert not Case.objects.exists()


def test_one_address_cannot_flood_it(town, client, settings):
    settings.LINLI_REPORTS_PER_HOUR = 1
    complain(client)
    assert complain(client).status_code == 400
    assert Case.objects.count() == 1


def test_a_refused_complaint_may_be_put_right_in_the_same_hour(town, client, settings):
    settings.LINLI_REPORTS_PER_HOUR = 1
    assert complain(client, phone="110-x").status_code == 400
    complain(client)
    assert Case.objects.count() == 1


def test_the_page_says_who_answers_and_by_when(town, client):
    assert "由松门区指挥中心办理，8 个工作日内答复" in client.get(PAGE).content.decode()


def test_before_somebody_is_named_for_it_the_page_shows_no_blank(cast, client):
    told = client.get(PAGE).content.decode()
    assert "8 个工作日内答复" in told
    assert "申报单位" not in told


def test_the_page_about_the_law_leads_to_both_ways(client):
    told = client.get("/field/law/").content.decode()
    assert [where for where in (PAGE, IN_APP) if f'href="{where}"' not in told] == []


@pytest.mark.parametrize(
    ("wanted", "stands"),
    [
        (IN_APP, IN_APP),
        ("//elsewhere.example/field/#/settings", "/desk/"),
        (r"/\elsewhere.example#/settings", "/desk/"),
    ],
)
def test_who_signs_in_stands_where_the_link_led_but_never_on_another_host(wanted, stands):
    make_account("li", password=PASSWORD)
    said = {"login": "li", "password": PASSWORD, "next": wanted}
    assert Client().post("/accounts/login/", said)["Location"] == stands
