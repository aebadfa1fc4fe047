"""Lists beside a form hold places and things: no people, however they are spelled or wherever they hide, and no nonsense."""

import datetime as dt
import io
import json

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from linli.core.barred import why_barred_as_word
from linli.core.people_columns import tells_of_people
from linli.forms import errors
from linli.forms.converting import convert_xlsform
from linli.forms.queries.listing import files_beside
from linli.forms.rules import holds_people
from linli.forms.testing import an_xlsform
from linli.forms.tests.beside import POINTS, TREES, files, upload, workbook
from linli.places.actions import close_area
from linli.places.testing import draft, make_areas
from linli.staff.testing import Cast

ID = "11010519491231002X"
OLD_ID = "110105491231002"


def converted(**other: bytes):
    return convert_xlsform(workbook(), name="t.xlsx", files=files(**other))


def the_trees(**feature: object) -> bytes:
    said = json.loads(TREES)
    said["features"][0].update(feature)
    return json.dumps(said).encode()


def a_grid() -> str:
    """Store a grid whose code may as well be the ID number of somebody born on 1 January 1930."""
    grid = "340111300101001"
    make_areas([draft(grid[:digits], f"第{digits}区") for digits in (6, 9, 12, 15)])
    return grid


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cell",
    [
        "张三 13812345678", "手机:13812345678", f"张三({ID})", f"'{ID}", ID.lower(), "138.1234.5678", "(138)12345678",
        "１３８１２３４５６７８", "13812345678/13987654321", "0086138 1234 5678", "+86-138-1234-5678", "13812345678.0", OLD_ID,
        "101室-138-1234-5678", "1 3 8 1 2 3 4 5 6 7 8", "110105 19491231 002X", "138\u200b1234\u200b5678",
    ],
)  # fmt: skip
def test_a_number_of_a_person_is_found_beside_anything(cell):
    assert holds_people(cell)
    with pytest.raises(errors.FormFileOfPeople, match="第 2 行的“label”里有身份证号或手机号"):
        converted(points_csv=f"name,label,kind\np1,{cell},meal\n".encode())


@pytest.mark.parametrize(
    "cell",
    [
        "0551-62345678", "400-138-1234", "340111001001001", "131.12345678 45.12345678", "117.491231002123",
        "340111300431001", "340111300230001", "190105491231002",
        "08:00-11:30，14:00-17:30，19:00-21:00", "1,3,5,7,9,11,13,15", "2026-11-22 10:30:15", "1381234567890", "12345",
    ],
)  # fmt: skip
def test_other_numbers_are_no_persons(cell):
    assert not holds_people(cell)


@pytest.mark.django_db
def test_the_code_of_a_grid_here_is_no_old_id_number():
    grid, other = a_grid(), "340111300101002"
    assert converted(points_csv=f"name,label,kind\n{grid},东街 {grid} 网格,meal\n".encode()).files
    with pytest.raises(errors.FormFileOfPeople, match="第 3 行的“name”"):
        converted(points_csv=f"name,label,kind\n{grid},东街,meal\n{other},西街,meal\n".encode())


@pytest.mark.django_db
def test_the_answers_inside_a_form_may_be_grids_closed_long_ago():
    grid = a_grid()
    close_area(grid, on=dt.date(2025, 1, 1), by="测试", at=timezone.now())
    choices = [("which", grid, "第一网格")]
    form = an_xlsform([("select_one which", "g", "哪个网格")], choices=choices)
    assert convert_xlsform(form, name="t.xlsx").questions


@pytest.mark.parametrize(
    "column", ["Full Name", "户主姓名", "公民身份证", "resident id", "name(姓名)", "phone2", "联系电话"]
)
def test_a_column_about_people_is_refused(column):
    with pytest.raises(errors.FormFileOfPeople, match="列“"):
        converted(points_csv=f"name,label,kind,{column}\np1,东街,meal,x\n".encode())


@pytest.mark.parametrize("column", ["title", "id", "tel", "office_phone", "place_name", "地址", "kind2", "手机信号"])
def test_columns_about_places_are_taken(column):
    made = converted(points_csv=f"name,label,kind,{column}\np1,东街,meal,x\n".encode())
    assert made.questions[0].choices == (("p1", {"default": "东街"}),)


