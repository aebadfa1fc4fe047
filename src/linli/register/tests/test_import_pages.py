"""Imports at the desk: a file brought, its columns said, looked over, taken, mended; nothing of it for strangers."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from linli.core.installation import set_installation
from linli.core.models import AuditEntry
from linli.places.testing import make_town
from linli.register.models import ColumnMapping, ImportBatch, Resident
from linli.register.tests.importing import AREA, HEAD, content, family, make_homes, row
from linli.staff.testing import COMMUNITY_ELSEWHERE, DISTRICT

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(cast, tmp_path, settings):
    settings.LINLI_DATA = tmp_path
    make_town()
    make_homes()
    set_installation(name="松门区", root_code=DISTRICT, is_demo=False)
    return cast


@pytest.fixture
def jiang(town):
    return town.jiang.sign_in()


def upload(client, body, *, name="竹桥.csv", area=AREA):
    file = SimpleUploadedFile(name, body)
    return client.post(reverse("register:imports"), {"file": file, "area_code": area, "source": "import"})


def choose(client, batch, *, head=HEAD, **more):
    from linli.register.importing import by_usual_names

    fields = {column: field for field, column in by_usual_names(head).items()}
    said = {f"column_{place}": fields.get(column, "") for place, column in enumerate(head)}
    return client.post(reverse("register:import_columns", args=[batch.pk]), {**said, **more})


@pytest.fixture
def checked(jiang, django_capture_on_commit_callbacks):
    """A file of three good rows and a bad one, looked over."""
    upload(jiang, content(*family(), row(姓名="", 家庭编号="H2", order=30, 房号="102")))
    batch = ImportBatch.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        choose(jiang, batch)
    batch.refresh_from_db()
    return batch


def page(client, batch):
    return client.get(reverse("register:import", args=[batch.pk]))


def begin(client, batch, capture, name="import_run"):
    with capture(execute=True):
        answer = client.post(reverse(f"register:{name}", args=[batch.pk]))
    batch.refresh_from_db()
    return answer


def test_a_file_is_kept_sealed_until_it_is_taken(jiang, tmp_path):
    answer = upload(jiang, content(*family()))
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("register:import_columns", args=[batch.pk])
    (kept,) = (tmp_path / "imports").iterdir()
    assert "何秀兰".encode() not in kept.read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert (batch.state, batch.by_name, Resident.objects.count()) == ("uploaded", "姜文琴", 0)


def test_the_columns_page_knows_the_usual_names_and_shows_masked_rows(jiang):
    upload(jiang, content(*family()))
    text = jiang.get(reverse("register:import_columns", args=[ImportBatch.objects.get().pk])).content.decode()
    assert '<option value="id_number" selected>' in text
    assert "何**" in text
    assert not [value for value in ("何秀兰", "19900000123", "1958-04-05") if value in text]


def test_the_dry_run_counts_faults_and_stores_nobody(jiang, checked):
    assert (checked.state, checked.good, checked.bad, checked.counts) == ("checked", 3, 1, {"name-missing": 1})
    text = page(jiang, checked).content.decode()
    assert "没有姓名" in text
    assert "“姓名”列" in text
    assert "何秀兰" not in text
    assert not Resident.objects.exists()


def test_a_run_takes_the_good_rows_and_destroys_the_file(jiang, checked, tmp_path, django_capture_on_commit_callbacks):
    begin(jiang, checked, django_capture_on_commit_callbacks)
    assert (checked.state, checked.good, checked.bad, Resident.objects.count()) == ("done", 3, 1, 3)
    assert list((tmp_path / "imports").iterdir()) == []
    assert "已录入 3 人" in page(jiang, checked).content.decode()


def test_the_rows_that_came_back_are_mended_and_brought_again(jiang, checked, django_capture_on_commit_callbacks):
    begin(jiang, checked, django_capture_on_commit_callbacks)
    answer = jiang.get(reverse("register:import_faults", args=[checked.pk]))
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    assert [cell.value for cell in sheet[1]][: len(HEAD)] == list(HEAD)
    assert AuditEntry.objects.filter(act="export", subject_id=str(checked.pk)).count() == 1
    sheet.cell(2, 1).value = "王敏"
    file = io.BytesIO()
    book.save(file)
    upload(jiang, file.getvalue(), name="mended.xlsx")
    mended = ImportBatch.objects.latest("id")
    with django_capture_on_commit_callbacks(execute=True):
        choose(jiang, mended, head=[cell.value for cell in sheet[1]])
    begin(jiang, mended, django_capture_on_commit_callbacks)
    assert (mended.good, mended.bad, Resident.objects.count()) == (1, 0, 4)


def test_the_same_file_is_not_taken_twice(jiang, checked, django_capture_on_commit_callbacks):
    begin(jiang, checked, django_capture_on_commit_callbacks)
    upload(jiang, content(*family(), row(姓名="", 家庭编号="H2", order=30, 房号="102")))
    again = ImportBatch.objects.latest("id")
    with django_capture_on_commit_callbacks(execute=True):
        choose(jiang, again)
    begin(jiang, again, django_capture_on_commit_callbacks)
    assert (again.state, Resident.objects.count()) == ("checked", 3)
    assert "已经导入过" in page(jiang, again).content.decode()


def test_a_barred_column_refuses_the_upload_and_leaves_nothing(jiang, tmp_path):
    answer = upload(jiang, content(*[[*cells, "汉族"] for cells in family()], head=[*HEAD, "民族"]))
    assert answer.status_code == 400
    assert "“民族”一列不能导入" in answer.content.decode()
    assert not ImportBatch.objects.exists()
    assert not (tmp_path / "imports").exists()


def test_a_field_comes_from_one_column_only(jiang):
    upload(jiang, content(*family()))
    answer = choose(jiang, ImportBatch.objects.get(), column_1="name")
    assert answer.status_code == 400
    assert "只能来自一列" in answer.content.decode()


def test_a_mapping_is_kept_and_chosen(jiang, django_capture_on_commit_callbacks):
    upload(jiang, content(*family()))
    batch = ImportBatch.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        choose(jiang, batch, save_as="竹桥台账", column_4="")
    kept = ColumnMapping.objects.get()
    assert (kept.area_code, "phone" in kept.columns) == (AREA, False)
    text = jiang.get(reverse("register:import_columns", args=[batch.pk]) + "?mapping=竹桥台账").content.decode()
    assert '<option value="phone" selected>' not in text


def test_an_upload_is_given_up_with_its_file(jiang, checked, tmp_path):
    jiang.post(reverse("register:import_dropping", args=[checked.pk]))
    assert not ImportBatch.objects.exists()
    assert list((tmp_path / "imports").iterdir()) == []


def test_a_page_of_a_running_import_asks_for_its_progress_alone(jiang, checked):
    ImportBatch.objects.update(state="running", next_row=2, rows=4)
    answer = jiang.get(reverse("register:import", args=[checked.pk]), headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert 'hx-trigger="every 2s"' in text
    assert 'value="50"' in text
    assert "<html" not in text


def test_one_that_is_done_meanwhile_loads_its_page_anew(jiang, checked):
    answer = jiang.get(reverse("register:import", args=[checked.pk]), headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


def test_the_history_goes_out_as_a_table(jiang, checked):
    answer = jiang.get(reverse("register:imports_sheet"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet.cell(2, 1).value == "竹桥.csv"


def test_the_list_takes_the_same_queries_however_long(jiang, checked):
    url = reverse("register:imports")
    with _counting() as few:
        jiang.get(url)
    for _more in range(5):
        upload(jiang, content(*family()))
    with _counting() as many:
        jiang.get(url)
    assert len(many) <= len(few)


def _counting():
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    return CaptureQueriesContext(connection)


ADDRESSES = [
    ("imports", "get"), ("imports", "post"), ("imports_sheet", "get"), ("import", "get"), ("import_columns", "get"),
    ("import_columns", "post"), ("import_run", "post"), ("import_resumption", "post"), ("import_dropping", "post"),
    ("import_faults", "get"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "method"), ADDRESSES)
def test_zhao_gets_nothing(town, checked, name, method):
    args = [] if name in {"imports", "imports_sheet"} else [checked.pk]
    answer = getattr(town.zhao.sign_in(), method)(reverse(f"register:{name}", args=args))
    assert answer.status_code == 403
    assert "竹桥.csv" not in answer.content.decode()


@pytest.mark.parametrize("name", ["import", "import_columns", "import_faults"])
def test_an_import_of_another_street_is_not_known(jiang, checked, name):
    ImportBatch.objects.update(area_code=COMMUNITY_ELSEWHERE)
    assert jiang.get(reverse(f"register:{name}", args=[checked.pk])).status_code == 404


def test_nobody_brings_a_file_for_another_street(jiang):
    answer = upload(jiang, content(*family()), area=COMMUNITY_ELSEWHERE)
    assert answer.status_code == 400
    assert not ImportBatch.objects.exists()
