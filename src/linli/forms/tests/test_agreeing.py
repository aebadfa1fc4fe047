"""A form whose purpose rests on consent: asked of one person, and used while that person agrees."""

import pytest
from django.urls import reverse

from linli.core.ids import new_id
from linli.core.secrets import unseal
from linli.forms import actions, errors
from linli.forms.models import Form, Submission, WriteBack
from linli.forms.queries.opened import open_forms
from linli.forms.queries.reviewing import waiting_rows
from linli.forms.queries.submissions import SubmissionFilter
from linli.forms.rules import Target, WriteBackState
from linli.forms.testing import AT, a_command, admit, an_admission, make_form, make_forms
from linli.register.actions.consents import Asked, give_consent, withdraw_consent
from linli.register.queries.consents import open_consent
from linli.register.rules.consents import Channel
from linli.register.testing import make_household
from linli.staff.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
WANTED = SubmissionFilter("elder-visit-needs")
NEW_PHONE = "13900000222"


@pytest.fixture
def elder(cast: Cast, settings, tmp_path):
    """Somebody of a household who agreed to be visited."""
    settings.LINLI_MEDIA = tmp_path
    make_forms(cast)
    resident = make_household().residencies.get(resident__name="何秀兰").resident
    agree(cast, resident)
    return resident


def agree(cast: Cast, resident) -> None:
    asked = Asked(Channel.PAPER, on_own_wish=True)
    give_consent(resident.pk, "elder-visits", command=a_command(cast.jiang.actor), asked=asked)


def withdraw(cast: Cast, resident) -> None:
    consent = open_consent(resident.pk, "elder-visits")
    assert consent is not None
    withdraw_consent(consent.pk, command=a_command(cast.jiang.actor))


def fill(cast: Cast, resident, *, name: str = "何秀兰") -> Submission:
    key = f"<resident_id>{resident.pk}</resident_id>" if resident else ""
    xml = (
        f'<data id="elder-visit-needs" version="2026112201">{key}<resident_name>{name}</resident_name>'
        f"<phone>{NEW_PHONE}</phone><often>weekly</often><help>meals medicine</help>"
        f"<meta><instanceID>{new_id()}</instanceID></meta></data>"
    )
    taken = actions.take_submission(actions.Sent("", "", "", xml.encode()), command=a_command(cast.lin.actor))
    return Submission.objects.get(pk=taken.id)


def read(cast: Cast, row: Submission) -> Submission:
    return actions.read_submission(row.pk, command=a_command(cast.jiang.actor), said="核对")


def page(cast: Cast, row: Submission) -> str:
    return cast.jiang.sign_in().get(reverse("forms:submission", args=[row.pk])).content.decode()


def test_answers_are_read_while_the_consent_stands(cast: Cast, elder):
    row = fill(cast, elder)
    assert read(cast, row).pk == row.pk
    assert len(actions.take_answers(WANTED, command=a_command(cast.jiang.actor), said="汇总").rows) == 1


def test_answers_close_when_the_consent_is_taken_back(cast: Cast, elder):
    row = fill(cast, elder)
    withdraw(cast, elder)
    with pytest.raises(errors.AnswersClosed):
        read(cast, row)
    text = page(cast, row)
    assert "居民没有同意或已经撤回" in text
    assert "送餐" not in text
    assert NEW_PHONE[-4:] not in text


def test_a_workbook_holds_those_alone_who_agree(cast: Cast, elder):
    other = make_household().residencies.get(resident__name="何秀兰").resident
    agree(cast, other)
    fill(cast, elder)
    stays = fill(cast, other)
    fill(cast, None, name="赵不愿")
    withdraw(cast, elder)
    found = actions.take_answers(WANTED, command=a_command(cast.jiang.actor), said="汇总")
    assert ([row.pk for row in found.rows], found.closed) == ([stays.pk], 2)


def test_nothing_goes_back_to_the_register_once_the_consent_is_taken_back(cast: Cast, elder):
    fill(cast, elder)
    waiting = WriteBack.objects.get(field="phone")
    assert waiting_rows(cast.jiang.actor)[0][0].value
    withdraw(cast, elder)
    with pytest.raises(errors.AnswersClosed):
        actions.take_write_back(waiting.pk, command=a_command(cast.jiang.actor))
    elder.refresh_from_db()
    assert unseal(elder.phone_sealed) != NEW_PHONE
    assert [row.value for row in waiting_rows(cast.jiang.actor)[0]] == [""]
    kept = actions.keep_write_back(waiting.pk, command=a_command(cast.jiang.actor))
    assert kept.state == WriteBackState.KEPT


def test_a_form_of_nobody_knows_whom_stays_closed_until_it_is_matched(cast: Cast, elder):
    row = fill(cast, None)
    with pytest.raises(errors.AnswersUnmatched):
        read(cast, row)
    assert "对应到居民" in page(cast, row)
    assert "送餐" not in page(cast, row)
    home = elder.residencies.get().household
    actions.match_submission(row.pk, household_id=home.pk, command=a_command(cast.jiang.actor))
    assert read(cast, row).resident_id == elder.pk


@pytest.mark.parametrize("target", [Target.HOUSEHOLD, Target.PLACE, Target.NONE])
def test_a_purpose_that_rests_on_consent_is_admitted_for_persons_alone(cast: Cast, elder, target):
    row = Form.objects.get(pk="elder-visit-needs")
    said = an_admission(purpose_code="elder-visits", target=target)
    with pytest.raises(errors.ConsentIsPersonal):
        admit(row.pk, said, version=row.version, command=a_command(cast.luo.actor))


def a_shared_form(cast: Cast) -> None:
    """A form about households that was admitted before the purpose came to rest on consent."""
    make_form(cast, [("text", "needs", "需要什么")], code="shared", purpose_code="register", target=Target.HOUSEHOLD)
    Form.objects.filter(pk="shared").update(purpose_code="elder-visits")


def fill_shared(cast: Cast, home) -> Submission:
    xml = f'<data id="shared" version="1"><needs>送餐</needs><meta><instanceID>{new_id()}</instanceID></meta></data>'
    sent = actions.Sent("", "", "", xml.encode(), household_id=home.pk)
    return Submission.objects.get(pk=actions.take_submission(sent, command=a_command(cast.lin.actor)).id)


def test_a_household_admitted_earlier_is_asked_whole(cast: Cast, elder):
    a_shared_form(cast)
    home = elder.residencies.get().household
    with pytest.raises(errors.ConsentNeeded):
        fill_shared(cast, home)
    home.residencies.exclude(resident=elder).update(until=AT.date())
    row = fill_shared(cast, home)
    assert read(cast, row).pk == row.pk
    withdraw(cast, elder)
    with pytest.raises(errors.AnswersClosed):
        read(cast, row)


def test_a_phone_says_which_forms_need_a_yes(cast: Cast, elder):
    a_shared_form(cast)
    asked = {form.code: form.needs_consent for form in open_forms(cast.lin.actor)}
    assert (asked["shared"], asked["elder-visit-needs"], asked["household"]) == (True, True, False)