@pytest.mark.parametrize("subject", ["resident", "household"])
@pytest.mark.parametrize("field", ["id", "name", "born_on", "phone"])
def test_what_a_question_can_ask_of_somebody_is_no_column_of_a_list(subject, field):
    assert tells_of_people(f"{subject}.{field}", own=("name",))


PLACES = ("民族路12号", "民族大学", "信访局", "党支部活动室", "社区矫正中心", "戒毒所")


@pytest.mark.parametrize("place", PLACES)
def test_a_road_or_an_office_is_taken_whatever_it_is_named_after(place):
    made = converted(points_csv=f"name,label,kind\np1,{place},meal\n".encode())
    assert made.questions[0].choices == (("p1", {"default": place}),)


@pytest.mark.parametrize(
    "word", ["民族", "重点人员", "信访户", "“宗教信仰”", "吸毒 人员", "刑满释放", "有前科", "黨員"]
)
def test_a_cell_that_is_a_barred_word_is_refused(word):
    assert why_barred_as_word(word)
    with pytest.raises(errors.FormBarred, match="第 2 行"):
        converted(points_csv=f"name,label,kind\np1,{word},meal\n".encode())


def test_a_map_is_kept_without_what_stands_around_its_features():
    said = json.loads(TREES)
    said["people"] = [{"姓名": "何秀兰", "宗教信仰": "佛教"}]
    said["features"][0] |= {"owner": {"民族": "回"}, "bbox": [1, 2]}
    said["features"][0]["geometry"] |= {"居民": ID, "coordinates": [117.2, 31.8, 13812345678]}
    made = converted(trees_geojson=json.dumps(said, ensure_ascii=False).encode())
    kept = next(one.content for one in made.files if one.name == "trees.geojson")
    assert json.loads(kept) == json.loads(TREES)


@pytest.mark.parametrize("hidden", [{"religion": "x"}, [ID], {}])
def test_a_property_that_holds_others_is_refused(hidden):
    with pytest.raises(errors.FormFileUnfit, match="第 1 个要素的“about”里还有一层"):
        converted(trees_geojson=the_trees(properties={"title": "树", "about": hidden}))


@pytest.mark.parametrize(
    "properties", ['{"title":"\\ud83d"}', '{"title":NaN}', '{"title":1e999}', '{"\\udc00":"x","title":"y"}']
)
def test_what_no_file_can_hold_is_refused_in_a_sentence(properties):
    with pytest.raises(errors.FormFileUnfit, match="FeatureCollection"):
        converted(trees_geojson=TREES.replace('{"title":"老槐树"}', properties).encode())


@pytest.mark.parametrize("place", [[True, 31], [117, 999], [181, 31], [float("nan"), 31], [117]])
def test_a_place_that_is_none_is_refused(place):
    with pytest.raises(errors.FormFileUnfit, match="经度和纬度"):
        converted(trees_geojson=the_trees(geometry={"type": "Point", "coordinates": place}))


def test_a_map_is_kept_without_blanks_and_signs_that_nobody_sees():
    made = converted(trees_geojson=the_trees(id=" t1 ", properties={" title ": "老\0槐\x0b树 ", "high": 3.0}))
    tree = next(one for one in made.questions if one.name == "tree")
    assert tree.choices == (("t1", {"default": "老槐树"}),)
    kept = json.loads(next(one.content for one in made.files if one.name == "trees.geojson"))["features"][0]
    assert (kept["id"], kept["properties"]) == ("t1", {"title": "老槐树", "high": 3})


def test_a_name_longer_than_is_kept_is_refused():
    name = f"{'长' * 117}.csv"
    with pytest.raises(errors.FormFileUnfit, match="最多 120 个字符"):
        convert_xlsform(
            workbook([(f"select_one_from_file {name}", "p", "P")]), name="t.xlsx", files={name: b"name,label"}
        )


