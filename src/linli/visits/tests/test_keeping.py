"""How long visits are kept, what a resident reads of them, voice notes, and the commands."""

import datetime as dt
import io
import json

import pytest
import time_machine
from click.testing import CliRunner
from django.urls import reverse

from linli.cases.testing import MONDAY_9
from linli.core.retention import forget_expired
from linli.places.queries import has_feature
from linli.register.queries.whom import homes_of
from linli.staff.testing import COMMUNITY, GRID
from linli.visits import actions, errors
from linli.visits.actions.forgetting import RULES
from linli.visits.actions.voices import path_of
from linli.visits.cli import visits
from linli.visits.models import FollowUp, Visit, VisitRecord, VoiceNote
from linli.visits.queries.about_me import visits_about
from linli.visits.rules import VisitState
from linli.visits.testing import (
    AGREED,
    MONDAY,
    SECRET,
    a_matter,
    a_result,
    as_lin,
    make_elder,
    make_home,
    make_visit_row,
)

SOUND = b"OggS" + b"\0" * 200


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path


def voice(content: bytes = SOUND, media_type: str = "audio/webm") -> actions.Voice:
    return actions.Voice(io.BytesIO(content), media_type)


def run(*arguments: str):
    with time_machine.travel(MONDAY_9, tick=False):
        told = CliRunner().invoke(visits, list(arguments))
    if told.exception and not isinstance(told.exception, SystemExit):
        raise told.exception
    return told


def test_a_visit_goes_with_all_that_hangs_on_it_two_years_after_it_was_made(cast):
    visit = make_visit_row(cast)
    made = a_result(matters=(a_matter(),), voice=voice())
    actions.make_visit(visit.pk, command=as_lin(cast), made=made)
    file = path_of(VoiceNote.objects.get().sha256)
    forget_expired(RULES, on=MONDAY + dt.timedelta(days=730))
    assert Visit.objects.exists()
    forget_expired(RULES, on=MONDAY + dt.timedelta(days=731))
    left = [model.objects.count() for model in (Visit, VisitRecord, FollowUp, VoiceNote)]
    assert (left, file.exists()) == ([0, 0, 0, 0], False)


def test_a_visit_nobody_made_or_called_off_goes_as_well(cast):
    make_visit_row(cast)
    forget_expired(RULES, on=MONDAY + dt.timedelta(days=731))
    assert not Visit.objects.exists()


def test_a_voice_note_lies_sealed_and_is_heard_by_who_visits_there(cast):
    visit = make_visit_row(cast)
    actions.make_visit(visit.pk, command=as_lin(cast), made=a_result(talked="", agreed="", voice=voice()))
    note = VoiceNote.objects.get()
    assert SOUND not in path_of(note.sha256).read_bytes()
    address = reverse("visits:voice", args=[visit.pk, note.pk])
    answer = cast.lin.sign_in().get(address)
    assert (answer.content, answer["Content-Type"]) == (SOUND, "audio/webm")
    assert cast.jiang.sign_in().get(address).status_code == 404


@pytest.mark.parametrize(
    ("content", "media_type"), [(b"", "audio/webm"), (b"MZ", "application/x-msdownload")], ids=["empty", "program"]
)
def test_what_is_no_voice_note_is_refused(cast, content, media_type):
    visit = make_visit_row(cast)
    with pytest.raises(errors.VoiceUnreadable):
        actions.make_visit(visit.pk, command=as_lin(cast), made=a_result(voice=voice(content, media_type)))


def test_a_resident_reads_the_own_visits_and_those_to_the_household(cast):
    resident, _enrolment = make_elder(cast)
    home = homes_of([resident.pk])[resident.pk]
    new = actions.NewVisit("get-to-know", household_id=home.household_id, on=MONDAY)
    actions.make_visit(resident.pk, command=as_lin(cast), made=a_result(), new=new)
    [section] = visits_about(resident.pk, resident.pk)
    [row] = section.as_records()
    # What was confided is not read out to all who live there.
    assert (row["talked"], row["agreed"], row["by"]) == ("", AGREED, "林小满")


def test_a_resident_reads_the_own_visits_whole(cast):
    resident, _enrolment = make_elder(cast)
    new = actions.NewVisit("get-to-know", resident_id=resident.pk, on=MONDAY)
    actions.make_visit(resident.pk, command=as_lin(cast), made=a_result(), new=new)
    [row] = visits_about(resident.pk, resident.pk)[0].as_records()
    assert (row["talked"], row["agreed"]) == (SECRET, AGREED)


def test_who_moved_in_later_reads_nothing_of_the_visits_before(cast):
    resident, _enrolment = make_elder(cast)
    home = homes_of([resident.pk])[resident.pk]
    new = actions.NewVisit("get-to-know", household_id=home.household_id, on=MONDAY)
    actions.make_visit(resident.pk, command=as_lin(cast), made=a_result(), new=new)
    resident.residencies.update(since=MONDAY + dt.timedelta(days=9))
    assert visits_about(resident.pk, resident.pk) == ()


def test_a_resident_reads_nothing_of_another_members_visits(cast):
    home = make_home()
    grandmother, child = (one.resident_id for one in home.residencies.order_by("resident__born_on"))
    new = actions.NewVisit("get-to-know", resident_id=grandmother, on=MONDAY)
    actions.make_visit(home.pk, command=as_lin(cast), made=a_result(), new=new)
    assert visits_about(home.pk, child) == ()
    assert len(visits_about(home.pk, grandmother)) == 1


def test_the_command_plans_and_tells_by_class_and_day(cast):
    make_elder(cast)
    span = ("--area", COMMUNITY, "--from", "2026-11-16", "--to", "2026-11-29")
    dry = json.loads(run("plan", *span, "--dry-run", "--json").stdout)
    assert (dry["visits"], Visit.objects.count()) == (2, 0)
    made = json.loads(run("plan", *span, "--json").stdout)
    assert (made["by_class"], sum(made["by_day"].values())) == ({"elders-alone": 2}, 2)
    assert json.loads(run("plan", *span, "--json").stdout)["visits"] == 0


def test_the_command_lists_what_is_due_masked(cast):
    make_visit_row(cast)
    [row] = json.loads(run("due", "--area", GRID, "--json").stdout)
    assert (row["whom"], row["planned_on"], row["is_overdue"]) == ("何**一户", "2026-11-16", False)
    assert "何**一户" in run("due", "--area", GRID).stdout


def test_the_command_switches_the_rhythm_of_every_household(cast):
    make_home()
    assert run("rhythm", "--area", COMMUNITY).exit_code == 0
    assert has_feature(GRID, "household-visits")
    run("rhythm", "--area", COMMUNITY, "--off")
    assert not has_feature(GRID, "household-visits")


def test_an_unknown_area_is_refused(cast):
    make_visit_row(cast, state=VisitState.MADE)
    with pytest.raises(Exception, match=r".") as refused:
        run("due", "--area", "110000")
    assert refused.value.code == "places.area-unknown"
