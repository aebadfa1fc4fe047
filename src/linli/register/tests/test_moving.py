"""Where somebody lives and where they are registered, moved one from the other."""

import datetime as dt

import pytest
import time_machine

from linli.core.ids import new_id
from linli.places.testing import make_dwelling
from linli.register import actions, errors, queries
from linli.register.models import Household, Residency
from linli.register.rules import NewHome, Relation
from linli.register.testing import AT, a_command, make_household, make_id_number, make_resident
from linli.register.tests.lives import GRANDSON, HUSBAND, TODAY, WIFE, a_person, make_family
from linli.staff.testing import COMMUNITY, GRID, GRID_BESIDE, GRID_ELSEWHERE

MARCH, MAY = dt.date(2026, 3, 1), dt.date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def out(cast, row, on=MARCH, **more):
    return actions.move_out(row.pk, command=a_command(cast.jiang.actor), on=on, reason="外出工作", **more)


def into(cast, row, *, area_code=GRID_BESIDE, on=MAY, by=None, **more):
    dwelling = more.pop("dwelling_id", None) or make_dwelling(area_code=area_code, unit_no=new_id().hex[-8:])
    command = a_command((by or cast.jiang).actor)
    return actions.move_in(row.pk, NewHome(dwelling, on, **more), command=command)


def homes(row):
    here = Residency.objects.filter(resident=row, until=None).order_by("since", "id")
    return [(one.area_code, one.lives, one.registered) for one in here]


def test_who_moves_out_stays_registered_and_lives_elsewhere(cast):
    home, family = make_family()
    out(cast, family["何伟"])
    assert homes(family["何伟"]) == [(GRID, False, True)]
    sheet = queries.household_sheet(cast.jiang.actor, home.pk)
    (son,) = [one for one in sheet.members if one.birth_year == 1985]
    assert son.lives_elsewhere


def test_who_takes_the_registration_along_leaves_altogether(cast):
    _home, family = make_family()
    out(cast, family["何伟"], keeps_registration=False)
    assert homes(family["何伟"]) == []
    assert queries.resident_as_of(family["何伟"].pk, MARCH - dt.timedelta(days=1)).homes[0].lives
    assert queries.resident_as_of(family["何伟"].pk, MARCH).homes == ()


def test_a_new_home_begins_a_household_headed_by_who_moved_in(cast):
    _home, family = make_family()
    out(cast, family["何伟"])
    home = into(cast, family["何伟"])
    assert homes(family["何伟"]) == [(GRID, False, True), (GRID_BESIDE, True, False)]
    assert Household.objects.get(pk=home.household_id).head_id == family["何伟"].pk


def test_nobody_lives_in_two_homes_at_once(cast):
    _home, family = make_family()
    with pytest.raises(errors.LivesElsewhere):
        into(cast, family["何伟"])
    with pytest.raises(errors.RegisteredElsewhere):
        into(cast, family["何伟"], lives=False, registered=True)


def test_moving_with_everything_ends_the_home_before_on_the_same_day(cast):
    _home, family = make_family()
    into(cast, family["何伟"], lives=True, registered=True, leaves=True)
    assert homes(family["何伟"]) == [(GRID_BESIDE, True, True)]
    assert Residency.objects.get(resident=family["何伟"], area_code=GRID).until == MAY


def test_the_registration_alone_can_move(cast):
    _home, family = make_family()
    into(cast, family["何伟"], lives=False, registered=True, leaves=True)
    assert sorted(homes(family["何伟"])) == [(GRID, True, False), (GRID_BESIDE, False, True)]


def test_who_lives_in_a_household_and_is_registered_there_later_does_both(cast):
    home, family = make_family()
    out(cast, family["何伟"], keeps_registration=False)
    into(cast, family["何伟"], dwelling_id=home.dwelling_id, household_id=home.pk)
    into(
        cast, family["何伟"], dwelling_id=home.dwelling_id, household_id=home.pk, lives=False, registered=True, on=TODAY
    )
    assert homes(family["何伟"]) == [(GRID, True, True)]


@pytest.mark.parametrize(
    ("on", "refusal"),
    [
        (TODAY + dt.timedelta(days=1), errors.DayInFuture),
        (dt.date(1985, 6, 6), errors.DayBeforeBirth),
        (dt.date(2019, 12, 31), errors.DayBeforeStart),
    ],
    ids=["tomorrow", "before-birth", "before-it-began"],
)
def test_nobody_moves_out_on_a_day_that_cannot_be(cast, on, refusal):
    _home, family = make_family()
    with pytest.raises(refusal):
        out(cast, family["何伟"], on=on)


def test_nobody_moves_out_of_where_they_do_not_live(cast):
    _home, family = make_family()
    out(cast, family["何伟"])
    with pytest.raises(errors.NoHomeToLeave):
        out(cast, family["何伟"], on=MAY)


def test_a_household_that_everybody_left_has_ended(cast):
    home, family = make_family(HUSBAND)
    out(cast, family["何建国"], keeps_registration=False)
    home.refresh_from_db()
    assert (home.until, home.head_id) == (MARCH, None)
    with pytest.raises(errors.HouseholdEnded):
        actions.enter_resident(home.pk, a_person("徐芳"), command=a_command(cast.lin.actor), source="self")


def test_a_head_who_leaves_passes_the_household_to_the_spouse(cast):
    home, family = make_family(HUSBAND, WIFE, GRANDSON)
    out(cast, family["何建国"], keeps_registration=False)
    home.refresh_from_db()
    assert home.head_id == family["徐秀兰"].pk
    assert Residency.objects.get(resident=family["徐秀兰"]).relation == Relation.HEAD


