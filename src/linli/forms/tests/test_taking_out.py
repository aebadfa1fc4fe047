"""Lists that go out: a fixed number of queries, read before anybody is kept waiting, and never cut in silence."""

import io
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from linli.core.ids import new_id
from linli.forms import actions
from linli.forms.models import Submission
from linli.forms.queries import submissions as lists
from linli.forms.queries.submissions import SubmissionFilter
from linli.forms.rules import Target
from linli.forms.testing import a_command, admit, an_admission, an_xlsform, make_form
from linli.register.queries.disclosures import disclosures_of
from linli.register.queries.held import held_members
from linli.register.testing import make_household
from linli.staff.testing import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
ROWS = [("hidden", "household_id", "", "", "household.id"), ("text", "remark", "备注")]
WANTED = SubmissionFilter("wishes")


@pytest.fixture
def surveyed(cast: Cast, settings, tmp_path) -> None:
    """A form about households whose answers go out as a list, filled in twice."""
    settings.LINLI_MEDIA = tmp_path
    make_form(cast, ROWS, code="wishes", purpose_code="register", target=Target.HOUSEHOLD)
    fill(cast, "加装扶手")
    fill(cast, "修水管")


def fill(cast: Cast, remark: str, *, version: str = "1", more: str = "") -> None:
    xml = (
        f'<data id="wishes" version="{version}"><household_id>{make_household().pk}</household_id>'
        f"<remark>{remark}</remark>{more}<meta><instanceID>{new_id()}</instanceID></meta></data>"
    )
    actions.take_submission(actions.Sent("wishes", "", "", xml.encode()), command=a_command(cast.lin.actor))


def answers_of_view(cast: Cast):
    values = {"command_id": str(new_id()), "form": "wishes", "said": "年度汇总"}
    return cast.jiang.sign_in().post(reverse("forms:answers"), values)


def test_answers_cost_the_same_however_many_there_are(cast: Cast, surveyed):
    counts = []
    for _twice in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert answers_of_view(cast).status_code == 200
        counts.append(len(asked))
        for number in range(4):
            fill(cast, f"第{number}件")
    assert counts[0] == counts[1]


def test_answers_are_read_before_the_transaction_begins(cast: Cast, surveyed):
    with CaptureQueriesContext(connection) as asked:
        actions.take_answers(WANTED, command=a_command(cast.jiang.actor))
    said = [query["sql"] for query in asked.captured_queries]
    begun = next(place for place, sql in enumerate(said) if sql.startswith("SAVEPOINT"))
    assert any("forms_submission" in sql for sql in said[:begun])
    assert not any("SELECT" in sql and ("forms_" in sql or "register_residency" in sql) for sql in said[begun:])


def test_everybody_in_the_list_is_told_once_with_the_fields_of_every_version(cast: Cast, surveyed):
    content = an_xlsform([*ROWS, ("text", "your_name", "姓名", "", "resident.name")], code="wishes", version="2")
    actions.upload_form(content, name="t.xlsx", command=a_command(cast.luo.actor))
    said = an_admission(purpose_code="register", target=Target.HOUSEHOLD)
    admit("wishes", said, command=a_command(cast.luo.actor), version="2")
    fill(cast, "换灯", version="2", more="<your_name>何秀兰</your_name>")
    fill(cast, "修门")
    assert len(actions.take_answers(WANTED, command=a_command(cast.jiang.actor)).rows) == 4
    homes = Submission.objects.values_list("household_id", flat=True)
    told = [disclosures_of(one.id) for home in homes for one in held_members(home)]
    assert [len(rows) for rows in told] == [1] * 8
    assert all("姓名" in row.fields for rows in told for row in rows)


def last_line(content: bytes) -> str:
    return str(list(load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))[-1][0])


def test_a_workbook_that_leaves_older_ones_out_says_so(cast: Cast, surveyed, monkeypatch):
    listed = reverse("forms:submissions_workbook")
    assert "更早的" not in last_line(cast.jiang.sign_in().get(listed).content)
    assert "更早的" not in last_line(answers_of_view(cast).content)
    monkeypatch.setattr(lists, "MOST_EXPORTED", 1)
    for content in (cast.jiang.sign_in().get(listed).content, answers_of_view(cast).content):
        assert "共 1 行" in last_line(content)
        assert "这里是 1 份，还有更早的；请在填报页分几部分导出。" in last_line(content)


def rows_in(content: bytes) -> int:
    return (
        len(list(load_workbook(io.BytesIO(content)).active.iter_rows())) - 3
    )  # its head, and below a gap what it says of itself


def test_a_list_of_one_workbook_has_no_parts(cast: Cast, surveyed):
    page = cast.jiang.sign_in().get(reverse("forms:submissions"), {"form": "wishes", "parts": "1"})
    assert page.context["parts"] == []
    assert "清单一个文件就放得下" in page.content.decode()
    assert page.context["answers_form"]["upto"].is_hidden


