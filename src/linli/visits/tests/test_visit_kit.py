"""The visit kit: a badge that anybody can check, the list of services in three languages, the map of the grid."""

import dataclasses
import datetime as dt
from urllib.parse import urlparse

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from linli.cases.queries.kinds import catalogue
from linli.cases.testing import make_places
from linli.places.testing import draft, make_areas, make_building
from linli.staff.actions import end_post, set_card
from linli.staff.rules import SYSTEM, Role
from linli.staff.testing import COMMUNITY, COMMUNITY_OFFICE, GRID, GRID_BESIDE, make_member
from linli.visits import errors
from linli.visits.cli import visits
from linli.visits.exports import badges, maps, packs, service_list
from linli.visits.exports.drawing import paragraph
from linli.visits.exports.packs import print_cards
from linli.visits.exports.sheets import CardKind
from linli.visits.queries.badges import badges_of
from linli.visits.queries.cards import grid_facts
from linli.visits.queries.services import service_list as services_of
from linli.visits.testing import MONDAY_9
from linli.visits.tests.test_cards import pages

SITE = "https://linli.example.org"
A3, A4, A4_LYING = (1191, 842), (595, 842), (842, 595)
TODAY = dt.date(2026, 11, 22)
DISTANT = "990101001001009"  # a grid of the community without a boundary


@pytest.fixture(autouse=True)
def _kit(cast, settings):
    settings.LINLI_SITE_URL = SITE
    make_places()
    set_card(cast.lin.account.pk, work_phone="0717-6123456", hours="周一至周五", by=SYSTEM, at=MONDAY_9)


@pytest.fixture(name="drawn")
def _drawn(monkeypatch):
    """What badges and lists say, caught on its way to the page."""
    said: list[str] = []
    for module in (badges, service_list):
        monkeypatch.setattr(module, "text", lambda _canvas, text, _box, **_look: said.append(text))
    return said


def badge_of_lin(cast):
    [badge] = badges_of([grid_facts(cast.lin.actor, GRID)])
    return badge


def names(groups):
    return [one.name for group in groups for one in group.services]


def test_a_badge_names_the_worker_unit_grid_and_work_phone(cast, drawn):
    print_cards(cast.lin.actor, GRID, CardKind.BADGE)
    for said in (
        "网格员工作证",
        "林小满",
        "竹桥社区",
        "竹桥社区 第1网格",
        "0717-6123456",
        "贴一寸照片",
        "扫码核对身份",
    ):
        assert said in drawn


def test_a_badge_has_no_place_for_anything_private(cast, drawn):
    fields = {one.name for one in dataclasses.fields(badge_of_lin(cast))}
    assert fields == {"name", "post", "unit", "place", "phone", "supervision", "check_url"}
    print_cards(cast.lin.actor, GRID, CardKind.BADGE)
    assert cast.lin.account.username not in drawn


def test_the_code_of_a_badge_leads_to_the_public_page_that_names_the_worker(cast, client):
    badge = badge_of_lin(cast)
    assert badge.check_url == f"{SITE}{reverse('grid-public:grid', args=[GRID])}"
    page = client.get(badge.check_url.removeprefix(SITE)).content.decode()
    assert badge.name in page
    assert badge.phone in page
    assert "核对工作证上的姓名和工作电话" in page


def test_the_code_of_a_badge_follows_nobody(cast):
    """The same address for everybody who asks, with nothing in it about the worker or whoever scans."""
    address = urlparse(badge_of_lin(cast).check_url)
    assert (address.query, address.fragment) == ("", "")
    assert str(cast.lin.account.pk) not in address.path


def test_who_left_office_stands_on_the_page_no_longer(cast, client):
    url = badge_of_lin(cast).check_url
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    end_post(cast.lin.account.posts.get().pk, last_day=yesterday, by=SYSTEM, at=timezone.now())
    assert "林小满" not in client.get(url.removeprefix(SITE)).content.decode()
    with pytest.raises(errors.NobodyInOffice):
        print_cards(SYSTEM, GRID, CardKind.BADGE)


