"""A list is uploaded, its pairs are looked at and decided, the findings are taken out, the copy is destroyed: at the desk."""

import csv
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from linli.core.ids import new_id
from linli.places.testing import make_town
from linli.register.models import Disclosure, LinkageJob, LinkagePair, Resident
from linli.register.testing import make_resident
from linli.register.tests.test_linkage import BORN, NUMBER
from linli.staff.rules import Role
from linli.staff.testing import GRID, STREET, make_member

HEAD = ("姓名", "身份证号", "出生日期", "联系电话", "备注")
LINES = [
    ("何秀兰", NUMBER, "1958-04-05", "19900000123", "x"),
    ("何秀蓝", "", "1958年4月5日", "19900000123", "y"),
    ("段无此", "", "1990-01-01", "", "z"),
]


def a_file(head=HEAD, lines=LINES):
    text = io.StringIO()
    csv.writer(text).writerows([head, *lines])
    return SimpleUploadedFile("名单.csv", text.getvalue().encode("utf-8-sig"), "text/csv")


def send_list(client, **changes):
    values = {
        "command_id": str(new_id()), "file": a_file(), "title": "高龄津贴核对", "area_code": STREET, "basis": "第三十三条",
        "purpose": "elder-allowance", "against": "both", "certain": "0.99", "review": "0.05", **changes,
    }  # fmt: skip
    return client.post(reverse("register:new_linkage"), values)


@pytest.fixture
def known(cast):
    make_town()
    return make_resident("何秀兰", born_on=BORN, id_number=NUMBER, phone="19900000123", area_code=GRID)


@pytest.fixture
def desk(cast, known, django_capture_on_commit_callbacks):
    client = cast.jiang.sign_in()
    with django_capture_on_commit_callbacks(execute=True):
        assert send_list(client).status_code == 302
    return client


def text_of(answer):
    return answer.content.decode()


@pytest.mark.django_db
def test_an_uploaded_list_is_weighed_in_the_background(desk):
    job = LinkageJob.objects.get()
    page = text_of(desk.get(reverse("register:linkage", args=[job.pk]), {"only": "certain"}))
    assert (job.state, job.rows) == ("review", 3)
    assert "何**" in page
    assert "何秀兰" not in page


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["民族", "宗教信仰", "信访"])
def test_a_list_with_a_barred_column_is_refused_by_name(cast, known, column):
    answer = send_list(cast.jiang.sign_in(), file=a_file((*HEAD[:-1], column)))
    assert answer.status_code == 400
    assert column in text_of(answer)
    assert not LinkagePair.objects.exists()