@pytest.mark.parametrize("label", [ID, "张三 13812345678", 13812345678, 13812345678.0])
def test_the_answers_inside_a_form_hold_no_people_either(label):
    rows, good = [("select_one who", "who", "找谁")], ("who", "b", "社区居委会")
    assert convert_xlsform(an_xlsform(rows, choices=[good]), name="t.xlsx").questions
    with pytest.raises(errors.FormBarred, match="choices 第 3 行的“label”里有身份证号或手机号"):
        convert_xlsform(an_xlsform(rows, choices=[good, ("who", "a", label)]), name="t.xlsx")


def test_the_sheet_of_outside_answers_holds_no_people_in_any_column():
    book = load_workbook(io.BytesIO(an_xlsform([("text", "a", "A")])))
    sheet = book.create_sheet("external_choices")
    for row in (("list_name", "name", "label", "more"), ("who", "a", "东街", f"甲{ID}")):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(errors.FormBarred, match="external_choices 第 2 行的“more”"):
        convert_xlsform(out.getvalue(), name="t.xlsx")


@pytest.mark.parametrize("said", ["search('points')", "minimal search( 'points', 'matches', 'kind', 'meal')"])
def test_the_older_way_to_a_list_is_refused_with_the_newer_one(said):
    book = load_workbook(
        io.BytesIO(an_xlsform([("select_one who", "who", "找谁")], choices=[("who", "name", "label")]))
    )
    book["survey"]["G1"], book["survey"]["G2"] = "appearance", said
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(errors.FormBroken, match=r"“who”用了 search\(\).*select_one_from_file points\.csv"):
        convert_xlsform(out.getvalue(), name="t.xlsx")


def test_a_choice_that_would_be_a_plain_text_is_refused_with_what_to_write():
    rows = [("text", "street", "街"), ("select_one_external who", "who", "找谁")]
    book = load_workbook(io.BytesIO(an_xlsform(rows, choices=[("other", "a", "甲")])))
    book["survey"]["G1"], book["survey"]["G3"] = "choice_filter", "street=${street}"
    sheet = book.create_sheet("external_choices")
    for row in (("list_name", "name", "label", "street"), ("who", "a", "东街食堂", "东街")):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(errors.FormBroken, match="“who”是 select_one_external"):
        convert_xlsform(out.getvalue(), name="t.xlsx")


def test_another_list_is_another_version_of_a_form_that_names_none():
    book = workbook(version="")
    first, again, other = (
        convert_xlsform(book, name="t.xlsx", files=files(points_csv=points.encode())).version
        for points in (POINTS, POINTS, POINTS.replace("p3", "p4"))
    )
    assert first == again != other
    assert convert_xlsform(workbook(version="7"), name="t.xlsx", files=files()).version == "7"


@pytest.mark.parametrize(("kind", "is_taken"), [("select_one", True), ("select_multiple", False), ("rank", False)])
def test_a_code_with_a_blank_is_refused_where_several_are_chosen(kind, is_taken):
    book = workbook([(f"{kind}_from_file points.csv" if kind != "rank" else "rank points.csv", "point", "去哪")])
    given = {"points.csv": "name,label\n东街 食堂,东街\n p2 ,西街\n".encode()}
    if is_taken:
        codes = [code for code, _words in convert_xlsform(book, name="t.xlsx", files=given).questions[0].choices]
        assert codes == ["东街 食堂", "p2"]
        return
    with pytest.raises(errors.FormFileUnfit, match="代码是“东街 食堂”，中间有空格"):
        convert_xlsform(book, name="t.xlsx", files=given)


@pytest.mark.django_db
@pytest.mark.usefixtures("at_nine")
def test_the_first_lines_of_a_table_are_shown_to_whoever_admits_it(cast: Cast):
    row = upload(
        cast, points_csv=f"name,label,kind\n{'\n'.join(f'p{at},第{at}站,meal' for at in range(90))}\n".encode()
    )
    begins = {one.name: one.begins for one in files_beside(row)}
    assert begins["points.csv"] == ("name,label,kind", "p0,第0站,meal", "p1,第1站,meal", "p2,第2站,meal")
    assert begins["map.png"] == begins["trees.geojson"] == ()
    page = cast.luo.sign_in().get(reverse("forms:admission", args=["with-files"]) + "?version=1").content.decode()
    assert "p2,第2站,meal" in page
    assert "p3,第3站,meal" not in page
