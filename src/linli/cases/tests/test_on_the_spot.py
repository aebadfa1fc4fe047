"""What happens on the spot: help asked for, receipts of residents, voice notes, complaints about the app."""

import datetime as dt
import io

import pytest
import time_machine

from linli.cases import actions, errors, rules
from linli.cases.actions.forgetting import RULES
from linli.cases.actions.voices import voice_path
from linli.cases.models import Attachment, Case, CaseRecord
from linli.cases.queries.detail import case_detail
from linli.cases.queries.tracking import receipt_code
from linli.cases.testing import MONDAY_9, RUBBISH, a_command, a_report, make_case, make_places
from linli.core.ids import new_id
from linli.core.models import StoredFact
from linli.core.retention import forget_expired
from linli.staff.rules import Command

WEBM = b"\x1aE\xdf\xa3" + bytes(60)


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(MONDAY_9, tick=False):
        yield


def _command(member, id=None):
    return Command(id or new_id(), member.actor, MONDAY_9)


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(WEBM, "audio/webm"), (b"OggS" + bytes(9), "audio/ogg"), (b"\x00\x00\x00\x20ftypM4A ", "audio/mp4")],
    ids=["webm", "ogg", "mp4"],
)
def test_a_recording_is_known_by_its_bytes(content, media_type):
    assert rules.voice_type(content, name="a") == media_type


def test_what_is_no_recording_is_refused():
    with pytest.raises(errors.FileNotVoice):
        rules.voice_type(b"MZ" + bytes(30), name="note.webm")


def test_a_recording_of_an_hour_is_refused():
    with pytest.raises(errors.VoiceTooLong):
        rules.voice_type(WEBM + bytes(4 * 1024 * 1024), name="note.webm")


def test_asking_for_help_tells_the_command_centre(cast):
    case = make_case(cast)
    actions.ask_help(case.pk, command=_command(cast.lin), text="门锁着，需要物业一起来")
    line = CaseRecord.objects.get(case=case, name="ask-help")
    assert line.note == "门锁着，需要物业一起来"
    assert StoredFact.objects.filter(name="cases.help-asked", payload__case_id=str(case.pk)).count() == 1


def test_asking_twice_under_one_command_asks_once(cast):
    case, command = make_case(cast), _command(cast.lin)
    for _ in range(2):
        actions.ask_help(case.pk, command=command, text="需要支援")
    assert CaseRecord.objects.filter(case=case, name="ask-help").count() == 1


def test_a_stranger_asks_for_no_help(cast):
    case = make_case(cast)
    with pytest.raises(errors.CaseNotFound):
        actions.ask_help(case.pk, command=_command(cast.zhao), text="需要支援")


def _settled(cast, **facts):
    case = make_case(cast, **facts)
    actions.settle_on_spot(case.pk, command=_command(cast.lin), result="已清理干净")
    return case


def test_a_receipt_by_name_is_kept_masked(cast):
    case = _settled(cast, kind_code=RUBBISH)
    actions.confirm_receipt(case.pk, command=_command(cast.lin), how="name", name="王秀兰")
    assert CaseRecord.objects.get(case=case, name="confirm").note == "name:王**"


def test_a_receipt_without_a_name_is_refused(cast):
    case = _settled(cast, kind_code=RUBBISH)
    with pytest.raises(errors.ReceiptNameMissing):
        actions.confirm_receipt(case.pk, command=_command(cast.lin), how="name", name=" ")


def test_a_wrong_code_is_no_receipt(cast):
    case = _settled(cast, kind_code=RUBBISH)
    with pytest.raises(errors.ReceiptCodeWrong):
        actions.confirm_receipt(case.pk, command=_command(cast.lin), how="code", code="AAAA-BBBB-CCCC")
    assert not CaseRecord.objects.filter(case=case, name="confirm").exists()


def test_the_receipt_code_is_a_receipt_however_it_is_spaced(cast):
    case = _settled(cast, kind_code=RUBBISH)
    code = receipt_code(case.pk).lower()
    actions.confirm_receipt(case.pk, command=_command(cast.lin), how="code", code=f"{code[:3]} {code[3:]}")
    assert CaseRecord.objects.get(case=case, name="confirm").note == "code:"


