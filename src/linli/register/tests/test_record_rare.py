"""The seldom changes of a record's page: taken in with a paper, joined, parted; a stale form is refused; sources compared."""

import datetime as dt

import pytest
from django.urls import reverse

from linli.core.ids import new_id
from linli.register import actions
from linli.register.models import Disclosure, Household, Residency, Resident
from linli.register.testing import a_command, make_household, make_id_number, make_resident
from linli.register.tests.lives import HUSBAND, WIFE, a_person, make_family
from linli.staff.testing import GRID_ELSEWHERE

BORN = dt.date(1985, 6, 7)
NUMBER = make_id_number(BORN, "male")


def send(client, home, noun, *, kind="household", **values):
    to = reverse(f"register:{kind}_step", args=[home.pk, noun])
    return client.post(to, {"command_id": str(new_id()), **values})


def test_somebody_from_elsewhere_is_taken_in_from_the_household_s_page(cast):
    home = make_household()
    row = make_resident("何伟", sex="male", born_on=BORN, id_number=NUMBER, area_code=GRID_ELSEWHERE)
    given = {"id_number": NUMBER, "on": "2026-05-01", "relation": "child", "lives": "on", "registered": "on"}
    refused = send(cast.lin.sign_in(), home, "taking-in", name="何炜", **given)
    assert refused.status_code == 400
    assert "都相符" in refused.content.decode()
    assert send(cast.lin.sign_in(), home, "taking-in", name="何伟", **given).status_code == 302
    assert Residency.objects.get(resident=row, until=None).household_id == home.pk


def test_two_households_of_a_dwelling_are_joined(cast):
    home = make_household(HUSBAND)
    other = make_household(a_person("吴芳"))
    Household.objects.filter(pk=other.pk).update(dwelling_id=home.dwelling_id)
    Residency.objects.filter(household=other).update(dwelling_id=home.dwelling_id)
    page = cast.lin.sign_in().get(reverse("register:household", args=[home.pk])).content.decode()
    assert "吴* 1958" in page
    assert send(cast.lin.sign_in(), home, "joining", other=str(other.pk), on="2026-05-01").status_code == 302
    assert Residency.objects.filter(household=home, until=None).count() == 2


def test_a_record_that_was_two_is_parted_with_what_belongs_to_the_other(cast):
    _home, family = make_family(HUSBAND, WIFE)
    row = family["徐秀兰"]
    said = actions.state_value(row.pk, "name", "徐秀莲", source="import", command=a_command(cast.lin.actor))
    sent = send(
        cast.lin.sign_in(), row, "parting", kind="resident", name="徐秀莲", sex="female", born_on="1960-01-01",
        rows=[str(said.pk)], reason="两人登记成一人", source="doorstep",
    )  # fmt: skip
    assert sent.status_code == 302
    said.refresh_from_db()
    assert said.resident_id == Resident.objects.get(name="徐秀莲").pk


def test_a_form_sent_over_a_page_that_shows_no_more_what_stands_is_refused_once(cast):
    _home, family = make_family()
    row, client = family["徐秀兰"], cast.lin.sign_in()
    given = {"kind": "resident", "wrong": "wrong", "source": "self", "reason": "本人更正"}
    assert send(client, row, "correction", name="徐秀莲", version="1", **given).status_code == 302
    stale = send(client, row, "correction", name="徐秀琴", version="1", **given)
    assert stale.status_code == 400
    assert "已被修改" in stale.content.decode()
    assert 'name="version" value="2"' in stale.content.decode()
    assert send(client, row, "correction", name="徐秀琴", version="2", **given).status_code == 302


def test_what_a_source_says_is_shown_beside_what_is_written_and_kept(cast):
    row = make_resident(phone="19900000001")
    said = actions.state_value(row.pk, "phone", "19900000002", source="department", command=a_command(cast.lin.actor))
    page = cast.lin.sign_in().post(reverse("register:compare", args=[said.pk])).content.decode()
    assert "19900000001" in page
    assert "19900000002" in page
    assert Disclosure.objects.filter(resident_id=row.pk, how="reveal", purpose_code="verify").count() == 2


@pytest.mark.parametrize("who", ["zhao", "luo", "root"])
def test_strangers_compare_and_change_nothing(cast, who):
    home = make_household()
    row = make_resident(phone="19900000001")
    said = actions.state_value(row.pk, "phone", "19900000002", source="department", command=a_command(cast.lin.actor))
    client = getattr(cast, who).sign_in()
    assert client.post(reverse("register:compare", args=[said.pk])).status_code == 403
    for noun in ("taking-in", "joining"):
        assert send(client, home, noun).status_code == 403
    assert send(client, row, "parting", kind="resident").status_code == 403
