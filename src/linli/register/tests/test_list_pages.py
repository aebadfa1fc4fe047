"""Pages of lists and counts: exact for who keeps the register, published for analysts, nothing for strangers."""

import datetime as dt
import io
import itertools

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from linli.core.errors import NotAllowed
from linli.core.ids import new_id
from linli.core.models import AuditEntry
from linli.places.testing import make_town
from linli.register.actions import register_households
from linli.register.actions.publishing import _made, publish_month
from linli.register.actions.rolls import draw_rolls
from linli.register.actions.taking_sheets import Asked
from linli.register.actions.taking_sheets import take_sheet as take
from linli.register.errors import FieldNotOfPurpose
from linli.register.models import Disclosure, PublishedTable, RollRun
from linli.register.rules import NewHousehold, NewResident
from linli.register.rules.ages import BANDS, Stage, school_day_before, school_years
from linli.register.rules.published_table import column_of_school, column_sums, row_of, row_sums
from linli.register.rules.rolls import RollRule
from linli.register.rules.small_cells import WIDTH, lines_of
from linli.register.testing import AT, a_command, make_resident
from linli.register.tests.attacking import recovered
from linli.staff.rules import SYSTEM, Role
from linli.staff.testing import (
    COMMUNITY,
    COMMUNITY_BESIDE,
    DISTRICT,
    GRID,
    GRID_BESIDE,
    GRID_NEXT_COMMUNITY,
    STREET,
    Cast,
    make_member,
)

pytestmark = pytest.mark.django_db
ELECTION = dt.date(2026, 12, 8)
COUNTS = ("ages", "schools", "profile", "ages_workbook", "schools_workbook", "profile_workbook")
PAGES = ("ages", "schools", "profile", "sheet", "rolls")


@pytest.fixture(autouse=True)
def _town(db, time_machine):
    time_machine.move_to(AT, tick=False)
    make_town()


def settle(area_code, ages, *, sex="female", registered=True):
    """Enter one household with people of some ages."""
    members = tuple(NewResident("何秀兰", sex, dt.date(2026 - age, 3, 1), registered=registered) for age in ages)
    register_households([NewHousehold(area_code, new_id(), dt.date(2020, 1, 1), members)], by=SYSTEM, at=AT)


def a_small_town():
    """Two communities: one with few, one with many people of most ages."""
    for age, sex in itertools.product(range(0, 90, 2), ("female", "male")):
        settle(GRID, [age] * (3 + age % 5), sex=sex)
        settle(GRID_BESIDE, [age] * (age % 3), sex=sex) if age % 3 else None
        settle(GRID_NEXT_COMMUNITY, [age] * (12 + age % 7), sex=sex, registered=age % 4 > 0)


def roll_of(cast):
    make_resident("何秀兰", born_on=dt.date(1958, 4, 5))
    draw_rolls(COMMUNITY, on=ELECTION, rule=RollRule.REGISTERED, command=a_command(cast.jiang.actor))
    return RollRun.objects.get()


@pytest.mark.parametrize("name", PAGES)
def test_the_registrar_opens_every_page(cast: Cast, name):
    a_small_town()
    assert cast.jiang.sign_in().get(reverse(f"register:{name}")).status_code == 200


@pytest.mark.parametrize("name", [*COUNTS, "sheet", "rolls"])
def test_zhao_gets_nothing(cast: Cast, name):
    answer = cast.zhao.sign_in().get(reverse(f"register:{name}"))
    assert answer.status_code == 403


def test_zhao_gets_no_roll_in_any_form(cast: Cast):
    run = roll_of(cast)
    client = cast.zhao.sign_in()
    assert client.get(reverse("register:roll", args=[run.pk])).status_code == 403
    assert client.post(reverse("register:roll_file", args=[run.pk, "pdf"])).status_code == 403


@pytest.mark.parametrize("name", COUNTS)
def test_nobody_sees_counts_beyond_their_area(cast: Cast, name):
    assert cast.jiang.sign_in().get(reverse(f"register:{name}") + f"?area={DISTRICT}").status_code == 403
    assert cast.lin.sign_in().get(reverse(f"register:{name}") + f"?area={COMMUNITY}").status_code == 403


def test_an_analyst_sees_no_grid(cast: Cast):
    assert cast.han.sign_in().get(reverse("register:ages") + f"?area={GRID}").status_code == 403