def test_the_tracking_code_is_no_receipt_for_it_opens_rating_and_reopening(cast):
    from linli.staff.testing import GRID

    make_places()
    report = actions.NewReport(
        text="楼道里堆着垃圾", channel="field", area_code=GRID, kind_code=RUBBISH, wants_code=True
    )
    told = actions.report_case(report, command=_command(cast.lin))
    actions.settle_on_spot(told.case.pk, command=_command(cast.lin), result="已清理干净")
    with pytest.raises(errors.ReceiptCodeWrong):
        actions.confirm_receipt(told.case.pk, command=_command(cast.lin), how="code", code=told.tracking_code)


def test_whoever_reported_reads_the_receipt_code_while_the_case_runs(cast, client):
    make_places()
    told = actions.report_case(a_report(wants_code=True), command=a_command())
    page = client.get(f"/track/{told.tracking_code}/", follow=True)
    assert receipt_code(told.case.pk) in page.content.decode()


def test_a_voice_note_is_kept_once_and_heard_beside_the_photos(cast, settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    case = make_case(cast)
    for _ in range(2):
        actions.attach_voice(case.pk, command=_command(cast.lin), file=io.BytesIO(WEBM), name="note.webm")
    kept = Attachment.objects.get(case=case)
    assert voice_path(kept.sha256, kept.media_type).read_bytes() == WEBM
    detail = case_detail(cast.lin.actor, case.pk)
    assert (detail.photos, [one.pk for one in detail.voices]) == ([], [kept.pk])


def test_a_voice_note_plays_for_who_may_read_the_case_and_for_nobody_else(cast, settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    case = make_case(cast)
    actions.attach_voice(case.pk, command=_command(cast.lin), file=io.BytesIO(WEBM), name="note.webm")
    address = f"/desk/cases/voices/{Attachment.objects.get(case=case).pk}"
    answer = cast.lin.sign_in().get(address)
    assert (answer.status_code, answer["Content-Type"], b"".join(answer)) == (200, "audio/webm", WEBM)
    assert b"<audio" in cast.lin.sign_in().get(f"/desk/cases/{case.pk}/").content
    assert cast.zhao.sign_in().get(address).status_code in {403, 404}


def test_a_voice_note_goes_two_years_after_its_case_was_closed_unless_another_holds_it(cast, settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    ended, other = make_case(cast), make_case(cast)
    for case in (ended, other):
        actions.attach_voice(case.pk, command=_command(cast.lin), file=io.BytesIO(WEBM), name="note.webm")
    kept = Attachment.objects.get(case=other)
    path = voice_path(kept.sha256, kept.media_type)
    Case.objects.filter(pk=ended.pk).update(is_open=False, state="closed", closed_at=MONDAY_9)
    forget_expired(RULES, on=MONDAY_9.date() + dt.timedelta(days=730))
    assert Attachment.objects.count() == 2
    forget_expired(RULES, on=MONDAY_9.date() + dt.timedelta(days=732))
    assert (list(Attachment.objects.all()), path.exists()) == ([kept], True)
    Case.objects.filter(pk=other.pk).update(is_open=False, state="closed", closed_at=MONDAY_9)
    forget_expired(RULES, on=MONDAY_9.date() + dt.timedelta(days=732))
    assert (Attachment.objects.exists(), path.exists()) == (False, False)


def test_a_complaint_about_the_app_opens_to_nobody_in_the_area(cast):
    case = make_case(cast, kind_code="service.app-complaint")
    assert case.is_confidential
    assert not rules.may_see(case.standing, cast.feng.actor)
    assert not rules.may_see(case.standing, cast.lin.actor)


def test_the_day_a_complaint_must_be_possible_is_declared():
    from linli.cases.queries.kinds import catalogue

    assert catalogue().kinds["service.app-complaint"].valid_from == dt.date(2026, 1, 25)
