"""A building that no longer stands is closed on a day by whoever keeps the map there; nothing is erased, and it may come back."""

import datetime as dt

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from linli.core.ids import new_id
from linli.core.models import AuditEntry
from linli.places import queries as places
from linli.places.actions import set_dwelling
from linli.places.errors import BuildingUnknown
from linli.places.errors.ground import BuildingInUse, BuildingIsClosed, BuildingNotClosed, ClosedAhead
from linli.places.queries.address_index import address_index
from linli.places.queries.by_area import led_buildings, standing_by_area
from linli.places.queries.carrying import carried_buildings, carried_dwellings
from linli.places.queries.ground import building_spots, ground_rows, standing_on
from linli.places.testing import GRIDS, make_building, make_dwelling, make_town, middle
from linli.register import errors
from linli.register.actions.closing_buildings import close_building, reopen_building
from linli.register.actions.dwellings import change_dwelling
from linli.register.actions.finding import dwelling_to_fill
from linli.register.cli_buildings import areas
from linli.register.testing import a_command, make_household

pytestmark = pytest.mark.django_db
Building, Dwelling = apps.get_model("places.Building"), apps.get_model("places.Dwelling")
CODE, HOUSE = "B001", "990101001001-1"
DAY = dt.date(2026, 11, 10)
LON, LAT = middle(0, 0)
AROUND = (LON - 0.001, LAT - 0.001, LON + 0.001, LAT + 0.001)


@pytest.fixture
def building(cast):
    make_town()
    return make_building(CODE)


def close(member, code=CODE, *, on=DAY):
    return close_building(code, on=on, command=a_command(member.actor))


def seen():
    """Say which doors of the house know the building: the map, lists, the phone, drawing, importing, locating."""
    grids = (GRIDS[0],)
    return {
        "view": CODE in {one.code for one in places.buildings_in_view(grids, AROUND)},
        "names": CODE in {one.code for one in places.buildings_named(grids, text="")},
        "layer": CODE in str(places.layer_geojson("buildings", grids)),
        "phone": CODE in {row[1] for row in carried_buildings(grids)},
        "drawing": CODE in {one.key for one in ground_rows(grids).buildings},
        "wishes": CODE in standing_on(GRIDS[0], [CODE]),
        "outlines": CODE in {one.code for one in building_spots(AROUND)},
        "heads": CODE in {one.code for one in led_buildings(grids)},
        "count": any(one.buildings for one in standing_by_area(grids).values()),
        "imports": CODE in {row[1] for row in places.buildings_standing(grids)},
        "addresses": CODE in {house.code for house in address_index().houses.values()},
    }


def test_a_closed_building_is_nowhere_but_in_what_was(cast, building):
    assert set(seen().values()) == {True}
    assert close(cast.jiang) == building.name
    assert set(seen().values()) == {False}
    assert places.find_building(CODE).closed_on == DAY
    assert CODE in {row[1] for row in places.buildings_within(GRIDS[:1])}
    reopen_building(CODE, command=a_command(cast.jiang.actor))
    assert set(seen().values()) == {True}


def test_the_area_and_the_log_keep_who_closed_and_opened_it(cast, building):
    close(cast.jiang)
    reopen_building(CODE, command=a_command(cast.jiang.actor))
    kept = places.changes_of(GRIDS[0])[:2]
    assert [(one.what, one.by_name, one.before["closed_on"]) for one in kept] == [
        ("building-reopened", "姜文琴", "2026-11-10"), ("building-closed", "姜文琴", ""),
    ]  # fmt: skip
    noted = AuditEntry.objects.filter(subject_id=CODE).order_by("id").values_list("detail", flat=True)
    assert [one["act"] for one in noted] == ["close", "reopen"]


def test_a_building_in_which_somebody_lives_is_refused_with_what_to_do(cast):
    make_household(area_code=GRIDS[0])
    with pytest.raises(errors.BuildingLivedIn, match="1 户人家。请先为他们办理迁出"):
        close(cast.jiang, HOUSE)


def test_dwellings_in_use_are_refused_and_gone_ones_are_not_carried_any_more(cast, building):
    flats = [make_dwelling(building=CODE, unit_no=number) for number in ("101", "102")]
    set_dwelling(flats[0], state="gone")
    with pytest.raises(BuildingInUse, match="还有 1 个户室没有记为“已拆除”"):
        close(cast.jiang)
    set_dwelling(flats[1], state="gone")
    assert len(carried_dwellings(GRIDS[:1])) == 2
    close(cast.jiang)
    assert carried_dwellings(GRIDS[:1]) == []


