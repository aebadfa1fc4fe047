"""Maps at the desk: brought, checked, imported, read; nothing of it for strangers or on other people's ground."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from linli.places.actions.map_imports import NewMap, open_map_import
from linli.places.importing.map_running import begin_step
from linli.places.importing.map_signs import Signs, holding
from linli.places.importing.map_uploads import keep_map_files
from linli.places.models import Building, MapImport, Street
from linli.places.rules import LayerName, MapState
from linli.places.testing import COMMUNITIES, DISTRICT, STREET, draft, make_areas, make_town
from linli.places.tests.maps_brought import MAP, geojson, street
from linli.places.web.urls import urlpatterns

pytestmark = pytest.mark.django_db
NAMES = [one.name for one in urlpatterns if one.name.startswith("map_import")]
ELSEWHERE = "990101002"
LAYERS = ["streets", "buildings"]


@pytest.fixture(autouse=True)
def _town(tmp_path, settings):
    settings.LINLI_DATA = tmp_path
    make_town()
    make_areas([draft(ELSEWHERE, "白塔街道")])


@pytest.fixture
def jiang(cast):
    return cast.jiang.sign_in()


def made(area=STREET):
    new = NewMap(area, ["别处的图.geojson"], len(MAP), (LayerName.STREETS,), "cgcs2000")
    keep_map_files(new.id, [[MAP]])
    return open_map_import(new, scope=("",), by="别人", at=timezone.now())


def address(name, one):
    pattern = next(each for each in urlpatterns if each.name == name)
    return reverse(f"places:{name}", args=[one.pk] if pattern.pattern.converters else [])


def send(client, *files, area=STREET, layers=LAYERS, **more):
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    said = {"maps": uploads, "area_code": area, "layers": layers, "crs": "cgcs2000", **more}
    return client.post(reverse("places:map_imports"), said)


@pytest.fixture
def post(django_capture_on_commit_callbacks):
    """Do something, and what the background worker does after it."""

    def doing(act, *args, **more):
        with django_capture_on_commit_callbacks(execute=True):
            return act(*args, **more)

    return doing


@pytest.fixture
def checked(jiang, post):
    post(send, jiang, ("图.geojson", MAP))
    return MapImport.objects.get()


def text_of(client, one):
    return client.get(address("map_import", one)).content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_gets_nothing(cast, name):
    one = made()
    for client in (cast.zhao.sign_in(), cast.wei.sign_in()):
        for answer in (client.get(address(name, one)), client.post(address(name, one))):
            assert answer.status_code in {403, 405}
            assert "别处的图" not in answer.content.decode()
    assert MapImport.objects.get().state == "uploaded"


@pytest.mark.parametrize("name", NAMES)
def test_whoever_is_not_signed_in_is_sent_to_sign_in(name):
    posted = name in {"map_import_check", "map_import_run", "map_import_dropping"}
    answer = getattr(Client(), "post" if posted else "get")(address(name, made()))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("area", [ELSEWHERE, DISTRICT])
def test_an_import_into_other_ground_is_not_there(jiang, area):
    one = made(area)
    for name in NAMES:
        if name in {"map_imports", "map_imports_sheet"}:
            continue
        posted = name in {"map_import_check", "map_import_run", "map_import_dropping"}
        assert getattr(jiang, "post" if posted else "get")(address(name, one)).status_code == 404
    assert "别处的图" not in jiang.get(reverse("places:map_imports")).content.decode()
    assert MapImport.objects.get().state == "uploaded"


def test_a_map_for_other_ground_is_refused_and_kept_nowhere(jiang, tmp_path):
    answer = send(jiang, ("图.geojson", MAP), area=ELSEWHERE)
    assert answer.status_code == 400
    assert not MapImport.objects.exists()
    assert not (tmp_path / "maps").exists()


def test_the_choice_of_ground_is_the_own_street_and_its_communities(jiang, cast):
    text = jiang.get(reverse("places:map_imports"), {"area": COMMUNITIES[1]}).content.decode()
    assert f'<option value="{COMMUNITIES[1]}" selected>' in text
    assert f'value="{DISTRICT}"' not in text
    assert f'value="{DISTRICT}"' in cast.root.sign_in().get(reverse("places:map_imports")).content.decode()


def test_a_map_is_brought_checked_and_imported(jiang, checked, post, tmp_path):
    text = text_of(jiang, checked)
    assert all(said in text for said in ("已检查，可以导入", "没有写入", "道路", "导入</button>"))
    assert (checked.by_name, checked.state, Street.objects.count()) == ("姜文琴", "checked", 0)
    answer = post(jiang.post, address("map_import_run", checked))
    assert answer.url == address("map_import", checked)
    assert (Street.objects.count(), Building.objects.count()) == (2, 2)
    text = text_of(jiang, checked)
    assert all(said in text for said in ("已完成", "上传的文件已销毁", f"/desk/areas/?code={STREET}"))
    assert list((tmp_path / "maps").iterdir()) == []


def test_several_files_are_one_map(jiang, post):
    post(send, jiang, ("a.geojson", geojson(street(1, 0.1))), ("b.geojson", geojson(street(2, 0.5))))
    assert MapImport.objects.get().report["layers"]["streets"]["added"] == 2


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([("roads.shp", b"x")], "请先用制图软件另存为 GeoJSON"),
        ([("a.geojson", b"")], "是空文件"),
        ([("a.geojson", MAP), ("a.geojson", MAP)], "请改名后再上传"),
        ([], "请选择地图文件"),
    ],
)
def test_a_file_that_cannot_be_is_refused_with_a_remedy(jiang, files, said):
    answer = send(jiang, *files)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not MapImport.objects.exists()


def test_a_file_that_is_too_large_is_refused(jiang, monkeypatch):
    monkeypatch.setattr("linli.places.rules.map_imports.MOST_MAP_MB", 0.0001)
    assert "请只截取本区域的地图" in send(jiang, ("a.geojson", MAP)).content.decode()


def test_columns_are_said_a_line_each(jiang, post):
    plain = street(1, 0.1, highway="", 路="竹桥路", name="")
    post(send, jiang, ("a.geojson", geojson(plain)), layers=["streets"], columns="name=路\n")
    assert MapImport.objects.get().told["columns"] == {"name": "路"}


@pytest.mark.parametrize(("columns", "said"), [("floors", "写法应为"), ("colour=颜色", "图层没有")])
def test_columns_said_wrongly_are_refused(jiang, columns, said):
    answer = send(jiang, ("a.geojson", MAP), columns=columns)
    assert answer.status_code == 400
    assert said in answer.content.decode()


def test_a_broken_file_is_told_on_the_page_with_the_way_on(jiang, post):
    post(send, jiang, ("坏.geojson", b"{"))
    text = text_of(jiang, MapImport.objects.get())
    assert all(said in text for said in ("已中断", "坏.geojson", "重新上传"))


def test_replacing_is_checked_before_it_is_done(jiang, post):
    lanes = [street(number, number / 10) for number in range(1, 6)]
    post(send, jiang, ("a.geojson", geojson(*lanes)))
    post(jiang.post, address("map_import_run", MapImport.objects.get()))
    post(send, jiang, ("b.geojson", geojson(*lanes[:2], *lanes[3:])))
    newer = MapImport.objects.latest("id")
    assert "<td>3巷</td>" in text_of(jiang, newer)
    post(jiang.post, address("map_import_check", newer), {"choosing": "1", "replaces": "on"})
    assert "实际导入时会删去" in text_of(jiang, newer)
    post(jiang.post, address("map_import_run", newer))
    assert not Street.objects.filter(name="3巷").exists()


def test_a_map_that_is_given_up_goes_with_its_files(jiang, checked, tmp_path):
    assert jiang.post(address("map_import_dropping", checked)).url == reverse("places:map_imports")
    assert not MapImport.objects.exists()
    assert list((tmp_path / "maps").iterdir()) == []


def test_a_second_one_on_the_same_ground_waits(jiang, cast, post):
    begin_step(made(DISTRICT).pk, MapState.CHECKING, scope=("",), at=timezone.now())
    answer = post(send, jiang, ("a.geojson", MAP))
    one = MapImport.objects.latest("id")
    text = jiang.get(answer.url).content.decode()
    assert (one.state, "还没有结束" in text, "重新检查" in text) == ("uploaded", True, True)


def test_the_page_asks_how_far_it_is_until_it_is_done(jiang):
    one = made()
    begin_step(one.pk, MapState.CHECKING, scope=("",), at=timezone.now())
    with holding(one.pk) as signs:
        signs.tell("storing", layer="streets")
        part = jiang.get(address("map_import", one), headers={"HX-Request": "true"})
        assert "正在处理：道路" in part.content.decode()
        assert "hx-get" in part.content.decode()
        assert "<html" not in part.content.decode()
    MapImport.objects.update(state="checked")
    assert jiang.get(address("map_import", one), headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_one_that_died_offers_to_begin_anew(jiang, post):
    one = made()
    begin_step(one.pk, MapState.CHECKING, scope=("",), at=timezone.now())
    Signs(one.pk).tell("reading", count=7)
    assert "重新检查" in text_of(jiang, one)
    post(jiang.post, address("map_import_check", one))
    assert MapImport.objects.get().state == "checked"


def test_the_report_is_taken_out_as_a_workbook(jiang, checked):
    book = load_workbook(io.BytesIO(jiang.get(address("map_import_report", checked)).content))
    assert book.sheetnames == ["各图层", "说明", "地图已无"]
    counts = {row[0]: row[1:3] for row in book["各图层"].values if row[0] in {"道路", "楼栋"}}
    assert counts == {"道路": (2, 2), "楼栋": (2, 2)}
    assert any("姜文琴 导出于" in str(row[0]) for row in book["各图层"].values)


def test_the_remarks_of_a_report_say_where_they_were_read(jiang, post):
    broken = street(7, 0.1) | {"geometry": None}
    post(send, jiang, ("图.geojson", geojson(street(1, 0.1), broken)))
    book = load_workbook(io.BytesIO(jiang.get(address("map_import_report", MapImport.objects.get())).content))
    rows = list(book["说明"].values)
    assert rows[1][:4] == ("未导入", 2, "图.geojson", "7巷")


def test_a_report_that_is_not_there_yet_is_not_sent(jiang):
    assert jiang.get(address("map_import_report", made())).status_code == 404


def test_the_list_is_taken_out_as_a_workbook(jiang, checked):
    book = load_workbook(io.BytesIO(jiang.get(reverse("places:map_imports_sheet")).content))
    assert list(book.active.values)[1][:4] == ("图.geojson", "松门区 青溪街道", "道路、楼栋", "已检查，可以导入")


def test_the_list_asks_no_more_for_many_than_for_one(jiang, checked):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            jiang.get(reverse("places:map_imports"))
        return len(asked)

    queries()
    few = queries()
    for _number in range(5):
        made()
    assert queries() == few


def test_areas_and_the_menu_lead_to_it_for_those_who_may(jiang, cast):
    door = reverse("places:map_imports")
    assert f'href="{door}?area={STREET}"' in jiang.get("/desk/areas/").content.decode()
    assert door not in cast.wei.sign_in().get("/desk/areas/").content.decode()