def test_badges_are_cut_from_common_sheets_of_eight(cast):
    assert pages(print_cards(cast.jiang.actor, COMMUNITY, CardKind.BADGE)) == [A4_LYING]
    for number in range(8):
        make_member(f"worker{number}", f"网格员{number}", Role.GRID_WORKER, GRID, COMMUNITY_OFFICE)
    assert pages(print_cards(cast.jiang.actor, COMMUNITY, CardKind.BADGE)) == [A4_LYING] * 2


def test_whoever_works_for_the_whole_community_has_one_badge(cast):
    make_member("ding", "丁一", Role.GRID_WORKER, COMMUNITY, COMMUNITY_OFFICE)
    found = badges_of([grid_facts(cast.jiang.actor, code) for code in (GRID, GRID_BESIDE)])
    assert [(one.name, one.place) for one in found] == [("林小满", "竹桥社区 第1网格"), ("丁一", "竹桥社区")]


def test_the_list_of_services_is_what_the_catalogue_declares(cast):
    house = catalogue()
    listed = [major.code for major in house.majors.values() if major.on_service_list]
    declared = [str(kind.name) for kind in house.kinds.values() if kind.major in listed]
    assert len(declared) > 20
    assert sorted(names(services_of("", on=TODAY))) == sorted(declared)


def test_what_the_offices_own_work_needs_is_no_service(cast):
    assert {"地址数据核实", "对工作软件的投诉"}.isdisjoint(names(services_of("", on=TODAY)))


def test_a_service_has_the_limit_that_runs_from_the_asking(cast):
    [meal] = [one for group in services_of("", on=TODAY) for one in group.services if one.name == "老年助餐"]
    assert (meal.what, str(meal.within)) == ("老年人申请到餐或送餐", "4 working days")


def test_a_service_that_is_not_in_force_is_not_listed(cast):
    assert services_of("", on=dt.date(2009, 12, 31)) == ()


def test_a_catalogue_that_lists_no_service_has_no_list_and_keeps_the_rest_of_its_pack(cast, monkeypatch):
    monkeypatch.setattr(packs, "service_list", lambda _grade, **_on: ())
    with pytest.raises(errors.NoServiceListed):
        print_cards(SYSTEM, GRID, CardKind.SERVICES)
    assert pages(print_cards(SYSTEM, COMMUNITY, CardKind.PACK)).count(A4) == 2 * 2


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh-hans", "适老化和无障碍改造"), ("zh-hant", "適老化和無障礙改造"), ("en", "Home adaptation")],
)
def test_the_list_of_services_is_printed_in_three_languages(cast, drawn, language, said):
    content = print_cards(cast.lin.actor, GRID, CardKind.SERVICES, language=language)
    assert said in drawn
    assert set(pages(content)) == {A4}


def test_a_language_of_the_papers_is_not_that_of_the_reader(cast, drawn):
    with override("en"):
        print_cards(cast.lin.actor, GRID, CardKind.SERVICES, language="zh-hans")
        print_cards(cast.lin.actor, GRID, CardKind.SERVICES)
    assert {"老年助餐", "Meals for elders"} <= set(drawn)


def test_the_list_of_services_says_whom_to_ask(cast, drawn):
    print_cards(cast.lin.actor, GRID, CardKind.SERVICES)
    assert {"林小满", "0717-6123456", "竹桥社区 第1网格"} <= set(drawn)


def test_a_vacant_grids_list_says_so(cast, drawn):
    print_cards(cast.jiang.actor, GRID_BESIDE, CardKind.SERVICES)
    assert "网格员暂缺，请找社区。" in drawn


def test_a_list_longer_than_a_page_goes_on_under_the_same_head(cast, drawn, monkeypatch):
    monkeypatch.setattr(service_list, "_FOOT", 150.0)
    content = print_cards(cast.lin.actor, GRID, CardKind.SERVICES)
    assert len(pages(content)) == drawn.count("服务清单") > 1
    assert set(names(services_of("", on=TODAY))) <= {one.removesuffix("（为您保密）") for one in drawn}