def test_nobody_moves_into_a_closed_building_and_no_dwelling_of_it_comes_back(cast, building):
    flat = make_dwelling(building=CODE)
    set_dwelling(flat, state="gone")
    close(cast.jiang)
    with pytest.raises(BuildingIsClosed, match="已于 2026-11-10 停用"):
        dwelling_to_fill(flat, cast.lin.actor)
    with pytest.raises(BuildingIsClosed):
        set_dwelling(flat, state="vacant")
    with pytest.raises(BuildingIsClosed):
        change_dwelling(flat, command=a_command(cast.lin.actor), values={"state": "vacant"}, source="visit")


@pytest.mark.parametrize(
    ("step", "refusal"), [("twice", BuildingIsClosed), ("tomorrow", ClosedAhead), ("open", BuildingNotClosed)]
)
def test_what_cannot_be_is_refused(cast, building, step, refusal):
    if step == "twice":
        close(cast.jiang)
    with pytest.raises(refusal):
        if step == "open":
            reopen_building(CODE, command=a_command(cast.jiang.actor))
        else:
            by = a_command(cast.jiang.actor)
            close_building(CODE, on=timezone.localdate(by.at) + dt.timedelta(days=step == "tomorrow"), command=by)


@pytest.mark.parametrize("name", ["lin", "zhao"])
def test_without_a_post_for_the_ground_nobody_closes_or_opens(cast, building, name):
    by = getattr(cast, name)
    with pytest.raises(BuildingUnknown):
        close(by)
    with pytest.raises(BuildingUnknown):
        reopen_building(CODE, command=a_command(by.actor))
    client, address = by.sign_in(), reverse("register:building", args=[CODE])
    for noun in ("closure", "reopening"):
        said = {"command_id": str(new_id()), "on": str(DAY)}
        assert client.post(f"{address}{noun}/", said).status_code in {403, 404}
    assert Building.objects.get().closed_on is None


def test_the_same_command_twice_is_one(cast, building):
    by = a_command(cast.jiang.actor)
    assert close_building(CODE, on=DAY, command=by) == close_building(CODE, on=DAY, command=by)
    back = a_command(cast.jiang.actor)
    assert reopen_building(CODE, command=back) == reopen_building(CODE, command=back)


def test_the_page_of_a_building_closes_it_and_opens_it_again(cast, building):
    client, address = cast.jiang.sign_in(), reverse("register:building", args=[CODE])
    assert "停用这栋楼" in client.get(address).content.decode()
    assert "停用这栋楼" not in cast.lin.sign_in().get(address).content.decode()
    said = {"command_id": str(new_id()), "on": "2026-11-10"}
    page = client.post(reverse("register:close_building", args=[CODE]), said, follow=True).content.decode()
    assert ("已于 2026-11-10 停用" in page, "恢复这栋楼" in page) == (True, True)
    again = client.post(
        reverse("register:close_building", args=[CODE]), {**said, "command_id": str(new_id())}
    )  # a page that stood open
    assert (again.status_code, "已于 2026-11-10 停用" in again.content.decode()) == (400, True)
    history = client.get("/desk/areas/", {"code": GRIDS[0]}).content.decode()
    assert "停用楼栋" in history
    page = client.post(
        reverse("register:reopen_building", args=[CODE]), {"command_id": str(new_id())}, follow=True
    ).content.decode()
    assert ("已恢复这栋楼" in page, "停用这栋楼" in page) == (True, True)


def test_the_page_says_why_it_cannot_be_closed(cast):
    make_household(area_code=GRIDS[0])
    said = {"command_id": str(new_id()), "on": "2026-11-10"}
    answer = cast.jiang.sign_in().post(reverse("register:close_building", args=[HOUSE]), said)
    assert (answer.status_code, "请先为他们办理迁出" in answer.content.decode()) == (400, True)


def test_the_command_line_closes_and_opens(cast, building):
    run = CliRunner().invoke
    refused = run(areas, ["close-building", CODE, "--yes", "--as", "lin"])
    assert (refused.exit_code, CODE in refused.stderr) == (1, True)
    assert run(areas, ["close-building", CODE], input="n\n").exit_code == 1
    closed = run(areas, ["close-building", CODE, "--on", "2026-11-10", "--as", "jiang"], input="y\n")
    assert (closed.exit_code, f"已停用B001号楼（{CODE}），自 2026-11-10 起" in closed.output) == (0, True)
    assert run(areas, ["close-building", CODE, "--yes"]).exit_code == 1
    opened = run(areas, ["reopen-building", CODE])
    assert (opened.exit_code, Building.objects.get().closed_on) == (0, None)
    assert run(areas, ["reopen-building", CODE]).exit_code == 1