@pytest.mark.django_db
def test_columns_may_be_named_by_hand(cast, known, django_capture_on_commit_callbacks):
    file = a_file(("老人", "证号码", "生于", "打给谁", "备注"))
    named = {"column_name": "老人", "column_id_number": "证号码", "column_born_on": "生于"}
    with django_capture_on_commit_callbacks(execute=True):
        assert send_list(cast.jiang.sign_in(), file=file, **named).status_code == 302
    assert LinkageJob.objects.get().settings["columns"] == {
        "name": "老人", "id_number": "证号码", "born_on": "生于",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_pair_shows_both_sides_and_the_steps_of_its_weight(desk, known):
    pair = LinkagePair.objects.get(row=3)
    page = text_of(desk.get(reverse("register:linkage_pair", args=[pair.pk])))
    figures = json.loads(page.split('id="pair-figures" type="application/json">')[1].split("</script>")[0])
    assert figures["kind"] == "waterfall"
    assert sum(figures["series"][0]["values"][:-1]) == pytest.approx(figures["series"][0]["values"][-1], abs=0.1)
    assert "何秀○" in page
    assert "读音相同" in page
    assert NUMBER not in page
    assert "19900000123" not in page
    assert Disclosure.objects.filter(resident_id=known.pk, how="link").exists()


@pytest.mark.django_db
def test_deciding_goes_on_to_the_next_pair(desk):
    pair = LinkagePair.objects.get(row=2)
    address = reverse("register:linkage_decision", args=[pair.pk]) + "?only=certain"
    answer = desk.post(address, {"command_id": str(new_id()), "decision": "same", "reason": "全部一致"})
    pair.refresh_from_db()
    assert (pair.decision, answer.status_code) == ("same", 302)
    refused = desk.post(address, {"command_id": str(new_id()), "decision": "same", "reason": ""})
    assert refused.status_code == 400


@pytest.mark.django_db
def test_a_second_person_looks_again(desk, cast):
    pair = LinkagePair.objects.get(row=2)
    address = reverse("register:linkage_decision", args=[pair.pk])
    desk.post(address, {"command_id": str(new_id()), "decision": "same", "reason": "全部一致"})
    page = reverse("register:linkage_pair", args=[pair.pk])
    assert "second-look" not in text_of(desk.get(page))
    other = make_member("jin", "金玉", Role.REGISTRAR, STREET, "990101001-office").sign_in()
    assert "second-look" in text_of(other.get(page))
    second = reverse("register:linkage_second", args=[pair.pk])
    other.post(second, {"command_id": str(new_id()), "agrees": "yes", "reason": ""})
    pair.refresh_from_db()
    assert pair.second_by_name == "金玉"


@pytest.mark.django_db
def test_the_workbook_tells_findings_and_calls_nobody_a_fraud(desk, known):
    job = LinkageJob.objects.get()
    address = reverse("register:linkage_results", args=[job.pk])
    assert desk.get(address).status_code == 405  # everybody told of reads that it was taken out: a link must not do it
    answer = desk.post(address)
    assert answer["Cache-Control"] == "private, no-store"
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0][:2] == ("行号", "姓名")
    assert "备注" not in rows[0]
    assert "没有找到（不说明有问题" in str(rows[3])
    assert "尚未判断" in str(rows[1])


@pytest.mark.django_db
def test_ending_it_destroys_the_copy(desk):
    job = LinkageJob.objects.get()
    desk.post(reverse("register:linkage_closure", args=[job.pk]), {"command_id": str(new_id())})
    assert not LinkagePair.objects.exists()
    assert "已结束并销毁" in text_of(desk.get(reverse("register:linkages")))


@pytest.mark.django_db
def test_double_records_are_merged_by_a_person(cast, known, django_capture_on_commit_callbacks):
    twin = make_resident("何秀岚", born_on=BORN, phone="19900000123", area_code=GRID)
    client = cast.jiang.sign_in()
    values = {"command_id": str(new_id()), "area_code": STREET, "basis": "第八条"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("register:duplicates"), values)
    pair = LinkagePair.objects.get()
    client.post(
        reverse("register:linkage_decision", args=[pair.pk]),
        {"command_id": str(new_id()), "decision": "same", "reason": "电话、生日一致"},
    )
    kept = "left" if pair.left_id == known.pk else "right"
    client.post(reverse("register:linkage_merge", args=[pair.pk]), {"kept": kept})
    assert Resident.objects.get(pk=twin.pk).merged_into == known.pk


def pages(job, pair):
    of_job = [reverse("register:linkage", args=[job.pk])]
    nouns = [reverse(f"register:{name}") for name in ("linkages", "linkages_workbook", "new_linkage", "duplicates")]
    return [*nouns, *of_job, reverse("register:linkage_pair", args=[pair.pk])]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["zhao", "lin", "luo", "root"])
def test_whoever_may_not_link_gets_nothing(desk, cast, who):
    job, pair = LinkageJob.objects.get(), LinkagePair.objects.get(row=2)
    client = getattr(cast, who).sign_in()
    assert {client.get(page).status_code for page in pages(job, pair)} == {403}
    posts = [("linkage_results", job), ("linkage_closure", job), ("linkage_confirmation", job), ("linkage_retry", job), ("linkage_decision", pair),
             ("linkage_second", pair), ("linkage_merge", pair)]  # fmt: skip
    assert {client.post(reverse(f"register:{name}", args=[of.pk])).status_code for name, of in posts} == {403}


@pytest.mark.django_db
def test_the_list_of_jobs_takes_few_queries(desk, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        desk.get(reverse("register:linkages"))
