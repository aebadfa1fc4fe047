"""The residents' portal: report without an account, follow by code, rate, ask again."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases import actions
from linli.cases.actions import attaching
from linli.cases.models import Attachment, Case
from linli.cases.rules import State
from linli.cases.testing import a_command, a_photo, make_case, make_places
from linli.core.ids import new_id
from linli.places.testing import make_building
from linli.staff.testing import GRID, Cast

pytestmark = pytest.mark.django_db
START = dt.datetime(2026, 11, 16, 2, tzinfo=dt.UTC)


def hand_in(client: Client, **values):
    said = {"command_id": str(new_id()), "text": "幸福路 12 号门口井盖破了", "address": "幸福路 12 号", **values}
    return client.post(reverse("portal:report"), said)


def code_of(client: Client) -> str:
    return code_in(client.get(reverse("portal:thanks")))


def code_in(thanks) -> str:
    return thanks.content.decode().split('data-tracking-code="')[1].split('"')[0]


def test_a_resident_reports_with_a_photo_and_follows_it(client: Client, cast: Cast):
    answer = hand_in(client, photos=a_photo(), phone="13800000000")
    assert answer.url == reverse("portal:thanks")
    page = client.get(reverse("portal:track", args=[code_of(client)]))
    assert "井盖破了" in page.content.decode()
    assert Case.objects.get().channel == "portal"
    photo = client.get(reverse("portal:photo", args=[code_at(page), Attachment.objects.get().pk]))
    assert photo["Content-Type"] == "image/jpeg"


def code_at(page) -> str:
    return page.context["code"]


def test_a_form_sent_twice_is_one_report(client: Client, cast: Cast):
    command = str(new_id())
    hand_in(client, command_id=command)
    hand_in(client, command_id=command)
    assert Case.objects.count() == 1


def test_a_repeat_is_told_the_same_code_but_not_a_day_later(cast: Cast, time_machine):
    command, codes = str(new_id()), []
    time_machine.move_to(START)
    for _ in range(2):  # the answer to the first one was lost with its cookie
        client = Client()
        hand_in(client, command_id=command)
        codes.append(code_of(client))
    assert codes[0] == codes[1]
    assert client.get(reverse("portal:track", args=[codes[0]])).status_code == 200
    time_machine.shift(24 * 3600)
    late = Client()
    hand_in(late, command_id=command)
    assert late.get(reverse("portal:thanks")).status_code == 302


def test_a_code_is_not_kept_readable_between_two_pages(client: Client, cast: Cast):
    hand_in(client)
    kept = str(dict(client.session.items()))
    assert code_of(client) not in kept


def test_the_code_is_told_once(client: Client, cast: Cast):
    hand_in(client)
    code_of(client)
    assert client.get(reverse("portal:thanks")).status_code == 302


def test_a_bad_phone_is_named_and_what_was_typed_is_kept(client: Client, cast: Cast):
    page = hand_in(client, phone="12").content.decode()
    assert "电话号码不正确" in page
    assert "幸福路 12 号门口井盖破了" in page
    assert Case.objects.count() == 0


def test_a_file_that_is_no_photo_does_not_lose_the_report(client: Client, cast: Cast, tmp_path):
    fake = tmp_path / "virus.jpg"
    fake.write_bytes(b"<script>alert(1)</script>")
    with fake.open("rb") as file:
        hand_in(client, photos=file)
    assert "不是可以读取的照片" in client.get(reverse("portal:thanks")).content.decode()
    assert Case.objects.count() == 1


def test_more_photos_than_the_page_takes_are_refused_before_and_after_the_report(client: Client, cast: Cast):
    four = [a_photo(colour=colour) for colour in ("red", "green", "blue", "white")]
    assert 'data-photo-field="3"' in (page := hand_in(client, photos=four).content.decode())
    assert "一次最多上传 3 张照片" in page
    hand_in(client)
    code = code_of(client)
    for photo in four:
        photo.seek(0)
    page = client.post(reverse("portal:photos", args=[code]), {"photos": four}).content.decode()
    assert 'data-photo-field="3"' in page
    assert "一次最多上传 3 张照片" in page
    assert not Attachment.objects.exists()


def test_photos_may_be_added_later(client: Client, cast: Cast):
    hand_in(client)
    code = code_of(client)
    assert (
        client.post(reverse("portal:photos", args=[code]), {"photos": [a_photo(), a_photo(colour="red")]}).status_code
        == 302
    )
    assert Attachment.objects.count() == 2


def test_html_in_a_report_is_shown_as_text(client: Client, cast: Cast):
    hand_in(client, text="<script>alert(1)</script> 楼道灯坏了")
    page = client.get(reverse("portal:track", args=[code_of(client)])).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_a_guessed_code_opens_nothing(client: Client, cast: Cast):
    for code in ("ABCDEFGHJKLM", "x", str(new_id())):
        assert client.get(reverse("portal:track", args=[code])).status_code == 404


def test_one_address_hands_in_only_so_many_reports(client: Client, cast: Cast, settings):
    settings.LINLI_REPORTS_PER_HOUR = 2
    for _ in range(2):
        assert hand_in(client).status_code == 302
    assert "太多" in hand_in(client).content.decode()


def test_what_was_refused_uses_up_nothing_of_the_hour(client: Client, cast: Cast, settings):
    settings.LINLI_REPORTS_PER_HOUR = 1
    assert [hand_in(client, phone="110-x").status_code for _ in range(2)] == [400, 400]
    assert hand_in(client).status_code == 302
    assert hand_in(client).status_code == 400


def test_a_flood_of_refused_reports_ends_and_bars_no_other_address(client: Client, cast: Cast, settings):
    settings.LINLI_REPORTS_PER_HOUR = 1
    told = [hand_in(client, phone="110-x").content.decode() for _ in range(4)]
    assert ["太多" in one for one in told] == [False, False, False, True]
    assert "太多" in hand_in(client).content.decode()
    assert hand_in(Client(REMOTE_ADDR="203.0.113.7")).status_code == 302
    assert Case.objects.count() == 1


def test_the_hour_of_a_limit_neither_ends_early_nor_is_drawn_out(client: Client, cast: Cast, settings, time_machine):
    settings.LINLI_REPORTS_PER_HOUR = 2
    for minutes, status in ((0, 302), (20, 302), (40, 400), (55, 400), (61, 302), (70, 400), (81, 302)):
        time_machine.move_to(START + dt.timedelta(minutes=minutes))
        assert hand_in(client).status_code == status, minutes


def test_one_connection_with_many_addresses_is_one_caller(cast: Cast, settings):
    settings.LINLI_REPORTS_PER_HOUR = 1
    near, same, other = (Client(REMOTE_ADDR=f"2001:db8:1:{net}::{host}") for net, host in ((1, 1), (1, 2), (2, 1)))
    assert [hand_in(caller).status_code for caller in (near, same, other)] == [302, 400, 302]


def test_a_program_that_fills_the_hidden_field_leaves_nothing(client: Client, cast: Cast):
    hand_in(client, website="http://spam.example")
    assert Case.objects.count() == 0


def tracked_closed_case(client: Client, cast: Cast) -> tuple[Case, str]:
    case = make_case(cast, state=State.CLOSED)
    code = actions.report_case  # the builder hands in as a resident; its code is known only by sealing it anew
    from linli.cases.models import Reporter
    from linli.core.secrets import keyed_hash

    Reporter.objects.filter(case=case).update(tracking_hash=keyed_hash("ABCDEFGHJKLM"))
    assert code
    return case, "ABCDEFGHJKLM"


def test_a_resident_rates_a_closed_report_once(client: Client, cast: Cast):
    case, code = tracked_closed_case(client, cast)
    said = {"command_id": str(new_id()), "score": 5, "text": "很快"}
    assert client.post(reverse("portal:rating", args=[code]), said).status_code == 302
    again = client.post(reverse("portal:rating", args=[code]), {**said, "command_id": str(new_id())})
    assert "已经评价过" in again.content.decode()
    case.refresh_from_db()
    assert case.score == 5


def test_a_resident_may_ask_for_it_to_be_done_again(client: Client, cast: Cast, time_machine):
    case, code = tracked_closed_case(client, cast)
    time_machine.move_to(case.closed_at)
    said = {"command_id": str(new_id()), "reason": "第二天又堆满了"}
    client.post(reverse("portal:reopening", args=[code]), said)
    case.refresh_from_db()
    assert (case.state, case.reopens) == ("filed", 1)


def test_what_was_found_and_what_was_done_are_shown_apart(client: Client, cast: Cast):
    _case, code = tracked_closed_case(client, cast)
    page = client.get(reverse("portal:track", args=[code]))
    assert [photo["label"] for photo in page.context["photos_before"]] == ["处置前"]
    assert [photo["label"] for photo in page.context["photos_after"]] == ["处置后"]


def test_a_long_report_has_a_title_that_shows_it_was_cut(client: Client, cast: Cast):
    hand_in(client, text="路灯不亮，" * 20)
    title = Case.objects.get().title
    assert (len(title), title[-1]) == (40, "…")


def test_a_resident_sees_who_read_the_contact(client: Client, cast: Cast):
    case, code = tracked_closed_case(client, cast)
    actions.disclose_reporter(case.pk, command=a_command(cast.sun.actor), purpose="上门前联系")
    assert "上门前联系" in client.get(reverse("portal:track", args=[code])).content.decode()


def test_a_signed_in_resident_sees_own_reports_and_nobody_elses(cast: Cast):
    mine = cast.zhao.sign_in()
    hand_in(mine, text="我家楼下路灯不亮")
    assert "路灯不亮" in mine.get(reverse("portal:mine")).content.decode()
    case = Case.objects.get()
    assert mine.get(reverse("portal:track", args=[str(case.pk)])).status_code == 200
    assert cast.lin.sign_in().get(reverse("portal:track", args=[str(case.pk)])).status_code == 404


def test_a_resident_adds_photos_up_to_a_measure(client: Client, cast: Cast, monkeypatch):
    monkeypatch.setattr(attaching, "MOST_BY_REPORTER", 2)
    hand_in(client, photos=a_photo())
    url = reverse("portal:photos", args=[code_of(client)])
    assert client.post(url, {"photos": a_photo(colour="red")}).status_code == 302
    assert "已有 2 张照片" in client.post(url, {"photos": a_photo(colour="blue")}).content.decode()
    assert Attachment.objects.count() == 2


def test_pages_that_only_their_reader_should_see_are_kept_nowhere(client: Client, cast: Cast):
    hand_in(client)
    for page in (
        answer := client.get(reverse("portal:thanks")),
        client.get(reverse("portal:track", args=[code_in(answer)])),
    ):
        assert "no-store" in page["Cache-Control"]


def test_a_photo_whose_file_is_gone_is_not_found(client: Client, cast: Cast):
    hand_in(client, photos=a_photo())
    code, photo = code_of(client), Attachment.objects.get()
    attaching.path_of(photo.sha256).unlink()
    assert client.get(reverse("portal:photo", args=[code, photo.pk])).status_code == 404


def test_the_code_on_a_building_fills_the_place_in(client: Client, cast: Cast):
    make_places()
    building = make_building("B7")
    page = client.get(reverse("portal:report") + "?building=B7")
    assert "您在 B7号楼" in page.content.decode()
    form = page.context["form"]
    assert (form["lon"].value(), form["lat"].value()) == (building.lon_cgcs2000, building.lat_cgcs2000)
    assert (form["address"].value(), form["community"].value()) == ("B7号楼", building.area_code[:12])


def test_the_code_of_a_grid_fills_the_community_in(client: Client, cast: Cast):
    make_places()
    page = client.get(reverse("portal:report") + f"?area={GRID}")
    assert "竹桥社区 第1网格" in page.content.decode()
    assert page.context["form"]["community"].value() == GRID[:12]


@pytest.mark.parametrize("query", ["building=nowhere", "area=000000000000", "area=9", "building="], ids=str)
def test_a_code_that_names_nothing_fills_nothing_in(client: Client, cast: Cast, query: str):
    make_places()
    page = client.get(reverse("portal:report") + f"?{query}")
    assert page.status_code == 200
    assert page.context["place"] is None