def test_the_registrar_sees_small_counts_and_the_analyst_does_not(cast: Cast):
    settle(GRID, [70] * 3)
    settle(GRID, [30] * 40)
    exact = cast.jiang.sign_in().get(reverse("register:ages") + f"?area={COMMUNITY}").context["table"]
    told = cast.han.sign_in().get(reverse("register:ages") + f"?area={COMMUNITY}").context["table"]
    assert {row.band.code: row.both for row in exact.rows if row.both} == {"30-34": 40, "70-74": 3}
    assert {row.band.code: row.both for row in told.rows if row.both != 0} == {"30-34": None, "70-74": None}
    assert exact.on == dt.date(2026, 11, 16)
    assert told.on == dt.date(2026, 8, 31)


def test_what_is_hidden_is_written_as_a_mark(cast: Cast):
    settle(GRID, [70] * 3)
    page = cast.han.sign_in().get(reverse("register:ages") + f"?area={COMMUNITY}").content.decode()
    assert '<td class="text-end">※</td>' in page
    assert '<td class="text-end">3</td>' not in page
    assert "不足 10 人" in page


def told_on_pages(client):
    """Read every count an analyst can open, page by page, into one table."""
    told, today = {}, timezone.localdate()
    for area in (DISTRICT, STREET, COMMUNITY, COMMUNITY_BESIDE):
        ages = client.get(reverse("register:ages") + f"?area={area}").context["table"]
        told[area, "all"] = ages.total
        for row in ages.rows:
            told[area, row.band.code] = row.both
            told[area, f"{row.band.code} female"], told[area, f"{row.band.code} male"] = row.female, row.male
        schools = client.get(reverse("register:schools") + f"?area={area}").context["table"]
        for one, count in zip(schools.years, schools.total, strict=True):
            told[area, column_of_school(one.stage, one.year, told_in=school_day_before(today).year)] = count
        people = client.get(reverse("register:profile") + f"?area={area}").context["found"].people
        told[area, "home"], told[area, "guest"], told[area, "away"] = people.home, people.guest, people.away
        told[area, "households"] = people.households
    return told


def test_no_hidden_count_is_recovered_from_all_the_pages_an_analyst_can_open(cast: Cast):
    a_small_town()
    told = told_on_pages(cast.han.sign_in())
    rows = row_sums(
        map(row_of, (COMMUNITY, COMMUNITY_BESIDE)),
        parents={STREET: DISTRICT, DISTRICT: "", COMMUNITY: STREET, COMMUNITY_BESIDE: STREET},
    )
    lines = list(lines_of(told, rows=rows, columns=column_sums()))
    known = [(whole, parts) for whole, parts in lines if whole in told and all(part in told for part in parts)]
    assert sum(count is None for count in told.values()) >= 10
    assert not [count for count in told.values() if count is not None and 0 < count < 10]
    assert recovered(told, known, width=WIDTH) == []


def test_the_same_month_gives_the_same_table_whatever_changes(cast: Cast):
    settle(GRID, [30] * 40)
    client, address = cast.han.sign_in(), reverse("register:ages") + f"?area={COMMUNITY}"
    before = client.get(address).context["table"]
    settle(GRID, [30] * 5)
    assert client.get(address).context["table"] == before
    assert PublishedTable.objects.count() == 1


def test_what_is_hidden_is_not_stored_either(cast: Cast):
    settle(GRID, [70] * 3)
    cast.han.sign_in().get(reverse("register:ages"))
    stored = PublishedTable.objects.get().cells[COMMUNITY]
    assert set(stored.values()) == {None}


def test_sums_over_bands_are_hidden_with_a_hidden_band(cast: Cast):
    settle(GRID, [70] * 3)
    settle(GRID, [62] * 40)
    (part,) = [
        one
        for one in cast.han.sign_in().get(reverse("register:ages") + f"?area={STREET}").context["table"].parts
        if one.code == COMMUNITY
    ]
    assert part.groups == (0, 0, None, 0)


def test_children_are_counted_for_the_autumn_in_which_they_begin(cast: Cast):
    settle(GRID, [5, 5, 6])
    table = cast.jiang.sign_in().get(reverse("register:schools") + f"?area={COMMUNITY}").context["table"]
    counts = {(one.stage, one.year): count for one, count in zip(table.years, table.total, strict=True)}
    assert counts[Stage.PRIMARY, 2027] == 2
    assert [part.code for part in table.parts] == [GRID, GRID_BESIDE]
    assert {one.year for one in table.years if one.stage is Stage.PRIMARY} == set(
        school_years(dt.date(2026, 11, 16), stage=Stage.PRIMARY)
    )


