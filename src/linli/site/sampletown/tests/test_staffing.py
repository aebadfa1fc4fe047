"""The town's organisation: fifteen units, seventy staff, an owner for every kind."""

import pytest

from linli.cases.queries.kinds import catalogue
from linli.site.sampletown import staffing
from linli.site.sampletown.chance import dice
from linli.site.sampletown.stories import stories
from linli.site.sampletown.tests.test_drawing import Drawn
from linli.staff.rules import DEMO_USERNAMES, Actor, Permission, Role


@pytest.fixture(scope="module")
def organisation():
    return staffing.organise(Drawn().division, thrown=dice(1, "staff"))


def actor_of(person):
    return Actor(person.name, None, person.posts)


def test_there_are_fifteen_units_and_seventy_staff(organisation):
    staff = [person for person in organisation.people if person.username != "resident"]
    assert (len(organisation.units), len(staff)) == (15, 70)
    assert len({person.username for person in organisation.people}) == 71


def test_every_grid_has_a_worker_and_one_worker_has_two(organisation):
    held = [
        [post.area_code for post in person.posts]
        for person in organisation.people
        if any(post.role is Role.GRID_WORKER for post in person.posts)
    ]
    assert sorted(code for codes in held for code in codes) == sorted(part.code for part in Drawn().division.grids)
    assert sorted(len(codes) for codes in held)[-2:] == [1, 2]


def test_every_kind_finds_an_owner_in_every_grid(organisation):
    for grid in Drawn().division.grids:
        duties = {row.duty for row in organisation.duties if grid.code.startswith(row.area_code)}
        assert {kind.duty for kind in catalogue().kinds.values()} <= duties


def test_no_duty_is_held_twice_for_one_area(organisation):
    held = [(row.duty, row.area_code) for row in organisation.duties]
    assert len(set(held)) == len(held)


def test_every_unit_with_a_duty_has_somebody_who_handles(organisation):
    handlers = {
        post.unit_code
        for person in organisation.people
        for post in person.posts
        if actor_of(person).may_anywhere(Permission.CASES_HANDLE)
    }
    assert {row.unit_code for row in organisation.duties} <= handlers


def test_the_demo_accounts_are_the_ten_that_the_sign_in_page_names(organisation):
    demo = {person.username: person for person in organisation.people if person.is_demo}
    assert set(demo) == set(DEMO_USERNAMES)
    assert {post.role for post in demo["acceptor"].posts} == {Role.ACCEPTOR, Role.SHIFT_LEADER}
    assert actor_of(demo["checker"]).may(Permission.CASES_CLOSE, "990101001001001")
    assert actor_of(demo["handler"]).unit_codes == {staffing.CITY_CARE}
    assert not actor_of(demo["admin"]).may_anywhere(Permission.CASES_VIEW)


def test_every_grid_has_its_worker(organisation):
    grids = {post.area_code for person in organisation.people for post in person.posts if post.role is Role.GRID_WORKER}
    assert grids == {part.code for part in Drawn().division.grids}


def test_every_kind_can_be_told():
    told, thrown = stories(), dice(1, "told")
    assert set(told.by_kind) == set(catalogue().kinds)
    for code in told.by_kind:
        for _ in range(6):
            text = told.text(code, place="松溪苑3号楼", thrown=thrown)
            assert 8 < len(text) < 200
            assert "{" not in text + told.result(code, thrown=thrown)
