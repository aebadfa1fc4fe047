"""Contact cards and boards: the code leads to the report of that very place, the right people stand there, nobody else prints."""

import re
from urllib.parse import parse_qs, urlparse

import pytest
from click.testing import CliRunner
from django.urls import reverse

from linli.cases.testing import make_places
from linli.core.models import AuditEntry
from linli.places.testing import make_building, make_dwelling
from linli.staff.actions import set_card
from linli.staff.rules import SYSTEM
from linli.staff.testing import COMMUNITY, GRID, GRID_ELSEWHERE
from linli.visits import errors
from linli.visits.cli import visits
from linli.visits.exports import cards
from linli.visits.exports.drawing import qr
from linli.visits.exports.packs import print_cards
from linli.visits.exports.sheets import CardKind
from linli.visits.queries.cards import building_facts, grid_facts
from linli.visits.testing import MONDAY_9

SITE = "https://linli.example.org"


@pytest.fixture(autouse=True)
def _site(settings):
    settings.LINLI_SITE_URL = SITE


@pytest.fixture(name="house")
def building(cast):
    make_places()
    set_card(cast.lin.account.pk, work_phone="0717-6123456", hours="周一至周五", by=SYSTEM, at=MONDAY_9)
    house = make_building("B7")
    make_dwelling(building="B7", unit_no="101")
    make_dwelling(building="B7", unit_no="102")
    return house


def pages(content: bytes) -> list[tuple[int, int]]:
    """Give the size of each page of a PDF in points."""
    found = re.findall(rb"/MediaBox \[ 0 0 ([0-9.]+) ([0-9.]+) \]", content)
    return [(round(float(width)), round(float(height))) for width, height in found]


def dark(text: str) -> list[list[bool]]:
    """Give the modules of a text's code."""
    widget = qr(text)
    widget.qr.make()
    return [[bool(one) for one in row] for row in widget.qr.modules]


def test_the_code_opens_the_report_of_that_building(cast, house):
    facts = building_facts(cast.lin.actor, "B7")
    address = urlparse(facts.report_url)
    assert facts.report_url.startswith(f"{SITE}{reverse('portal:report')}?")
    assert parse_qs(address.query) == {"building": ["B7"]}


def test_each_board_has_the_code_of_its_own_building(cast, house, monkeypatch):
    drawn = []
    monkeypatch.setattr(cards, "draw_qr", lambda _canvas, said, **_where: drawn.append(dark(said)))
    make_building("B8")
    print_cards(cast.lin.actor, GRID, CardKind.BOARD)
    assert drawn == [dark(f"{SITE}/report/?building={code}") for code in ("B7", "B8")]
    assert drawn[0] != drawn[1]


def test_a_code_can_lose_a_quarter_and_has_its_quiet_zone():
    widget = qr(f"{SITE}/report/?building=B7")
    assert (widget.barLevel, widget.barBorder) == ("Q", 4)


def test_a_scanned_code_fills_the_building_in(cast, house, client):
    facts = building_facts(cast.lin.actor, "B7")
    answer = client.get(facts.report_url.removeprefix(SITE))
    assert "您在 B7号楼" in answer.content.decode()


def test_a_grids_card_names_its_worker_with_phone_and_hours(cast, house):
    facts = grid_facts(cast.jiang.actor, GRID)
    [worker] = facts.workers
    assert (worker.name, worker.phone, worker.hours) == ("林小满", "0717-6123456", "周一至周五")
    assert facts.outline
    assert [one.code for one in facts.houses] == ["B7"]


def test_only_people_in_office_with_a_phone_stand_beside_the_worker(cast, house):
    assert [one.name for one in grid_facts(cast.lin.actor, GRID).people] == ["林小满"]
    set_card(cast.zheng.account.pk, work_phone="13900000001", hours="", by=SYSTEM, at=MONDAY_9)
    assert [one.name for one in grid_facts(cast.lin.actor, GRID).people] == ["林小满", "郑和平"]


