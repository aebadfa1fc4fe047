"""A roll holds who may vote, once, in the order of names; the next one says who came and went, and why."""

import csv
import datetime as dt
import io
from uuid import UUID

import pytest

from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.core.models import AuditEntry
from linli.places.testing import make_dwelling, make_town
from linli.register import errors
from linli.register.actions.rolls import draw_rolls
from linli.register.models import Disclosure, Enrolment, Residency, Resident, RollRun
from linli.register.queries import rolls as queries
from linli.register.queries.about_me import sections_about
from linli.register.queries.comparing import members_of
from linli.register.queries.drafting import head_line
from linli.register.rules.rolls import VOTES_HERE, Basis, Reason, RollRule
from linli.register.testing import AT, a_command, make_resident
from linli.staff.rules import SYSTEM, Role
from linli.staff.testing import COMMUNITY, COMMUNITY_BESIDE, GRID, GRID_NEXT_COMMUNITY, STREET, Cast, make_actor

pytestmark = pytest.mark.django_db
ELECTION = dt.date(2026, 12, 8)
NEXT = dt.date(2029, 12, 8)
GROWN = dt.date(1970, 5, 1)
LATER = dt.datetime(2029, 11, 16, 1, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _town(db):
    make_town()


def draw(area_code=STREET, *, on=ELECTION, rule=RollRule.REGISTERED, at=AT, by=SYSTEM):
    return draw_rolls(area_code, on=on, rule=rule, command=a_command(by, at=at))


def names_on(drawn, area_code=COMMUNITY):
    rows = csv.reader(io.StringIO(f"{head_line()}\n{drawn.lines[area_code]}"))
    return [row[1] for row in list(rows)[1:]]


def ask_to_vote_here(resident, *, since=dt.date(2026, 9, 1)):
    Enrolment.objects.create(
        resident=resident, area_code=GRID, programme_code=VOTES_HERE, since=since, review_by=dt.date(2027, 9, 1)
    )


def test_voters_stand_in_the_order_of_their_names_in_pinyin():
    for name in ("周海燕", "安志远", "曾小雨", "何秀兰"):
        make_resident(name, born_on=GROWN)
    assert names_on(draw()) == ["安志远", "何秀兰", "曾小雨", "周海燕"]


def test_who_shares_a_name_stands_by_birth_date():
    young = make_resident("何秀兰", born_on=dt.date(1990, 1, 1))
    old = make_resident("何秀兰", born_on=dt.date(1950, 1, 1))
    draw()
    assert list(members_of(bytes(RollRun.objects.get(area_code=COMMUNITY).members))) == [old.pk, young.pk]


def test_who_comes_of_age_by_the_election_day_is_on_it_and_nobody_younger():
    make_resident("何宇轩", born_on=dt.date(2008, 12, 8))
    make_resident("何宇航", born_on=dt.date(2008, 12, 9))
    assert names_on(draw()) == ["何宇轩"]


def test_every_community_has_its_roll_even_an_empty_one():
    make_resident("何秀兰", born_on=GROWN, area_code=GRID_NEXT_COMMUNITY)
    drawn = draw()
    assert {run.area_code: run.count for run in drawn.runs} == {COMMUNITY: 0, COMMUNITY_BESIDE: 1}


def test_who_only_lives_here_votes_where_they_are_registered():
    make_resident("何秀兰", born_on=GROWN, registered=False)
    assert names_on(draw()) == []
    assert names_on(draw(rule=RollRule.REGISTERED_OR_LIVING)) == []


def test_who_has_lived_here_for_a_year_and_asks_votes_here_under_the_wider_rule():
    ask_to_vote_here(make_resident("何秀兰", born_on=GROWN, registered=False))
    assert names_on(draw(rule=RollRule.REGISTERED_OR_LIVING)) == ["何秀兰"]
    assert names_on(draw()) == []


def test_who_has_lived_here_for_less_than_a_year_waits():
    resident = make_resident("何秀兰", born_on=GROWN, registered=False)
    Residency.objects.update(since=dt.date(2025, 12, 9))
    ask_to_vote_here(resident)
    assert names_on(draw(rule=RollRule.REGISTERED_OR_LIVING)) == []


def test_nobody_stands_on_two_rolls():
    resident = make_resident("何秀兰", born_on=GROWN, lives=False)
    Residency.objects.create(
        area_code=GRID_NEXT_COMMUNITY, resident=resident, household_id=new_id(), lives=True, registered=False,
        dwelling_id=make_dwelling(area_code=GRID_NEXT_COMMUNITY, unit_no="901"), since=dt.date(2020, 1, 1),
    )  # fmt: skip
    ask_to_vote_here(resident)
    wide = draw(rule=RollRule.REGISTERED_OR_LIVING)
    assert (names_on(wide), names_on(wide, COMMUNITY_BESIDE)) == ([], ["何秀兰"])
    narrow = draw()
    assert (names_on(narrow), names_on(narrow, COMMUNITY_BESIDE)) == (["何秀兰"], [])


def test_the_dead_and_the_merged_are_on_no_roll():
    make_resident("何秀兰", born_on=GROWN)
    make_resident("何秀英", born_on=GROWN)
    Resident.objects.filter(name="何秀兰").update(died_on=dt.date(2026, 1, 1))
    Resident.objects.filter(name="何秀英").update(merged_into=new_id())
    assert names_on(draw()) == []


def test_a_name_cannot_run_as_a_formula_nor_break_its_line():
    make_resident('=1+1,"x"', born_on=GROWN)
    assert names_on(draw()) == ['\'=1+1,"x"']


def test_a_first_roll_has_no_changes():
    make_resident("何秀兰", born_on=GROWN)
    (run, _beside) = draw().runs
    assert (run.count, run.added, run.removed) == (1, 0, 0)


def test_the_next_roll_says_who_came_and_went_and_why():
    died, moved = make_resident("何秀兰", born_on=GROWN), make_resident("丁大勇", born_on=GROWN)
    make_resident("何宇轩", born_on=dt.date(2010, 1, 1))
    draw()
    Resident.objects.filter(pk=died.pk).update(died_on=dt.date(2027, 3, 1))
    Residency.objects.filter(resident=moved).update(until=dt.date(2027, 3, 1))
    make_resident("郑新来", born_on=GROWN)
    Residency.objects.filter(resident__name="郑新来").update(since=dt.date(2028, 1, 1))
    (run, _beside) = draw(on=NEXT, at=LATER).runs
    changes = queries.changes_of(run, clear=True)
    assert [(one.name, one.reason) for one in changes.added] == [
        ("何宇轩", Reason.CAME_OF_AGE),
        ("郑新来", Reason.MOVED_IN),
    ]
    assert [(one.name, one.reason) for one in changes.removed] == [
        ("丁大勇", Reason.MOVED_OUT),
        ("何秀兰", Reason.DIED),
    ]
    assert (run.count, run.added, run.removed) == (2, 2, 2)


def test_a_birth_date_corrected_shows_as_a_correction():
    resident = make_resident("何秀兰", born_on=GROWN)
    draw()
    Resident.objects.filter(pk=resident.pk).update(born_on=dt.date(2015, 1, 1))
    (run, _beside) = draw(at=AT + dt.timedelta(days=1)).runs
    assert run.changes == [[str(resident.pk), "removed", "corrected"]]


def test_a_roll_is_drawn_once_however_often_its_command_comes():
    make_resident("何秀兰", born_on=GROWN)
    command = a_command(SYSTEM)
    first = draw_rolls(STREET, on=ELECTION, rule=RollRule.REGISTERED, command=command)
    again = draw_rolls(STREET, on=ELECTION, rule=RollRule.REGISTERED, command=command)
    assert [run.pk for run in again.runs] == [run.pk for run in first.runs]
    assert RollRun.objects.count() == 2


def test_a_record_deleted_since_leaves_its_number_on_the_roll():
    resident = make_resident("何秀兰", born_on=GROWN)
    (run, _beside) = draw().runs
    Resident.objects.filter(pk=resident.pk).delete()
    (voter,) = queries.voters_of(run, clear=True)
    assert (voter.number, voter.name, voter.born_on) == (1, "–", None)


def test_each_community_is_a_line_in_the_log_and_no_resident_a_row():
    make_resident("何秀兰", born_on=GROWN)
    draw()
    lines = AuditEntry.objects.filter(act="export", purpose="voter-roll").order_by("area_code")
    assert [(line.area_code, line.count) for line in lines] == [(COMMUNITY, 1), (COMMUNITY_BESIDE, 0)]
    assert not Disclosure.objects.exists()


def test_a_resident_reads_on_which_rolls_they_stand():
    mine, other = make_resident("何秀兰", born_on=GROWN), make_resident("何宇轩", born_on=dt.date(2019, 9, 1))
    draw()
    (line,) = queries.rolls_naming(mine.pk)
    assert (line.area_code, line.on) == (COMMUNITY, ELECTION)
    assert queries.rolls_naming(other.pk) == ()


def test_a_key_between_two_others_is_not_taken_for_a_member():
    one, two = UUID(int=1 << 64), UUID(int=7)
    between = (one.bytes + two.bytes)[8:24]
    assert not queries._stands_on(one.bytes + two.bytes, between)
    assert queries._stands_on(one.bytes + two.bytes + between, between)


def test_lists_are_masked_and_exports_clear(cast: Cast):
    make_resident("何秀兰", born_on=dt.date(1958, 4, 5), lives=False)
    (run, _beside) = draw(by=cast.jiang.actor).runs
    (masked,), (clear,) = queries.voters_of(run), queries.voters_of(run, clear=True)
    assert (masked.name, masked.born_on, masked.address) == ("何**", dt.date(1958, 1, 1), "")
    assert (clear.name, clear.born_on, clear.basis) == ("何秀兰", dt.date(1958, 4, 5), Basis.ELSEWHERE)
    assert clear.address.startswith("竹桥小区1号楼")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.REGISTRAR], ids=lambda role: role.value)
def test_only_who_keeps_the_register_draws_up_rolls(role):
    with pytest.raises(NotAllowed):
        draw(by=make_actor(role))
    assert queries.list_rolls(make_actor(role)) == ()


def test_nobody_draws_up_or_sees_rolls_beyond_their_area(cast: Cast):
    draw()
    with pytest.raises(NotAllowed):
        draw("990101", by=cast.jiang.actor)
    roll = RollRun.objects.first()
    with pytest.raises(errors.RollNotFound):
        queries.roll_for(make_actor(Role.REGISTRAR, area_code="990101002"), roll.pk)
    assert len(queries.list_rolls(cast.jiang.actor)) == 2


def test_an_area_without_communities_has_no_rolls():
    with pytest.raises(errors.NoCommunityThere):
        draw("990102")


def test_a_residents_own_data_name_the_rolls_they_stand_on():
    resident = make_resident("何秀兰", born_on=GROWN)
    draw()
    (section,) = [one for one in sections_about(resident) if one.key == "rolls"]
    assert section.rows == (("竹桥社区", "2026-12-08", "2026-11-16 09:00"),)
