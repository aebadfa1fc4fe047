"""Whoever opens what was said on a visit is told to everybody it is about, once a day (safeguards, rule 3)."""

import datetime as dt
import io

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse

from linli.cases.testing import MONDAY_9
from linli.core.models import AuditEntry
from linli.register.queries.disclosures import disclosures_of
from linli.register.queries.whom import people_in
from linli.staff.testing import GRID
from linli.visits import actions
from linli.visits.models import VoiceNote
from linli.visits.rules import VisitState
from linli.visits.testing import AGREED, a_result, as_lin, make_elder, make_visit_row

Disclosure = apps.get_model("register", "Disclosure")
TODAY = MONDAY_9 + dt.timedelta(hours=3)


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    with time_machine.travel(TODAY, tick=False):
        yield


def members_of(visit):
    return people_in([visit.household_id])[visit.household_id]


def opened(member, name, *ids):
    return member.sign_in().get(reverse(f"visits:{name}", args=ids))


def test_every_member_of_a_household_reads_who_opened_its_visit_and_what_for(cast):
    visit = make_visit_row(cast, state=VisitState.MADE)
    assert AGREED in opened(cast.lin, "detail", visit.pk).content.decode()
    rows = [row for one in members_of(visit) for row in disclosures_of(one)]
    assert len(rows) == len(members_of(visit)) == 2
    assert {(row.by_name, row.fields, row.how, row.said) for row in rows} == {
        (cast.lin.actor.name, "走访的谈话和约定", "页面", "了解需要")
    }
    line = AuditEntry.objects.filter(act="read").latest("pk")
    assert (line.area_code, line.count) == (GRID, 2)


def test_the_same_visit_opened_again_that_day_is_told_once_and_the_next_day_anew(cast):
    visit = make_visit_row(cast, state=VisitState.MADE)
    for name in ("detail", "receipt", "detail"):
        assert opened(cast.lin, name, visit.pk).status_code == 200
    assert Disclosure.objects.count() == len(members_of(visit))
    actions.read_visit(visit.pk, by=cast.lin.actor, at=TODAY + dt.timedelta(days=1))
    assert Disclosure.objects.count() == 2 * len(members_of(visit))


def test_a_receipt_opened_on_its_own_is_told(cast):
    visit = make_visit_row(cast, state=VisitState.MADE)
    assert AGREED in opened(cast.lin, "receipt", visit.pk).content.decode()
    assert Disclosure.objects.count() == len(members_of(visit))


def test_a_voice_is_told_by_itself(cast):
    visit = make_visit_row(cast)
    voice = actions.Voice(io.BytesIO(b"OggS"), "audio/ogg")
    actions.make_visit(visit.pk, command=as_lin(cast), made=a_result(talked="", agreed="", voice=voice))
    note = VoiceNote.objects.get()
    for _twice in range(2):
        assert opened(cast.lin, "voice", visit.pk, note.pk).content == b"OggS"
    assert {tuple(row.fields) for row in Disclosure.objects.all()} == {("visit-voice",)}
    assert Disclosure.objects.count() == len(members_of(visit))


def test_a_visit_of_a_programme_is_read_for_its_purpose(cast):
    resident, _enrolment = make_elder(cast)
    new = actions.NewVisit("look-in", resident_id=resident.pk, on=MONDAY_9.date(), programme_code="care-visits")
    visit = actions.make_visit(resident.pk, command=as_lin(cast), made=a_result(), new=new)
    before = Disclosure.objects.count()
    opened(cast.lin, "detail", visit.pk)
    rows = Disclosure.objects.order_by("id")[before:]
    assert [(row.resident_id, row.purpose_code) for row in rows] == [(resident.pk, "elder-visits")]


def test_whoever_reads_none_of_the_words_is_not_told_as_reading_them(cast):
    visit = make_visit_row(cast, state=VisitState.MADE)
    assert opened(cast.jiang, "detail", visit.pk).status_code == 200
    assert opened(cast.jiang, "receipt", visit.pk).status_code == 404
    empty = make_visit_row(cast)
    assert opened(cast.lin, "detail", empty.pk).status_code == 200
    assert not Disclosure.objects.exists()


def test_lists_tell_nobody(cast):
    make_visit_row(cast, state=VisitState.MADE)
    assert cast.lin.sign_in().get(reverse("visits:list"), {"tab": "made"}).status_code == 200
    assert not Disclosure.objects.exists()
