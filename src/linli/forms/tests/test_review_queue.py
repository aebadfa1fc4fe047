"""A morning of reviewing: from one filled form straight to the next, and none that nobody would find."""

import pytest
from django.test import Client
from django.urls import reverse

from linli.core.ids import new_id
from linli.forms import actions
from linli.forms.models import Submission, WriteBack
from linli.forms.queries.submissions import UNMATCHED
from linli.forms.testing import a_command, household_xml, make_forms, member_xml
from linli.register.testing import make_household
from linli.staff.testing import GRID_ELSEWHERE, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]


@pytest.fixture
def waiting(cast: Cast, settings, tmp_path) -> list[str]:
    """The addresses of three filled forms that wait, in the order of the list; each with two values to decide on."""
    settings.LINLI_MEDIA = tmp_path
    make_forms(cast)
    for number in range(3):
        turn = member_xml(member_name="何秀兰", sex="female", born_on="1958-04-05", phone=f"1990000099{number}")
        fill(cast, household_xml(turn, household=make_household().pk, home={"dwelling_use": "rented"}))
    rows = WriteBack.objects.order_by("at", "id").values_list("submission_id", flat=True)
    return [f"{reverse('forms:submission', args=[pk])}?queue=1" for pk in dict.fromkeys(rows)]


def fill(cast: Cast, xml: bytes) -> None:
    actions.take_submission(actions.Sent("household", "", "", xml), command=a_command(cast.lin.actor))


def decide(client: Client, address: str, decision: str, **more: str):
    path = address.partition("?")[0]
    return client.post(f"{path}decision", {"command_id": str(new_id()), "decision": decision, **more})


def test_the_list_leads_into_the_queue_and_each_form_to_the_next(cast: Cast, waiting):
    client = cast.jiang.sign_in()
    listed = client.get(reverse("forms:review")).content.decode()
    assert all(address in listed for address in waiting)
    assert client.get(waiting[0]).context["next_url"] == waiting[1]
    assert client.get(waiting[2]).context["next_url"] == ""


def test_a_settled_form_leads_on_to_the_next_and_the_last_one_to_the_list(cast: Cast, waiting):
    client = cast.jiang.sign_in()
    went = [decide(client, address, "take-all", queue="1").url for address in waiting]
    assert went == [waiting[1], waiting[2], reverse("forms:review")]
    assert set(Submission.objects.values_list("state", flat=True)) == {"taken"}


def test_a_form_with_something_left_stays_until_it_is_settled(cast: Cast, waiting):
    client = cast.jiang.sign_in()
    for place, expected in enumerate((waiting[0], waiting[1])):
        one = client.get(waiting[0]).context["write_backs"][place]
        said = {"write_back": str(one["id"]), "seen": one["seen"], "queue": "1"}
        assert decide(client, waiting[0], "keep", **said).url == expected


def test_what_was_skipped_waits_in_the_list(cast: Cast, waiting):
    client = cast.jiang.sign_in()
    assert decide(client, waiting[2], "keep-all", queue="1").url == reverse("forms:review")
    assert waiting[0] in client.get(reverse("forms:review")).content.decode()


def test_outside_the_queue_a_form_stays_on_its_page(cast: Cast, waiting):
    client = cast.jiang.sign_in()
    page = waiting[0].partition("?")[0]
    assert decide(client, waiting[0], "keep-all").url == page
    assert client.get(page).context["next_url"] == ""


def test_reading_clear_answers_keeps_the_place_in_the_queue(cast: Cast, waiting):
    client = cast.jiang.sign_in()
    address = client.get(waiting[0]).context["reading_url"]
    answer = client.post(address, {"command_id": str(new_id()), "said": "核对电话"})
    assert answer.context["next_url"] == waiting[1]


def test_the_queue_holds_nothing_of_another_area(cast: Cast, waiting):
    WriteBack.objects.filter(submission_id=waiting[1].split("/")[-2]).update(area_code=GRID_ELSEWHERE)
    assert cast.jiang.sign_in().get(waiting[0]).context["next_url"] == waiting[2]


def test_forms_of_an_unknown_household_are_counted_and_listed(cast: Cast, waiting):
    fill(cast, household_xml(member_xml(member_name="何秀兰", sex="female"), household=make_household().pk))
    client = cast.jiang.sign_in()
    assert client.get(reverse("forms:review")).context["unmatched"] == 0
    lost = Submission.objects.order_by("-id")[0]
    Submission.objects.filter(pk=lost.pk).update(household_id=None, dwelling_id=None)
    page = client.get(reverse("forms:review"))
    assert page.context["unmatched"] == 1
    address = f"{reverse('forms:submissions')}?state=unmatched"
    assert address in page.content.decode()
    assert [row.id for row, _state in client.get(address).context["rows"]] == [lost.pk]
    Submission.objects.filter(pk=lost.pk).update(state="replaced")
    assert client.get(reverse("forms:review")).context["unmatched"] == 0


@pytest.fixture
def unmatched(cast: Cast, settings, tmp_path) -> list[str]:
    """The addresses of three filled forms without a household, in the order of their list."""
    settings.LINLI_MEDIA = tmp_path
    make_forms(cast)
    for _number in range(3):
        fill(cast, household_xml(home={"dwelling_use": "rented"}))
    rows = Submission.objects.order_by("-received_at", "-id").values_list("pk", flat=True)
    return [f"{reverse('forms:submission', args=[pk])}?matching=1" for pk in rows]


def match(client: Client, address: str, household: object, **more: str):
    path = address.partition("?")[0]
    return client.post(f"{path}household", {"command_id": str(new_id()), "household": str(household), **more})


def test_the_list_of_those_without_a_household_leads_from_one_to_the_next(cast: Cast, unmatched):
    client = cast.jiang.sign_in()
    listed = client.get(reverse("forms:submissions"), {"state": UNMATCHED}).content.decode()
    assert all(address in listed for address in unmatched)
    assert [client.get(one).context["next_url"] for one in unmatched] == [*unmatched[1:], ""]
    page = client.get(unmatched[0], {"matching": "1", "address": "竹桥"}).content.decode()
    assert 'name="matching" value="1"' in page  # looking for another address keeps the place
    assert "matching" not in client.get(reverse("forms:submissions")).content.decode()


def test_a_matched_form_leads_on_as_soon_as_nothing_of_it_waits(cast: Cast, unmatched):
    client = cast.jiang.sign_in()
    assert match(client, unmatched[0], new_id(), matching="1").url == unmatched[0]  # no such household
    assert match(client, unmatched[0], make_household().pk, matching="1").url == unmatched[0]  # and it differs
    assert client.get(unmatched[0]).context["next_url"] == unmatched[1]
    assert decide(client, unmatched[0], "take-all", matching="1").url == unmatched[1]
    for address in unmatched[1:]:
        match(client, address, make_household().pk, matching="1")
        last = decide(client, address, "keep-all", matching="1").url
    assert last == f"{reverse('forms:submissions')}?state={UNMATCHED}"


def test_a_matched_form_that_says_nothing_new_leads_on_at_once(cast: Cast, unmatched):
    fill(cast, household_xml())
    client = cast.jiang.sign_in()
    plain = reverse("forms:submission", args=[Submission.objects.latest("received_at", "id").pk])
    answer = match(client, plain, make_household().pk, matching="1")
    assert answer.url == unmatched[0]
    assert "没有与登记不同的内容" in client.get(answer.url).content.decode()


def test_a_form_matched_by_itself_stays_on_its_page(cast: Cast, unmatched):
    path = unmatched[0].partition("?")[0]
    assert match(cast.jiang.sign_in(), path, make_household().pk).url == path
