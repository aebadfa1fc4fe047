"""The pages of a household and of a resident: what is shown, to whom, what is kept of it."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from linli.core.facts import tell_facts
from linli.core.ids import new_id
from linli.places.testing import make_dwelling, make_town, redraw_town
from linli.register.models import Disclosure, Household, RegisterChange, Residency, Resident
from linli.register.queries.choosing import household_in
from linli.register.testing import CHILD, GRANDMOTHER, make_household, make_id_number, make_resident
from linli.staff.testing import GRID, GRID_ELSEWHERE

BBOX = "111.2,30.6,111.35,30.75"


@pytest.fixture(name="home")
def home_fixture(cast):
    return make_household()


def url_of(home, name="household"):
    return reverse(f"register:{name}", args=[home.pk])


def somebody(home) -> Resident:
    return Resident.objects.get(name=GRANDMOTHER.name, residencies__household=home)


def send(client, to, /, **values):
    return client.post(to, {"command_id": str(new_id()), **values})


@pytest.mark.parametrize("who", ["zhao", "wei", "chen", "han", "luo", "root"])
def test_the_register_is_shut_to_whoever_has_no_post_for_it(cast, home, who):
    client = getattr(cast, who).sign_in()
    person = somebody(home)
    for address in (reverse("register:home"), url_of(home), reverse("register:resident", args=[person.pk]), f"{reverse('register:homes')}?bbox={BBOX}"):  # fmt: skip
        assert client.get(address).status_code == 403
    assert client.post(reverse("register:reveal", args=[person.pk])).status_code in {403, 404}


def test_another_street_s_household_is_not_there(cast):
    there = make_household(area_code=GRID_ELSEWHERE)
    client = cast.lin.sign_in()
    assert client.get(url_of(there)).status_code == 404
    assert client.get(reverse("register:resident", args=[somebody(there).pk])).status_code == 404


def test_a_household_s_page_shows_masked_members_and_keeps_the_reading(cast, home):
    page = cast.lin.sign_in().get(url_of(home)).content.decode()
    assert "何**" in page
    assert "何秀兰" not in page
    assert "19900000123" not in page
    read = Disclosure.objects.get(resident_id=somebody(home).pk)
    assert (read.how, read.by_name, read.purpose_code) == ("page", "林小满", "register")


def test_a_clear_value_needs_a_purpose_and_is_kept(cast, home):
    person = somebody(home)
    client = cast.lin.sign_in()
    address = reverse("register:reveal", args=[person.pk])
    nothing = send(client, address, fields_read=["phone"])
    assert nothing.status_code == 400
    assert "19900000123" not in nothing.content.decode()
    shown = send(client, address, purpose="contact", fields_read=["phone"], said="约上门时间")
    assert "19900000123" in shown.content.decode()
    kept = Disclosure.objects.get(resident_id=person.pk, how="reveal")
    assert (kept.fields, kept.said, kept.purpose_code) == (["phone"], "约上门时间", "contact")


def test_a_purpose_shows_no_more_than_it_needs(cast, home):
    address = reverse("register:reveal", args=[somebody(home).pk])
    refused = send(cast.lin.sign_in(), address, purpose="contact", fields_read=["id_number"], said="看看")
    assert refused.status_code == 400
    assert not Disclosure.objects.filter(how="reveal").exists()


def test_a_search_finds_by_name_and_pinyin_and_shows_masks(cast, home):
    client = cast.lin.sign_in()
    for text in ("何秀兰", "hexiulan", "hxl", "19900000123"):
        page = client.post(reverse("register:home"), {"text": text}).content.decode()
        assert "何**" in page, text
        assert reverse("register:resident", args=[somebody(home).pk]) in page


def test_a_member_is_entered_from_the_household_s_page(cast, home):
    sent = send(
        cast.lin.sign_in(), reverse("register:household_step", args=[home.pk, "member"]),
        name="何建", sex="male", born_on="1982-03-04", id_number=make_id_number(dt.date(1982, 3, 4), "male"), phone="19900000124",
        relation="child", source="self", registered="on",
    )  # fmt: skip
    assert sent.status_code == 302
    assert Residency.objects.get(household=home, resident__name="何建").relation == "child"


def test_a_form_that_is_refused_says_why_and_keeps_what_was_typed(cast, home):
    sent = send(
        cast.lin.sign_in(), reverse("register:household_step", args=[home.pk, "member"]),
        name="何建", sex="male", born_on="1982-03-04", id_number="990101198203040011", source="self",
    )  # fmt: skip
    page = sent.content.decode()
    assert sent.status_code == 400
    assert "身份证号校验不通过" in page
    assert 'value="何建"' in page


def test_sending_a_form_twice_enters_one_person(cast, home):
    client, command = cast.lin.sign_in(), str(new_id())
    values = {"command_id": command, "name": "何建", "sex": "male", "born_on": "1982-03-04", "source": "self"}
    for _ in range(2):
        client.post(reverse("register:household_step", args=[home.pk, "member"]), values)
    assert Resident.objects.filter(name="何建").count() == 1


def test_a_correction_leaves_what_stood_in_the_history(cast, home):
    person = somebody(home)
    client = cast.lin.sign_in()
    send(client, reverse("register:resident_step", args=[person.pk, "correction"]), phone="19900000999", wrong="wrong", source="self", reason="换了号码")  # fmt: skip
    page = client.get(reverse("register:resident", args=[person.pk])).content.decode()
    assert "199******99" in page
    assert "更正" in page
    assert "换了号码" in page


def test_what_has_changed_before_eight_in_the_morning_has_changed_on_that_day(cast, home):
    person = somebody(home)
    with time_machine.travel(dt.datetime(2026, 11, 16, 22, 30, tzinfo=dt.UTC)):  # half past six on the 17th here
        send(cast.lin.sign_in(), reverse("register:resident_step", args=[person.pk, "correction"]), phone="19900000999", wrong="changed", source="self")  # fmt: skip
    assert RegisterChange.objects.get(subject_id=person.pk).effective_on == dt.date(2026, 11, 17)


def test_somebody_moves_to_the_dwelling_an_address_names(cast):
    make_household()
    flat = make_dwelling(unit_no="502")
    person = make_resident("陆一鸣", sex="male")
    sent = send(
        cast.lin.sign_in(), reverse("register:resident_step", args=[person.pk, "moving-in"]),
        address="竹桥小区1号楼502室", on="2026-01-01", kind="lives", leaves="on",
    )  # fmt: skip
    assert sent.status_code == 302, sent.content.decode()
    assert Residency.objects.get(resident=person, until=None, lives=True).dwelling_id == flat


def test_an_address_that_names_no_dwelling_is_asked_about(cast):
    person = make_resident("陆一鸣", sex="male")
    sent = send(
        cast.lin.sign_in(), reverse("register:resident_step", args=[person.pk, "moving-in"]),
        address="不知道的地方", on="2026-01-01", kind="lives", leaves="on",
    )  # fmt: skip
    assert sent.status_code == 400
    assert "不能确定是哪一户室" in sent.content.decode()


def test_a_household_begins_at_an_empty_dwelling(cast):
    flat = make_dwelling(unit_no="777")
    sent = send(
        cast.lin.sign_in(), reverse("register:new_household", args=[flat]),
        name="陆一鸣", sex="male", born_on="1990-05-05", since="2026-01-01", source="counter", registered="on",
    )  # fmt: skip
    assert sent.status_code == 302
    assert household_in(flat) == Household.objects.get(dwelling_id=flat).pk


def test_the_map_counts_homes_of_one_s_own_area_alone(cast, home):
    make_household(GRANDMOTHER, CHILD, area_code=GRID_ELSEWHERE)
    found = cast.lin.sign_in().get(f"{reverse('register:homes')}?bbox={BBOX}").json()["features"]
    assert [(one["properties"]["homes"], "何" in str(one)) for one in found] == [(1, False)]


def test_a_building_shows_its_doors(cast, home):
    page = cast.lin.sign_in().get(reverse("register:building", args=["990101001001-1"])).content.decode()
    assert url_of(home) in page
    assert "何**" in page


def test_a_building_shows_in_which_grid_it_was_before_a_redraw(cast, home):
    make_town()
    redraw_town()
    tell_facts()
    client, address = cast.jiang.sign_in(), reverse("register:building", args=["990101001001-1"])
    assert f"之前属于第1网格（{GRID}）" in client.get(address).content.decode()
    assert "划入 1 栋" in client.get("/desk/areas/", {"code": f"{GRID[:12]}003"}).content.decode()


def test_a_record_s_pages_ask_a_fixed_number_of_questions(cast, home, django_assert_max_num_queries):
    client = cast.lin.sign_in()
    client.get(url_of(home))
    with django_assert_max_num_queries(40):
        client.get(url_of(home))
    with django_assert_max_num_queries(50):
        client.get(reverse("register:resident", args=[somebody(home).pk]))