def test_parts_are_worked_out_only_when_asked_for(cast: Cast, surveyed, monkeypatch):
    monkeypatch.setattr(lists, "MOST_EXPORTED", 1)
    monkeypatch.setattr(lists, "PAGE_SIZE", 1)
    client, counts = cast.jiang.sign_in(), []
    asking = reverse("forms:submissions") + "?form=wishes"
    for url in (asking, f"{asking}&parts=1"):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(url)
        counts.append(sum("ROW_NUMBER" in query["sql"] for query in asked.captured_queries))
    assert counts == [0, 2]  # one for the list, one for the answers, however many parts
    assert len(page.context["parts"]) == 2
    assert "parts" not in parse_qs(urlsplit(page.context["next_url"]).query)
    page = client.get(asking)
    assert page.context["parts"] == []
    assert parse_qs(urlsplit(page.context["parts_url"]).query)["parts"] == ["1"]
    assert page.context["parts_url"].replace("&", "&amp;") in page.content.decode()


def test_a_long_list_goes_out_in_parts_that_leave_nobody_out(cast: Cast, surveyed, monkeypatch):
    for number in range(3):
        fill(cast, f"第{number}件")
    monkeypatch.setattr(lists, "MOST_EXPORTED", 2)
    client = cast.jiang.sign_in()
    parts = client.get(reverse("forms:submissions"), {"form": "wishes", "page": "1", "parts": "1"}).context["parts"]
    fill(cast, "后来的")  # between the page and the workbooks
    sizes = [rows_in(client.get(url).content) for _name, url in parts]
    assert sizes == [2, 2, 1]
    wanted = [dict(parse_qsl(urlsplit(url).query)) for _name, url in parts]
    found = [
        row.pk
        for one in wanted
        for row in lists.submissions_to_export(cast.jiang.actor, SubmissionFilter(one["form"], upto=one["upto"])).rows
    ]
    assert len(found) == len(set(found)) == 5


def test_what_is_settled_meanwhile_puts_nobody_in_two_parts(cast: Cast, surveyed, monkeypatch):
    for number in range(4):
        fill(cast, f"第{number}件")
    monkeypatch.setattr(lists, "MOST_EXPORTED", 2)
    by, state = cast.jiang.actor, Submission.objects.values_list("state", flat=True)[0]
    wanted = SubmissionFilter("wishes", state)
    parts = lists.parts_of_list(by, wanted)
    Submission.objects.filter(pk=Submission.objects.order_by("-received_at", "-id")[1].pk).update(state="replaced")
    sizes = [
        len(lists.submissions_to_export(by, SubmissionFilter("wishes", state, upto=part.upto)).rows) for part in parts
    ]
    assert sizes == [1, 2, 2]


def test_a_part_says_nothing_of_older_ones_which_the_next_part_holds(cast: Cast, surveyed, monkeypatch):
    monkeypatch.setattr(lists, "MOST_EXPORTED", 1)
    newest, _oldest = lists.parts_of_list(cast.jiang.actor, WANTED)
    assert not lists.submissions_to_export(cast.jiang.actor, SubmissionFilter("wishes", upto=newest.upto)).is_cut


def test_many_answers_go_out_in_parts(cast: Cast, surveyed, monkeypatch):
    for number in range(3):
        fill(cast, f"第{number}件")
    monkeypatch.setattr(lists, "MOST_EXPORTED", 2)
    client = cast.jiang.sign_in()
    form = client.get(reverse("forms:submissions"), {"form": "wishes", "parts": "1"}).context["answers_form"]
    said = []
    for upto, _name in form["upto"].field.widget.choices:
        values = {"command_id": str(new_id()), "form": "wishes", "said": "年度汇总", "upto": upto}
        book = load_workbook(io.BytesIO(client.post(reverse("forms:answers"), values).content)).active
        said += [row[-1] for row in book.iter_rows(min_row=2, values_only=True) if row[-1]]
    assert sorted(said) == sorted(["加装扶手", "修水管", "第0件", "第1件", "第2件"])


@pytest.mark.parametrize(
    "upto",
    [
        "x",
        "2026-01-01T00:00:00~x",
        "2026-01-01T00:00:00~0192d5f0-0000-7000-8000-000000000000",
        "2026-01-01T00:00:00Z~0192d5f0-0000-7000-8000-000000000000~2026-01-01T00:00:00Z",
        "~".join(["2026-01-01T00:00:00Z~0192d5f0-0000-7000-8000-000000000000"] * 3),
        "0001-01-01T00:00:00+14:00~0192d5f0-0000-7000-8000-000000000000",
        "9999-12-31T23:59:59-12:00~0192d5f0-0000-7000-8000-000000000000",
    ],
)
def test_a_part_that_is_none_is_the_whole_list(cast: Cast, surveyed, upto):
    answer = cast.jiang.sign_in().get(reverse("forms:submissions_workbook"), {"upto": upto})
    assert rows_in(answer.content) == 2
