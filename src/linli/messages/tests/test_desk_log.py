"""The delivery log at the desk: within one's area, addresses masked, filtered, sent again, taken out as a sheet."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from linli.cases.rules import State
from linli.cases.testing import make_case
from linli.messages import actions
from linli.messages.models import Delivery, Notice
from linli.messages.queries.deliveries import PAGE
from linli.messages.rules import Channel, DeliveryState
from linli.messages.testing import NOON, a_fact, with_mail
from linli.staff.rules import Role
from linli.staff.testing import CLEANING, OTHER_DISTRICT, Cast, make_member

pytestmark = pytest.mark.django_db
AT = dt.datetime.fromisoformat(NOON)
LOG = "/desk/messages/log/"


@pytest.fixture(autouse=True)
def _by_day(time_machine) -> None:
    time_machine.move_to(AT)  # at night nothing but what is urgent would be sent


@pytest.fixture
def failed(cast: Cast, post_office) -> Delivery:
    with_mail(cast.sun.account)
    case = make_case(cast, state=State.DISPATCHED)
    actions.tell("cases.dispatched", a_fact(case, unit_code=CLEANING), at=AT)
    post_office.refusal = "550 no such user here"
    actions.send_due(Channel.MAIL, at=AT)
    post_office.refusal = ""
    return Delivery.objects.get(channel=Channel.MAIL)


def page(member, query: str = "") -> str:
    answer = member.sign_in().get(LOG + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_log_says_to_whom_how_and_why_not_and_never_what(cast: Cast, failed: Delivery):
    html = page(cast.wu)
    for shown in (
        "案卷派给本单位",
        "孙大海",
        "s***@office.example",
        "no such user here",
        "已放弃",
        failed.notice.title[-6:],
    ):
        assert shown in html
    for hidden in ("sun@office.example", failed.notice.text):
        assert hidden not in html


def test_acceptors_see_that_something_failed_too(cast: Cast, failed: Delivery):
    assert "no such user here" in page(cast.chen)


def test_only_those_of_the_area_read_its_log(cast: Cast, failed: Delivery):
    elsewhere = make_member("pan", "潘", Role.SHIFT_LEADER, OTHER_DISTRICT, "990101-supervision")
    assert "孙大海" not in page(elsewhere)
    for stranger in (cast.zhao, cast.sun, cast.lin, cast.han, cast.feng, cast.root):
        client = stranger.sign_in()
        assert client.get(LOG).status_code == 403
        assert client.get(f"{LOG}export.xlsx").status_code == 403
        assert client.post(f"{LOG}{failed.pk}/resending/").status_code == 403
    assert elsewhere.sign_in().post(f"{LOG}{failed.pk}/resending/").status_code == 404


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("", 2),
        ("?channel=mail", 1),
        ("?channel=inbox", 1),
        ("?channel=sms", 0),
        ("?state=troubled", 1),
        ("?state=sent", 1),
        ("?state=held", 0),
        ("?since=2026-11-16&until=2026-11-16", 2),
        ("?number=nothing", 0),
        ("?until=2026-11-15", 0),
        ("?since=2026-11-17", 0),
        ("?channel=pigeon&state=x&since=yesterday&until=9999-12-31&after=x", 2),
    ],
)
def test_filters_narrow_and_wrong_ones_do_not(cast: Cast, failed: Delivery, query, rows):
    assert page(cast.wu, query).count('<th scope="row"') == rows


def test_the_log_of_one_case_is_found_by_its_number(cast: Cast, failed: Delivery):
    other = make_case(cast, state=State.DISPATCHED)
    actions.tell("cases.dispatched", a_fact(other, unit_code=CLEANING), at=AT)
    assert page(cast.wu).count('<th scope="row"') == 4
    assert page(cast.wu, f"?number={other.number}").count('<th scope="row"') == 2


def test_what_failed_is_sent_again_from_the_page(cast: Cast, failed: Delivery, post_office):
    client = cast.wu.sign_in()
    answer = client.post(f"{LOG}{failed.pk}/resending/", {"back": f"{LOG}?state=troubled"})
    assert answer["Location"] == f"{LOG}?state=troubled"
    failed.refresh_from_db()
    assert failed.state == DeliveryState.WAITING
    actions.send_due(Channel.MAIL)
    assert len(post_office.letters) == 1
    assert client.post(f"{LOG}{failed.pk}/resending/").status_code == 409


def test_resending_leads_to_no_other_site(cast: Cast, failed: Delivery):
    answer = cast.wu.sign_in().post(f"{LOG}{failed.pk}/resending/", {"back": "https://evil.example/"})
    assert answer["Location"] == LOG


def test_the_sheet_holds_what_the_page_shows(cast: Cast, failed: Delivery):
    Delivery.objects.filter(pk=failed.pk).update(why="=1+1")
    answer = cast.wu.sign_in().get(f"{LOG}export.xlsx?channel=mail")
    head, row = load_workbook(io.BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True)
    found = dict(zip(head, row, strict=True))
    assert (found["收件人"], found["地址"], found["状态"]) == ("孙大海", "s***@office.example", "已放弃")
    assert found["原因"] == "'=1+1"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_long_log_has_pages_and_few_queries(cast: Cast, failed: Delivery, django_assert_max_num_queries):
    case = make_case(cast, state=State.DISPATCHED)
    for _ in range(PAGE // 2 + 3):
        actions.tell("cases.dispatched", a_fact(case, unit_code=CLEANING), at=AT)
    client = cast.wu.sign_in()
    client.get(LOG)
    with django_assert_max_num_queries(8):
        html = client.get(LOG).content.decode()
    assert html.count('<th scope="row"') == PAGE
    following = html.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    rest = client.get(LOG + following).content.decode()
    assert rest.count('<th scope="row"') == Delivery.objects.count() - PAGE


def test_a_resident_is_shown_as_whoever_reported(cast: Cast, gateway):
    case = make_case(cast, state=State.CLOSED, reporter_phone="13800138000", reporter_name="周小姐")
    actions.tell("cases.closed", a_fact(case), at=AT)
    actions.send_due(Channel.SMS, at=AT)
    html = page(cast.wu)
    assert "上报人" in html
    assert "138******00" in html
    assert case.number in html
    assert "周小姐" not in html


def test_a_unit_s_group_is_shown_by_the_unit(cast: Cast):
    actions.set_bot(CLEANING, address="wecombot://693a91f6", at=AT)
    case = make_case(cast, state=State.DISPATCHED)
    actions.tell("cases.dispatched", a_fact(case, unit_code=CLEANING), at=AT)
    assert "松门区环卫所" in page(cast.wu, "?channel=bot")
    assert Notice.objects.count() == 2
