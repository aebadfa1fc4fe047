"""Repeat problems at the desk: the page, the map, the box on a case's page, what came back, and what strangers get."""

import datetime as dt
import io

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from linli.cases import actions
from linli.cases.models import Case
from linli.cases.rules import State
from linli.cases.testing import MONDAY_9, RUBBISH, a_command, a_report, make_case, make_places
from linli.cases.tests.desk import send, text_of
from linli.core.ids import new_id
from linli.places.testing import middle
from linli.staff.testing import CLEANING, COMMUNITY, GRID_ELSEWHERE

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
LON, LAT = middle(0, 0)
NOW = MONDAY_9 + 20 * DAY


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


def often(times, **report):
    make_places()
    made = []
    for day in range(times):
        at = MONDAY_9 + 2 * day * DAY
        values = {"kind_code": RUBBISH, "lon_cgcs2000": LON, "lat_cgcs2000": LAT, **report}
        case = actions.report_case(a_report(**values), command=a_command(at=at)).case
        ended = {"state": "closed", "phase": "closed", "is_open": False, "closed_at": at + DAY, "unit_code": CLEANING}
        Case.objects.filter(pk=case.pk).update(**ended)
        made.append(case)
    return made


def get(member, name, *args, **query):
    return member.sign_in().get(reverse(f"cases:{name}", args=args), query)


def test_the_page_proposes_a_place_and_one_click_opens_its_root_cause(cast):
    cases = often(4, address="竹桥新村3号楼2单元501室")
    page = text_of(get(cast.chen, "repeats"))
    assert "竹桥新村3号楼" in page
    assert "501" not in page
    assert "暴露垃圾" in page

    answer = cast.chen.sign_in().post(reverse("cases:root_cause", args=[cases[-1].pk]), {"command_id": str(new_id())})
    root = Case.objects.get(kind_code="event.root-cause")

    assert answer.headers["Location"] == reverse("cases:detail", args=[root.pk])
    page = text_of(get(cast.chen, "repeats"))
    assert root.number in page
    assert "没有反复发生而无人牵头的地点" in page


def test_a_button_pressed_twice_opens_one_root_cause(cast):
    cases = often(4)
    client, sent = cast.chen.sign_in(), {"command_id": str(new_id())}
    for _time in range(2):
        client.post(reverse("cases:root_cause", args=[cases[-1].pk]), sent)

    assert Case.objects.filter(kind_code="event.root-cause").count() == 1


def test_the_map_shows_places_and_root_causes(cast):
    cases = often(5)
    proposed = get(cast.chen, "repeats_points").json()["features"]
    cast.chen.sign_in().post(reverse("cases:root_cause", args=[cases[-1].pk]))
    running = get(cast.chen, "repeats_points").json()["features"]

    assert [feature["geometry"]["coordinates"] for feature in proposed] == [[LON, LAT]]
    assert "5 次" in proposed[0]["properties"]["title"]
    assert running[0]["properties"]["state"] == "reported"
    assert running[0]["properties"]["url"] != proposed[0]["properties"]["url"]


def test_a_refusal_is_told_on_the_cases_page(cast):
    cases = often(2)
    answer = cast.chen.sign_in().post(reverse("cases:root_cause", args=[cases[-1].pk]), follow=True)

    assert "还不是反复发生的问题：2 次" in text_of(answer)


def test_the_box_of_a_cases_page_tells_how_often_and_offers_the_root_cause(cast):
    cases = often(4)
    box = text_of(get(cast.chen, "place_box", cases[-1].pk))
    assert "60 天内同类问题发生 4 次" in box
    assert "开立根源案卷" in box
    assert "开立根源案卷" not in text_of(get(cast.qian, "place_box", cases[-1].pk))

    cast.chen.sign_in().post(reverse("cases:root_cause", args=[cases[-1].pk]))
    after = text_of(get(cast.chen, "place_box", cases[-1].pk))
    assert "查看根源案卷" in after


def test_the_box_of_a_case_that_stands_alone_is_empty(cast):
    assert text_of(get(cast.chen, "place_box", make_case(cast).pk)).strip() == ""


def test_a_confidential_case_has_no_box_for_outsiders(cast):
    cases = often(4)
    Case.objects.filter(pk=cases[-1].pk).update(is_confidential=True)

    assert text_of(get(cast.chen, "place_box", cases[-1].pk)) == ""


def test_what_came_back_is_counted_mapped_and_exported(cast):
    often(4)
    query = {"from": "2026-11-01", "to": "2026-12-31", "within": "10"}
    page = text_of(get(cast.han, "returns", **query))
    points = get(cast.han, "returns_points", **query).json()["features"]
    book = load_workbook(io.BytesIO(get(cast.han, "returns_workbook", **query).content))

    assert "75.0%" in page
    assert "松门区环卫所" in page
    assert len(points) == 3
    assert [cell.value for cell in list(book.worksheets[0].rows)[-1]][2:4] == [4, 3]