def test_nobody_moves_people_into_another_area(cast):
    _home, family = make_family()
    out(cast, family["何伟"])
    with pytest.raises(errors.DwellingNotFound):
        into(cast, family["何伟"], area_code=GRID_ELSEWHERE)
    with pytest.raises(errors.DwellingNotFound):
        into(
            cast,
            family["何伟"],
            area_code=GRID_BESIDE,
            by=cast.lin,
            dwelling_id=make_dwelling(area_code=GRID_BESIDE, unit_no="1"),
        )


def test_zhao_moves_nobody(cast):
    _home, family = make_family()
    with pytest.raises(errors.ResidentNotFound):
        actions.move_out(family["何伟"].pk, command=a_command(cast.zhao.actor), on=MARCH, reason="无")
    with pytest.raises(errors.ResidentNotFound):
        into(cast, family["何伟"], by=cast.zhao)


def test_a_worker_reads_who_is_only_registered_here_but_writes_no_more(cast):
    _home, family = make_family()
    into(cast, family["何伟"], leaves=True)
    assert queries.resident_sheet(cast.lin.actor, family["何伟"].pk).area_code == GRID_BESIDE
    with pytest.raises(errors.NotOfYourArea):
        actions.correct_resident(
            family["何伟"].pk,
            command=a_command(cast.lin.actor),
            values={"name": "何炜"},
            source="self",
            reason="本人更正",
        )


def test_moving_twice_with_one_command_moves_once(cast):
    _home, family = make_family()
    command = a_command(cast.jiang.actor)
    for _time in range(2):
        actions.move_out(family["何伟"].pk, command=command, on=MARCH, reason="外出工作")
    assert homes(family["何伟"]) == [(GRID, False, True)]


def test_a_move_joins_the_household_that_is_there(cast):
    _home, family = make_family()
    there = make_household(a_person("吴芳"), area_code=GRID_BESIDE)
    into(
        cast,
        family["何伟"],
        dwelling_id=there.dwelling_id,
        household_id=there.pk,
        leaves=True,
        relation=Relation.SPOUSE,
    )
    assert len(queries.household_sheet(cast.jiang.actor, there.pk).members) == 2
    assert COMMUNITY in there.area_code


NUMBER = make_id_number(dt.date(1985, 6, 7), "male")


def taken_in(cast, number=NUMBER, name="何伟", *, by=None, **more):
    home = NewHome(make_dwelling(unit_no=new_id().hex[-8:]), MAY, **more)
    return actions.take_in(number, name, home, command=a_command((by or cast.lin).actor))


def test_somebody_from_elsewhere_is_taken_in_with_their_paper(cast):
    row = make_resident("何伟", sex="male", born_on=dt.date(1985, 6, 7), id_number=NUMBER, area_code=GRID_ELSEWHERE)
    taken_in(cast, number=NUMBER.lower(), registered=False, leaves=True)
    assert sorted(homes(row)) == [(GRID, True, False), (GRID_ELSEWHERE, False, True)]
    assert queries.search_residents(cast.lin.actor, "何伟")[0].lives


@pytest.mark.parametrize(
    ("number", "name"), [(NUMBER, "何炜"), (make_id_number(dt.date(1985, 6, 7), "male", 2), "何伟"), ("", "何伟")]
)
def test_half_a_paper_opens_nothing(cast, number, name):
    make_resident("何伟", sex="male", born_on=dt.date(1985, 6, 7), id_number=NUMBER, area_code=GRID_ELSEWHERE)
    with pytest.raises(errors.PaperUnknown):
        taken_in(cast, number, name, leaves=True)


def test_zhao_takes_nobody_in(cast):
    make_resident("何伟", sex="male", born_on=dt.date(1985, 6, 7), id_number=NUMBER, area_code=GRID_ELSEWHERE)
    with pytest.raises(errors.DwellingNotFound):
        taken_in(cast, by=cast.zhao, leaves=True)


def test_who_has_moved_elsewhere_is_known_there_and_no_longer_where_they_left(cast):
    row = make_resident("何伟", sex="male", born_on=dt.date(1985, 6, 7))
    into(cast, row, area_code=GRID_BESIDE, registered=True, leaves=True)
    with pytest.raises(errors.ResidentNotFound):
        queries.resident_sheet(cast.lin.actor, row.pk)
    assert not queries.search_residents(cast.lin.actor, "何伟")
    assert queries.resident_sheet(cast.jiang.actor, row.pk).homes[0].area_code == GRID_BESIDE


def test_a_former_home_names_who_left_and_leads_nowhere(cast):
    home, family = make_family()
    into(cast, family["何伟"], area_code=GRID_BESIDE, registered=True, leaves=True)
    seen = [queries.household_sheet(who.actor, home.pk).former[0] for who in (cast.lin, cast.jiang)]
    assert [(one.resident_id, one.is_known) for one in seen] == [
        (family["何伟"].pk, False),
        (family["何伟"].pk, True),
    ]
    page = cast.lin.sign_in().get(f"/desk/register/households/{home.pk}/").content.decode()
    assert f"/desk/register/residents/{family['何伟'].pk}/" not in page


def test_who_has_left_for_nowhere_is_known_where_their_last_home_was(cast):
    row = make_resident("何伟", sex="male", born_on=dt.date(1985, 6, 7))
    out(cast, row, keeps_registration=False)
    assert queries.resident_sheet(cast.lin.actor, row.pk).id == row.pk
