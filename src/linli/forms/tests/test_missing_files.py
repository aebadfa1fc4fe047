"""An answer that names a picture which never came says so on the reviewer's page, until it comes."""

import pytest
from django.urls import reverse

from linli.cases.testing import a_photo
from linli.core.ids import new_id
from linli.forms import actions
from linli.forms.models import Submission
from linli.forms.queries.submissions import answers_of
from linli.forms.rules import Target
from linli.forms.testing import a_command, make_form
from linli.register.testing import make_household
from linli.staff.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
ROWS = (("image", "door", "门口的照片", "yes"), ("image", "meter", "电表的照片"), ("text", "remark", "备注"))
SAID = "文件没有收到"


@pytest.fixture
def sent(cast: Cast, settings, tmp_path):
    """Send one filled form, again with more files where asked; it names two pictures."""
    settings.LINLI_MEDIA = tmp_path
    make_form(cast, ROWS, code="doors", purpose_code="register", target=Target.HOUSEHOLD)
    home = make_household()
    xml = (
        '<data id="doors" version="1"><door>door.jpg</door><meter>meter.jpg</meter><remark>door.jpg</remark>'
        f"<meta><instanceID>uuid:{new_id()}</instanceID></meta></data>"
    )

    def send(**pictures: str) -> Submission:
        files = {f"{name}.jpg": a_photo(colour=colour).getvalue() for name, colour in pictures.items()}
        said = actions.Sent("", "", "", xml.encode(), household_id=home.pk, files=files)
        return Submission.objects.get(pk=actions.take_submission(said, command=a_command(cast.lin.actor)).id)

    return send


def missing(row: Submission) -> list[str]:
    return [one.question for one in answers_of(row, clear=True) if one.is_missing]


def test_a_named_file_that_did_not_come_is_told_until_it_comes(sent):
    assert missing(sent()) == ["门口的照片", "电表的照片"]
    assert missing(sent(door="red")) == ["电表的照片"]
    assert missing(sent(meter="blue")) == []


def test_the_reviewer_reads_which_picture_is_missing_also_before_giving_a_reason(cast: Cast, sent):
    page = reverse("forms:submission", args=[sent(door="red").pk])
    client = cast.jiang.sign_in()
    assert client.get(page).content.decode().count(SAID) == 1
    sent(meter="blue")
    assert SAID not in client.get(page).content.decode()
