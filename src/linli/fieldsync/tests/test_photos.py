"""Small pictures for phones: of cases one may read, at most 1024 px a side, kept by nobody in between."""

import io

import pytest
from django.apps import apps
from PIL import Image

from linli.cases import actions
from linli.cases.testing import a_command, a_photo, make_case
from linli.fieldsync.tests.phone import Phone
from linli.staff.testing import GRID_BESIDE

Attachment = apps.get_model("cases.Attachment")


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path


@pytest.fixture
def case(cast):
    case = make_case(cast)
    photo = a_photo(size=(1600, 1200))
    actions.attach_photo(case.pk, command=a_command(cast.chen.actor), file=photo, name="p.jpg", purpose="report")
    return case


def sha_of(case):
    return Attachment.objects.get(case=case).sha256


def test_a_photo_of_an_own_case_comes_small(cast, case):
    answer = Phone(cast.lin).call("GET", f"photos/{sha_of(case)}?case={case.pk}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (1024, 768)
    assert not picture.getexif()
    assert answer["Cache-Control"].startswith("private")


def test_a_photo_is_not_sent_twice(cast, case):
    phone = Phone(cast.lin)
    first = phone.call("GET", f"photos/{sha_of(case)}?case={case.pk}")
    again = phone.call("GET", f"photos/{sha_of(case)}?case={case.pk}", If_None_Match=first["ETag"])
    assert again.status_code == 304


@pytest.mark.parametrize("asked", ["", "?case=", "?case=nonsense", "?case=0192f000-0000-7000-8000-000000000000"])
def test_a_photo_is_asked_for_with_its_case(cast, case, asked):
    assert Phone(cast.lin).call("GET", f"photos/{sha_of(case)}{asked}").status_code == 404


def test_a_photo_of_another_grid_s_case_is_not_there(cast):
    beside = make_case(cast, area_code=GRID_BESIDE)
    actions.attach_photo(beside.pk, command=a_command(cast.chen.actor), file=a_photo(), name="p.jpg", purpose="report")
    assert Phone(cast.lin).call("GET", f"photos/{sha_of(beside)}?case={beside.pk}").status_code == 404


@pytest.mark.parametrize("name", ["short", "0" * 64, "..%2f..%2fsecret"])
def test_only_photos_that_are_there_are_given(cast, case, name):
    assert Phone(cast.lin).call("GET", f"photos/{name}?case={case.pk}").status_code == 404


def test_a_photo_that_is_lost_is_not_there(cast, case, tmp_path):
    phone, sha = Phone(cast.lin), sha_of(case)
    for path in tmp_path.rglob("*.jpg"):
        path.unlink()
    assert phone.call("GET", f"photos/{sha}?case={case.pk}").status_code == 404


def test_zhao_gets_no_photo(client, cast, case):
    assert client.get(f"/field/api/photos/{sha_of(case)}?case={case.pk}").status_code == 401