def test_the_map_is_the_sheet_of_the_grid_itself(cast):
    assert pages(print_cards(cast.lin.actor, GRID, CardKind.MAP)) == [A3]
    assert pages(print_cards(cast.jiang.actor, COMMUNITY, CardKind.MAP)) == [A3, A3]


def test_a_building_gives_the_map_and_badge_of_its_grid(cast):
    make_building("B7")
    assert pages(print_cards(cast.lin.actor, "B7", CardKind.MAP)) == [A3]
    assert pages(print_cards(cast.lin.actor, "B7", CardKind.BADGE)) == [A4_LYING]


def test_a_grid_without_a_boundary_has_no_map_and_keeps_the_rest_of_its_pack(cast):
    make_areas([draft(DISTANT, "第9网格")])
    with pytest.raises(errors.GridNotDrawn):
        print_cards(SYSTEM, DISTANT, CardKind.MAP)
    found = pages(print_cards(cast.jiang.actor, COMMUNITY, CardKind.PACK))
    assert (found.count(A3), found.count(A4)) == (2, 3 * 3)


def test_where_nobody_draws_maps_the_pack_goes_without(cast, monkeypatch):
    monkeypatch.setattr(maps, "_find", None)
    assert pages(print_cards(cast.jiang.actor, COMMUNITY, CardKind.PACK)) == [A4_LYING, *[A4] * 6]


@pytest.mark.parametrize("kind", [CardKind.BADGE, CardKind.SERVICES, CardKind.MAP], ids=str)
def test_the_stranger_prints_nothing_of_it(cast, kind):
    with pytest.raises(errors.CardPlaceUnknown):
        print_cards(cast.zhao.actor, GRID, kind)
    client = cast.zhao.sign_in()
    assert client.get(reverse("visits:cards_file"), {"place": GRID, "kind": kind}).status_code == 403


def test_the_page_offers_the_kit_in_the_language_that_is_chosen(cast):
    client = cast.lin.sign_in()
    shown = client.get(reverse("visits:cards"), {"language": "en"}).content.decode()
    for kind in ("badge", "services", "map"):
        assert f"?place={GRID}&amp;kind={kind}&amp;language=en" in shown
    answer = client.get(reverse("visits:cards_file"), {"place": GRID, "kind": "services", "language": "en"})
    assert answer.content.startswith(b"%PDF")
    assert f"linli-cards-{GRID}-services-en.pdf" in answer["Content-Disposition"]


def test_a_language_nobody_knows_is_the_readers_own(cast):
    client = cast.lin.sign_in()
    shown = client.get(reverse("visits:cards"), {"language": "xx"}).content.decode()
    assert "kind=badge&amp;language=zh-hans" in shown


def test_the_page_offers_no_badge_where_nobody_works_and_no_map_where_none_can_be_drawn(cast):
    make_areas([draft(DISTANT, "第9网格")])
    shown = cast.jiang.sign_in().get(reverse("visits:cards"), {"grid": DISTANT}).content.decode()
    assert f"place={DISTANT}&amp;kind=services" in shown
    assert f"place={DISTANT}&amp;kind=badge" not in shown
    assert f"place={DISTANT}&amp;kind=map" not in shown


def test_the_command_writes_the_list_in_a_language(cast, tmp_path, drawn):
    file = tmp_path / "services.pdf"
    told = CliRunner().invoke(
        visits, ["cards", "--area", GRID, "--kind", "services", "--language", "en", "-o", str(file)]
    )
    assert told.exit_code == 0, told.output
    assert file.read_bytes().startswith(b"%PDF")
    assert "Meals for elders" in drawn


def test_the_maps_of_a_community_cost_as_many_queries_as_one(cast, django_assert_max_num_queries):
    with CaptureQueriesContext(connection) as one:
        assert len(maps.maps_of(SYSTEM, GRID, origin="")) == 1
    with django_assert_max_num_queries(len(one)):
        assert len(maps.maps_of(SYSTEM, COMMUNITY, origin="")) == 2


def test_signs_that_mean_markup_elsewhere_are_printed_as_they_stand():
    made = paragraph("办理 <b 与 R&D", width=80, size=9, leading=11)
    assert "".join(part.text for part in made.frags) == "办理 <b 与 R&D"
