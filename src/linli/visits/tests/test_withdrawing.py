"""What was said under a programme serves that programme alone, where its worker visits, and nobody once it is over."""

import datetime as dt

import pytest
from django.urls import reverse

from linli.cases.testing import MONDAY_9, a_command
from linli.core.ids import new_id
from linli.register.actions.consents import Asked, give_consent, withdraw_consent
from linli.register.actions.programmes import NewEnrolment, enrol
from linli.register.rules.consents import Channel
from linli.register.testing import make_resident
from linli.staff.testing import GRID, GRID_BESIDE
from linli.visits import actions
from linli.visits.models import Visit, VoiceNote
from linli.visits.queries import field_visits
from linli.visits.rules import VisitState
from linli.visits.testing import AGREED, MONDAY, SECRET, a_result, as_lin, make_elder, make_visit_row

LATER = MONDAY_9 + dt.timedelta(hours=2)


def make_care_visit(cast):
    """Store a care visit that was made, with its voice note, and the enrolment it rests on."""
    resident, enrolment = make_elder(cast)
    actions.plan_ahead(MONDAY_9)
    visit = Visit.objects.filter(enrolment_id=enrolment.pk).earliest("planned_on")
    at = MONDAY_9 + dt.timedelta(hours=1)
    actions.make_visit(visit.pk, command=as_lin(cast, at=at), made=a_result(at=at))
    VoiceNote.objects.create(visit=visit, sha256="a" * 64, media_type="audio/webm", size_bytes=9, added_at=at)
    return visit, resident, enrolment


def plan(cast, **values):
    """Plan a visit for tomorrow and give it as the phone has it."""
    facts = {"purpose_code": "get-to-know", "on": MONDAY + dt.timedelta(days=1), "why": "别的事"}
    visit = actions.plan_visit(
        actions.NewVisit(**{**facts, **values}), command=as_lin(cast, at=LATER), visit_id=new_id()
    )
    return next(row for row in field_visits(cast.lin.actor, on=MONDAY) if row.id == str(visit.pk))


def page(member, visit) -> str:
    return member.sign_in().get(reverse("visits:detail", args=[visit.pk])).content.decode()


def withdraw(cast, enrolment) -> None:
    withdraw_consent(enrolment.consent_id, command=a_command(cast.jiang.actor, at=LATER))


def test_nobody_reads_what_was_said_once_consent_is_taken_back(cast):
    visit, _resident, enrolment = make_care_visit(cast)
    before = page(cast.lin, visit)
    assert SECRET in before
    assert AGREED in before
    withdraw(cast, enrolment)
    after = page(cast.lin, visit)
    assert SECRET not in after
    assert AGREED not in after
    assert "居民现在已不参加" in after


def test_receipt_and_voice_close_with_the_consent(cast):
    visit, _resident, enrolment = make_care_visit(cast)
    lin, note = cast.lin.sign_in(), visit.voices.get()
    assert lin.get(reverse("visits:receipt", args=[visit.pk])).status_code == 200
    withdraw(cast, enrolment)
    assert lin.get(reverse("visits:receipt", args=[visit.pk])).status_code == 404
    assert lin.get(reverse("visits:voice", args=[visit.pk, note.pk])).status_code == 404


def test_what_ends_by_itself_closes_too(cast):
    visit, _resident, enrolment = make_care_visit(cast)
    enrolment.until = MONDAY
    enrolment.save()
    assert SECRET not in page(cast.lin, visit)


def test_an_ordinary_visit_stays_open_to_its_worker(cast):
    text = page(cast.lin, make_visit_row(cast, state=VisitState.MADE))
    assert SECRET in text
    assert "居民现在已不参加" not in text


@pytest.mark.parametrize("is_withdrawn", [True, False])
def test_another_purpose_is_not_told_what_was_agreed_under_a_programme(cast, is_withdrawn):
    _visit, resident, enrolment = make_care_visit(cast)
    if is_withdrawn:
        withdraw(cast, enrolment)
    row = plan(cast, resident_id=resident.pk)
    assert row.last is None
    assert AGREED not in page(cast.lin, Visit.objects.get(pk=row.id))


def test_the_next_visit_of_the_same_programme_is_told(cast):
    _visit, resident, _enrolment = make_care_visit(cast)
    row = plan(cast, resident_id=resident.pk, purpose_code="look-in", programme_code="care-visits")
    assert row.last is not None
    assert row.last.agreed == AGREED


def test_a_new_yes_does_not_bring_back_what_was_said_before(cast):
    visit, resident, enrolment = make_care_visit(cast)
    withdraw(cast, enrolment)
    registrar = a_command(cast.jiang.actor, at=LATER)
    give_consent(resident.pk, "elder-visits", command=registrar, asked=Asked(Channel.PAPER, on_own_wish=True))
    enrol(resident.pk, NewEnrolment("care-visits"), command=a_command(cast.jiang.actor, at=LATER))
    assert plan(cast, resident_id=resident.pk, purpose_code="look-in", programme_code="care-visits").last is None
    assert SECRET not in page(cast.lin, visit)


def test_what_was_agreed_in_another_grid_does_not_follow_to_the_new_workers_phone(cast):
    old = make_visit_row(cast, state=VisitState.MADE)
    resident = make_resident("何秀兰", area_code=GRID)
    Visit.objects.filter(pk=old.pk).update(area_code=GRID_BESIDE, household_id=None, resident_id=resident.pk)
    row = plan(cast, resident_id=resident.pk)
    assert row.last is None
    assert AGREED not in page(cast.lin, Visit.objects.get(pk=row.id))