@pytest.mark.parametrize(
    ("kind", "size"),
    [
        (CardKind.SMALL, (298, 420)),
        (CardKind.LARGE, (595, 842)),
        (CardKind.BOARD, (595, 842)),
        (CardKind.LETTER, (595, 842)),
    ],
    ids=str,
)
def test_each_kind_has_its_paper(cast, house, kind, size):
    assert pages(print_cards(cast.lin.actor, "B7", kind)) == [size]


def test_each_home_of_a_building_has_a_card_of_its_own(cast, house):
    assert len(pages(print_cards(cast.lin.actor, "B7", CardKind.DOORS))) == 2


def test_who_printed_the_codes_of_homes_stands_in_the_log_without_a_code(cast, house):
    print_cards(cast.lin.actor, "B7", CardKind.BOARD)
    assert not AuditEntry.objects.filter(subject_kind="home-codes").exists()
    print_cards(cast.lin.actor, "B7", CardKind.DOORS)
    entry = AuditEntry.objects.get(subject_kind="home-codes")
    assert (entry.by_name, entry.subject_id, entry.count, entry.area_code) == ("林小满", "B7", 2, GRID)
    assert entry.detail == {"how": "cards"}


def test_a_pack_holds_every_grid_and_every_building(cast, house):
    make_building("B8", column=1)
    found = pages(print_cards(cast.jiang.actor, COMMUNITY, CardKind.PACK))
    assert len(found) == 1 + 2 * 4 + 2  # badges; letter, services, card and map of each grid; a board for each building


def test_a_pack_is_for_who_works_in_the_whole_community(cast, house):
    with pytest.raises(errors.CardPlaceUnknown):
        print_cards(cast.lin.actor, COMMUNITY, CardKind.PACK)


@pytest.mark.parametrize(
    "place", [GRID_ELSEWHERE, "nowhere", "", "990101"], ids=["elsewhere", "none", "empty", "district"]
)
def test_a_place_that_is_not_ones_own_has_no_card(cast, house, place):
    with pytest.raises(errors.CardPlaceUnknown):
        print_cards(cast.lin.actor, place, CardKind.SMALL)


def test_without_an_address_of_the_site_the_page_gives_its_own_and_the_command_refuses(cast, house, settings):
    settings.LINLI_SITE_URL = ""
    with pytest.raises(errors.SiteAddressMissing):
        print_cards(SYSTEM, GRID, CardKind.SMALL)
    assert len(pages(print_cards(SYSTEM, GRID, CardKind.SMALL, origin="http://testserver"))) == 1


def test_the_page_offers_cards_and_sends_them(cast, house):
    client = cast.lin.sign_in()
    shown = client.get(reverse("visits:cards")).content.decode()
    assert "0717-6123456" in shown
    assert "B7号楼" in shown
    answer = client.get(reverse("visits:cards_file"), {"place": "B7", "kind": "board"})
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_the_page_refuses_what_it_does_not_know(cast, house):
    client = cast.lin.sign_in()
    assert client.get(reverse("visits:cards_file"), {"place": "B7", "kind": "poster"}).status_code == 404
    assert client.get(reverse("visits:cards_file"), {"place": "none", "kind": "a6"}).status_code == 400


def test_the_command_writes_the_pack(cast, house, tmp_path):
    file = tmp_path / "pack.pdf"
    told = CliRunner().invoke(visits, ["cards", "--area", COMMUNITY, "-o", str(file)])
    assert told.exit_code == 0, told.output
    assert len(pages(file.read_bytes())) == 1 + 2 * 4 + 1


def test_many_buildings_cost_as_many_queries_as_few(cast, house, django_assert_max_num_queries):
    for number in range(20, 26):
        make_building(f"B{number}")
    with django_assert_max_num_queries(12):
        print_cards(cast.lin.actor, GRID, CardKind.BOARD)