@pytest.mark.parametrize("name", ["ages_workbook", "schools_workbook", "profile_workbook"])
def test_counts_go_out_as_workbooks(cast: Cast, name):
    settle(GRID, [70] * 3)
    answer = cast.han.sign_in().get(reverse(f"register:{name}") + f"?area={COMMUNITY}")
    book = load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "※" in cells or name == "schools_workbook"
    assert 3 not in cells or name == "profile_workbook"


def test_the_profile_counts_records_and_checks_them(cast: Cast):
    settle(GRID, [30, 30], registered=False)
    settle(GRID_BESIDE, [70])
    found = cast.jiang.sign_in().get(reverse("register:profile_of", args=[COMMUNITY])).context["found"]
    assert (found.people.living, found.people.home, found.people.guest, found.people.households) == (3, 1, 2, 2)
    assert [(one.name, one.living) for one in found.parts] == [("第1网格", 2), ("第2网格", 1)]
    assert all(one.agrees for one in found.checks)


def test_a_profile_tells_ground_and_the_means_of_a_grid(cast: Cast):
    for _number in range(2):
        settle(GRID, [30] * 5)
    answer = cast.jiang.sign_in().get(reverse("register:profile_of", args=[COMMUNITY]))
    groups = dict(answer.context["groups"])
    assert ("面积（平方公里）", "0.34") in groups["区域和房屋"]
    assert groups["每格平均"] == [("户数", 1), ("人数", 5)]
    one = cast.jiang.sign_in().get(reverse("register:profile_of", args=[GRID]))
    assert dict(one.context["groups"])["每格平均"] == []


def test_a_profile_shows_who_is_in_no_grid(cast: Cast):
    settle(COMMUNITY, [30])
    found = cast.jiang.sign_in().get(reverse("register:profile_of", args=[COMMUNITY])).context["found"]
    (parts,) = [one for one in found.checks if one.name == "parts"]
    assert (parts.counted, parts.expected, parts.agrees) == (0, 1, False)


def test_exact_counts_leave_a_line_in_the_log(cast: Cast):
    cast.jiang.sign_in().get(reverse("register:ages"))
    (line,) = AuditEntry.objects.filter(act="count")
    assert (line.by_name, line.purpose, line.area_code) == ("姜文琴", "planning", STREET)


def test_the_registrar_draws_up_rolls_on_the_page(cast: Cast):
    make_resident("何秀兰", born_on=dt.date(1958, 4, 5))
    sent = {"command_id": str(new_id()), "area": STREET, "on": "2026-12-08", "rule": "registered"}
    client = cast.jiang.sign_in()
    answer = client.post(reverse("register:rolls"), sent, follow=True)
    assert "已起草 2 份名册" in answer.content.decode()
    assert [(line.area_name, line.count) for line, _rule in answer.context["rows"]] == [
        ("竹桥社区", 1),
        ("柳塘社区", 0),
    ]


def test_the_list_of_rolls_goes_out_as_a_workbook(cast: Cast):
    roll_of(cast)
    answer = cast.jiang.sign_in().get(reverse("register:rolls_workbook"))
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=2, values_only=True))
    assert [row[1:7] for row in rows] == [("竹桥社区", "2026-12-08", 1, 0, 0, "户籍在本社区")]
    assert cast.zhao.sign_in().get(reverse("register:rolls_workbook")).status_code == 403


def test_who_makes_the_months_table_second_takes_the_first(cast: Cast):
    settle(GRID, [30] * 40)
    first = publish_month(AT)
    settle(GRID, [30] * 5)
    assert _made(first.month, AT) == first


def test_an_impossible_election_day_is_refused_beside_its_field(cast: Cast):
    sent = {"command_id": str(new_id()), "area": STREET, "on": "1990-12-08", "rule": "registered"}
    answer = cast.jiang.sign_in().post(reverse("register:rolls"), sent)
    assert answer.status_code == 400
    assert "选举日 1990-12-08 不正确" in answer.content.decode()