@pytest.mark.parametrize("query", [{"from": "2026-13-01"}, {"within": "x"}, {"area": "x"}, {"within": "99999"}])
def test_addresses_nobody_can_read_fall_back(cast, query):
    assert get(cast.han, "returns", **query).status_code == 200


def test_a_period_backwards_is_refused_not_broken(cast):
    assert get(cast.han, "returns", **{"from": "2026-12-01", "to": "2026-01-01"}).status_code == 400
    assert get(cast.han, "returns", to="0001-01-01").status_code == 400


@pytest.mark.parametrize("name", ["repeats", "repeats_points", "returns", "returns_points", "returns_workbook"])
def test_a_stranger_gets_nothing(cast, client, name):
    often(5)

    assert get(cast.zhao, name).status_code == 403
    assert client.get(reverse(f"cases:{name}")).status_code in {302, 403}


@pytest.mark.parametrize("who", ["zhao", "lin", "sun", "han"])
def test_who_does_not_file_opens_no_root_cause(cast, who):
    cases = often(4)
    answer = getattr(cast, who).sign_in().post(reverse("cases:root_cause", args=[cases[-1].pk]))

    assert answer.status_code in {403, 404}
    assert not Case.objects.filter(kind_code="event.root-cause").exists()


def test_a_stranger_sees_no_box(cast):
    case = make_case(cast)

    assert get(cast.zhao, "place_box", case.pk).status_code in {403, 404}


def test_who_works_elsewhere_is_shown_no_place(cast):
    often(5)

    assert get(cast.feng, "returns", area=GRID_ELSEWHERE[:9]).status_code == 403
    assert "暴露垃圾" not in text_of(get(cast.lin, "repeats", area=GRID_ELSEWHERE))


def test_the_pages_take_few_queries(cast, django_assert_max_num_queries):
    often(5)
    chen, han = cast.chen.sign_in(), cast.han.sign_in()
    pages = ((chen, "repeats", 14), (han, "returns", 14), (chen, "repeats_points", 8))
    for client, name, most in pages:
        address = f"{reverse(f'cases:{name}')}?area={COMMUNITY}"
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_merging_on_the_case_page_takes_the_main_cases_number(cast):
    main, case = make_case(cast, state=State.FILED), make_case(cast)
    send(cast.chen, case, "merging", number=main.number, note="同一堆垃圾")
    case.refresh_from_db()

    assert case.duplicate_of == main.pk
    assert "同一堆垃圾" in text_of(cast.chen.sign_in().get(f"/desk/cases/{case.pk}/"))
    send(cast.chen, case, "separation", reason="其实是两处")
    case.refresh_from_db()
    assert case.state == "reported"


def test_a_number_nobody_knows_is_told_in_the_form(cast):
    answer = send(cast.chen, make_case(cast), "merging", number="20000101")

    assert answer.status_code == 400
    assert "没有找到这件案卷" in text_of(answer)


def test_splitting_on_the_case_page_makes_a_case_of_each_paragraph(cast):
    case = make_case(cast)
    send(cast.chen, case, "splitting", matters="东门路灯不亮\r\n晚上看不见\r\n\r\n井盖松动，有响声")

    assert set(Case.objects.exclude(pk=case.pk).values_list("text", flat=True)) == {
        "东门路灯不亮\n晚上看不见", "井盖松动，有响声",
    }  # fmt: skip


def test_linking_on_the_case_page_shows_both_ways(cast):
    case, other = make_case(cast), make_case(cast)
    send(cast.chen, case, "relation", number=other.number, note="同一工地")

    assert other.number in text_of(get(cast.chen, "detail", case.pk))
    assert case.number in text_of(get(cast.chen, "detail", other.pk))


def test_a_case_page_asks_for_the_box_and_offers_to_merge_into_what_is_likely_the_same(cast):
    placed = {"lon_cgcs2000": LON, "lat_cgcs2000": LAT}
    first, case = make_case(cast, **placed), make_case(cast, at=MONDAY_9 + DAY, **placed)
    page = text_of(get(cast.chen, "detail", case.pk))

    assert reverse("cases:place_box", args=[case.pk]) in page
    assert f'href="?duplicate={first.number}#merging"' in page
    chosen = text_of(get(cast.chen, "detail", case.pk, duplicate=first.number))
    assert f'value="{first.number}"' in chosen
    assert 'id="merging" open' in chosen
