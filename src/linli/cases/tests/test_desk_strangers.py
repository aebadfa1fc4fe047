"""Zhao, who has an account and no post, gets nothing from any address of the desk; nor does anybody not signed in."""

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.converters import UUIDConverter

from linli.cases import actions
from linli.cases.testing import a_command, a_photo, make_case
from linli.cases.web.desk_urls import app_name, urlpatterns
from linli.core.ids import new_id
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db
NAMES = sorted(pattern.name for pattern in urlpatterns)
SECRET = "楼道口堆着垃圾"


def address_of(name: str, cast: Cast) -> str:
    pattern = next(one for one in urlpatterns if one.name == name)
    case = make_case(cast)
    photo = actions.attach_photo(
        case.pk, command=a_command(cast.chen.actor), file=a_photo(), name="p.jpg", purpose="report"
    ).attachments.get()
    known = {"case_id": case.pk, "photo_id": photo.pk}
    arguments = {key: known.get(key) or a_word_for(kind) for key, kind in pattern.pattern.converters.items()}
    return reverse(f"{app_name}:{name}", kwargs=arguments)


def a_word_for(kind: object) -> object:
    """Make something for a part of an address that stands for no case and no photo."""
    return new_id() if isinstance(kind, UUIDConverter) else "unit"


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_gets_nothing_from_any_address(cast: Cast, name: str):
    address = address_of(name, cast)
    client = cast.zhao.sign_in()
    for answer in (client.get(address), client.post(address, {"command_id": str(new_id())})):
        assert answer.status_code in {403, 404, 405}, address
        assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_whoever_is_not_signed_in_is_sent_to_sign_in(cast: Cast, name: str):
    answer = Client().get(address_of(name, cast))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("name", [one.name for one in urlpatterns if one.pattern.converters])
def test_no_address_takes_a_case_that_is_not_there(cast: Cast, name: str):
    pattern = next(one for one in urlpatterns if one.name == name)
    address = reverse(
        f"{app_name}:{name}", kwargs={key: a_word_for(kind) for key, kind in pattern.pattern.converters.items()}
    )
    answer = cast.wu.sign_in().post(address, full_form())
    assert answer.status_code in {404, 405}
    assert cast.wu.sign_in().get(address, follow=True).status_code == 404


def test_the_first_page_of_the_desk_sends_a_stranger_to_the_residents_side(cast: Cast):
    answer = cast.zhao.sign_in().get(reverse("desk:home"))
    assert (answer.status_code, answer["Location"]) == (302, "/")


def full_form() -> dict[str, object]:
    """Values that every step's form takes."""
    return {
        "command_id": str(new_id()), "kind": "event.exposed-rubbish", "lane": "dispatch", "verdict": "pass",
        "outcome": "solved", "reason": "写明理由", "text": "写一条备注", "result": "已经处理完毕", "purpose": "report", "photos": a_photo(),
    }  # fmt: skip