def test_a_rolls_page_is_masked(cast: Cast):
    page = cast.jiang.sign_in().get(reverse("register:roll", args=[roll_of(cast).pk])).content.decode()
    assert "何**" in page
    assert "何秀兰" not in page


@pytest.mark.parametrize(
    ("form", "starts"), [("pdf", b"%PDF"), ("posted", b"%PDF"), ("xlsx", b"PK")], ids=["pdf", "posted", "xlsx"]
)
def test_who_takes_a_roll_out_is_written_down(cast: Cast, form, starts):
    run = roll_of(cast)
    answer = cast.jiang.sign_in().post(reverse("register:roll_file", args=[run.pk, form]))
    assert answer.content.startswith(starts)
    line = AuditEntry.objects.filter(act="export", subject_id=str(run.pk)).latest("id")
    assert (line.by_name, line.count, line.detail["form"]) == ("姜文琴", 1, form)


def test_a_roll_is_not_taken_out_by_a_link_nor_in_an_unknown_form(cast: Cast):
    run, client = roll_of(cast), cast.jiang.sign_in()
    assert client.get(reverse("register:roll_file", args=[run.pk, "pdf"])).status_code == 405
    assert client.post(reverse("register:roll_file", args=[run.pk, "exe"])).status_code == 404


@pytest.mark.parametrize(("name", "most"), [("rolls", 14), ("ages", 12), ("schools", 12), ("profile", 24)])
def test_pages_ask_few_questions(cast: Cast, django_assert_max_num_queries, name, most):
    a_small_town()
    client = cast.jiang.sign_in()
    client.get(reverse(f"register:{name}"))
    with django_assert_max_num_queries(
        most + 8
    ):  # eight of them fill the snapshot, made anew inside a test's transaction
        client.get(reverse(f"register:{name}"))


def take_sheet(client, **values):
    return client.post(
        reverse("register:sheet"), {"command_id": str(new_id()), "area": COMMUNITY, "purpose": "", "said": "", **values}
    )


def names_in(answer):
    rows = load_workbook(io.BytesIO(answer.content)).active.iter_rows(min_row=4, values_only=True)
    return [row[6:9] for row in rows]


def test_a_sheet_without_a_purpose_is_masked_and_disclosed_to_nobody(cast: Cast):
    make_resident("何秀兰", born_on=dt.date(1958, 4, 5))
    assert names_in(take_sheet(cast.jiang.sign_in())) == [("何**", "女", "1958")]
    assert not Disclosure.objects.exists()


def test_a_clear_sheet_names_its_purpose_and_residents_read_of_it(cast: Cast):
    resident = make_resident("何秀兰", born_on=dt.date(1958, 4, 5))
    answer = take_sheet(cast.jiang.sign_in(), purpose="register", said="年度核对")
    assert names_in(answer) == [("何秀兰", "女", "1958-04-05")]
    (row,) = Disclosure.objects.all()
    assert (row.resident_id, row.purpose_code, row.said, row.how) == (resident.pk, "register", "年度核对", "export")


def test_a_purpose_that_does_not_need_every_column_opens_no_clear_sheet(cast: Cast):
    assert take_sheet(cast.jiang.sign_in(), purpose="voter-roll").status_code == 400
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("purpose", ["", "register"], ids=["masked", "clear"])
def test_zhao_takes_no_sheet_out(cast: Cast, purpose):
    with pytest.raises(NotAllowed):
        take(COMMUNITY, Asked(purpose), command=a_command(cast.zhao.actor))


def test_a_clear_sheet_is_refused_for_a_purpose_without_its_columns(cast: Cast):
    with pytest.raises(FieldNotOfPurpose):
        take(COMMUNITY, Asked("voter-roll"), command=a_command(cast.jiang.actor))


def test_who_may_look_but_not_export_gets_no_clear_sheet(cast: Cast):
    worker = make_member("he", "贺岭", Role.GRID_WORKER, COMMUNITY)
    make_resident("何秀兰")
    assert take_sheet(worker.sign_in(), purpose="register").status_code == 400
    assert names_in(take_sheet(worker.sign_in())) == [("何**", "女", "1958")]


def test_bands_on_the_page_are_those_of_the_census(cast: Cast):
    context = cast.jiang.sign_in().get(reverse("register:ages")).context
    assert context["pyramid"]["labels"] == [band.code for band in BANDS]
