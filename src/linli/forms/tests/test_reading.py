"""What people wrote in a form about them stays hidden until a reviewer says what for, and then they read who looked."""

from dataclasses import replace

import pytest
from django.apps import apps
from django.urls import reverse

from linli.core.ids import new_id
from linli.forms import actions, errors
from linli.forms.models import Submission
from linli.forms.rules import Target
from linli.forms.testing import AT, a_command, admit, an_admission, an_xlsform
from linli.places.testing import make_town
from linli.register.queries.disclosures import disclosures_of
from linli.register.queries.held import held_members
from linli.register.testing import make_household
from linli.staff.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
Disclosure = apps.get_model("register", "Disclosure")
ROWS = [
    ("text", "illness", "既往病史和用药", "", "none"), ("text", "spouse", "配偶姓名和电话", "", "none"),
    ("integer", "income", "月收入", "", "none"), ("date", "wedding", "结婚日期", "", "none"),
    ("text", "phone", "电话", "", "resident.phone"), ("image", "card", "证件照片", "", "none"),
    ("select_one wish", "meal", "要不要送餐", "", "none"),
]  # fmt: skip
SAID = {
    "illness": "糖尿病，胰岛素", "spouse": "何大山 13900001111", "income": "3217", "wedding": "1981-05-06",
    "phone": "13900002222", "card": "card.pdf", "meal": "yes",
}  # fmt: skip
CARD = b"%PDF-1.4 330203195804051234"
HIDDEN = tuple(text for name, text in SAID.items() if name != "meal")


def filled(cast: Cast, *, target: Target = Target.HOUSEHOLD) -> Submission:
    """Fill in a form that asks for all kinds of things."""
    make_town()
    book = an_xlsform(ROWS, code="health", choices=[("wish", "yes", "每天都要")])
    actions.upload_form(book, name="health.xlsx", command=a_command(cast.luo.actor))
    admit("health", an_admission(target=target, purpose_code="verify"), command=a_command(cast.luo.actor))
    return fill_in(cast, target=target)


def fill_in(cast: Cast, *, target: Target = Target.HOUSEHOLD) -> Submission:
    inside = "".join(f"<{name}>{text}</{name}>" for name, text in SAID.items())
    xml = f'<data id="health" version="1">{inside}<meta><instanceID>{new_id()}</instanceID></meta></data>'
    home = make_household().pk if target is Target.HOUSEHOLD else None
    sent = actions.Sent("", "", "", xml.encode(), household_id=home, files={"card.pdf": CARD})
    return Submission.objects.get(pk=actions.take_submission(sent, command=a_command(cast.lin.actor)).id)


@pytest.fixture
def submission(cast: Cast, settings, tmp_path) -> Submission:
    settings.LINLI_MEDIA = tmp_path
    return filled(cast)


def seen(client, submission: Submission) -> str:
    return client.get(reverse("forms:submission", args=[submission.pk])).content.decode()


def read(client, submission: Submission, *, command_id=None):
    values = {"command_id": str(command_id or new_id()), "said": "核对病史"}
    return client.post(reverse("forms:reading", args=[submission.pk]), values)


def the_file(submission: Submission, reading: object = None) -> str:
    address = reverse("forms:file", args=[submission.pk, submission.files.get().pk])
    return f"{address}?reading={reading}" if reading else address


def test_words_numbers_days_and_files_are_hidden_and_choices_are_not(cast: Cast, submission):
    page = seen(cast.jiang.sign_in(), submission)
    assert not [text for text in HIDDEN if text in page]
    assert "每天都要" in page
    assert "写的文字、数字和附件已遮盖" in page
    assert "有 1 个附件" in page
    assert not Disclosure.objects.exists()


def test_a_stated_reason_opens_them_and_everybody_at_home_reads_it(cast: Cast, submission):
    page = read(cast.jiang.sign_in(), submission).content.decode()
    assert not [text for text in HIDDEN if text not in page]
    people = held_members(submission.household_id)
    told = [row for one in people for row in disclosures_of(one.id)]
    assert (len(told), len(people)) == (2, 2)
    assert {(row.by_name, row.said, row.fields) for row in told} == {("姜文琴", "核对病史", "电话、表单里的其他回答")}


def test_a_file_is_sent_under_the_reading_that_opened_its_form(cast: Cast, submission):
    client, reading = cast.jiang.sign_in(), new_id()
    page = read(client, submission, command_id=reading).content.decode()
    assert the_file(submission, reading) in page
    assert client.get(the_file(submission, reading)).content == CARD
    assert Disclosure.objects.count() == len(held_members(submission.household_id))


@pytest.mark.parametrize("reading", [None, "x", new_id()], ids=["none", "no id", "nobody's"])
def test_without_a_reading_the_reader_is_led_to_where_the_reason_is_asked(cast: Cast, submission, reading):
    answer = cast.jiang.sign_in().get(the_file(submission, reading), follow=True)
    assert answer.redirect_chain == [(reverse("forms:submission", args=[submission.pk]), 302)]
    assert "请先写明查看的原因，再打开附件" in answer.content.decode()


def test_a_reading_opens_no_files_of_another_form_or_to_another_reader_or_on_another_day(cast: Cast, submission):
    reading, client, other = new_id(), cast.jiang.sign_in(), fill_in(cast)
    read(client, submission, command_id=reading)
    assert client.get(the_file(other, reading)).status_code == 302
    somebody = replace(cast.jiang.actor, account_id=new_id())
    for by, at in ((somebody, AT), (cast.jiang.actor, AT.replace(day=17))):
        with pytest.raises(errors.FileClosed):
            actions.open_file(submission.pk, submission.files.get().pk, by=by, at=at, reading=reading)


def test_a_form_about_nobody_is_shown_as_it_was_filled_in(cast: Cast, settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    submission, client = filled(cast, target=Target.NONE), cast.jiang.sign_in()
    page = seen(client, submission)
    assert "糖尿病，胰岛素" in page
    assert client.get(the_file(submission)).status_code == 200
