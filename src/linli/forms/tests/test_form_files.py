"""Files beside a form: given with it or refused by name, part of its version, listed for clients, open to nobody else."""

import hashlib
import io
import random
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from linli.core.ids import new_id
from linli.forms import actions, errors
from linli.forms.cli import forms as command_line
from linli.forms.converting import convert_xlsform
from linli.forms.models import FormFile, FormVersion, Submission
from linli.forms.queries import open_forms
from linli.forms.queries.submissions import answers_of
from linli.forms.rules import MOST_FILE_MB, MOST_LINES
from linli.forms.rules import form_files as rules
from linli.forms.testing import a_command, admit, an_admission
from linli.forms.tests.beside import POINTS, SOUND, TREES, admitted, files, picture, upload, workbook
from linli.forms.tests.test_javarosa import collect
from linli.staff.testing import COMMUNITY_OFFICE, DISTRICT, STREET_BESIDE, Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_nine")]
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"


def converted(**other: bytes):
    return convert_xlsform(workbook(), name="t.xlsx", files=files(**other))


def test_a_form_with_its_files_is_kept_with_the_answers_of_its_lists(cast: Cast):
    row = upload(cast)
    assert set(row.files.values_list("name", flat=True)) == {"points.csv", "trees.geojson", "map.png", "ask.mp3"}
    choices = {one["name"]: [code for code, _labels in one["choices"]] for one in row.questions}
    assert (choices["point"], choices["tree"]) == (["p1", "p2", "p3"], ["t1"])
    kept = row.files.get(name="points.csv")
    assert hashlib.md5(bytes(kept.content)).hexdigest() == kept.md5


def test_a_file_that_nobody_gave_is_named(cast: Cast):
    given = files()
    del given["points.csv"], given["ask.mp3"]
    with pytest.raises(errors.FormNeedsFiles, match=r"ask\.mp3、points\.csv"):
        convert_xlsform(workbook(), name="t.xlsx", files=given)


def test_a_file_that_the_form_does_not_name_is_refused():
    with pytest.raises(errors.FormFilesSpare, match=r"Points\.csv"):
        convert_xlsform(workbook(), name="t.xlsx", files={**files(), "Points.csv": POINTS.encode()})


@pytest.mark.parametrize(("said", "given"), [("\u00e9", "e\u0301"), ("e\u0301", "\u00e9")])
def test_a_name_that_a_mac_takes_apart_is_the_name_that_the_form_knows(said, given):
    rows = [(f"select_one_from_file {said}.csv", "point", "Où", "", "", "")]
    made = convert_xlsform(workbook(rows), name="t.xlsx", files={f"{given}.csv": POINTS.encode()})
    assert [one.name for one in made.files] == [f"{said}.csv"]
    assert made.questions[0].choices


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("name,label,电话\np1,东街,0555-2345678\n", "列“电话”"),
        ("name,label,phone\np1,东街,x\n", "列“phone”"),
        ("name,label,full_name\np1,东街,何秀兰\n", "列“full_name”"),
        ("name,姓名\np1,何秀兰\n", "列“姓名”"),
        ("name,label,出生日期\np1,东街,1958-04-05\n", "列“出生日期”"),
        ("name,label,身份证号\np1,东街,x\n", "列“身份证号”"),
        ("name,label,resident_id\np1,东街,x\n", "列“resident_id”"),
        ("name,label,household.id\np1,东街,x\n", "列“household.id”"),
        ("name,label,tel\np1,东街,x\np2,西街,139 0000-0888\n", "第 3 行的“tel”"),
        ("name,label\n11010519491231002X,东街\n", "第 2 行的“name”"),
    ],
)
def test_a_list_with_data_of_people_is_refused_naming_where(table, why):
    with pytest.raises(errors.FormFileOfPeople, match=why):
        converted(points_csv=table.encode())


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("name,label,religion\np1,东街,x\n", "religion"),
        ("name,label,民族\np1,东街,x\n", "民族"),
        ("name,label\np1,重点人员\n", "第 2 行"),
    ],
)
def test_a_list_of_what_is_barred_is_refused(table, why):
    with pytest.raises(errors.FormBarred, match=why):
        converted(points_csv=table.encode())


def test_what_is_barred_hides_in_no_map_either():
    barred = TREES.replace('"title":"老槐树"', '"title":"老槐树","risk_score":"3"')
    with pytest.raises(errors.FormBarred, match="risk_score"):
        converted(trees_geojson=barred.encode())
    people = TREES.replace('"title":"老槐树"', '"title":"老槐树","手机":"139"')
    with pytest.raises(errors.FormFileOfPeople, match="手机"):
        converted(trees_geojson=people.encode())


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("points_csv", b"", "第一行"),
        ("points_csv", b"name\np1\n", "至少两列"),
        ("points_csv", b"name,name\np1,x\n", "不重复"),
        ("points_csv", b"name,label,kind\n", "没有内容"),
        ("points_csv", b"name,label,kind\np1,a,b,c\n", "第 2 行"),
        ("points_csv", b"name,kind\np1,x\n", "没有列“label”"),
        ("points_csv", b"name,label\n" + b"p,x\n" * (MOST_LINES + 1), "最多 5000 行"),
        ("points_csv", b'name,label\n"' + b"x" * 200_000 + b'",y\n', "field larger"),
        ("trees_geojson", b"[]", "FeatureCollection"),
        ("trees_geojson", b'{"type":"FeatureCollection","features":[{"properties":{}}]}', "FeatureCollection"),
        ("trees_geojson", b"[" * 100_000, "FeatureCollection"),
        ("trees_geojson", TREES.replace("Point", "MultiPoint").encode(), "要素只能是"),
        ("trees_geojson", TREES.replace("117.2", '"117"').encode(), "要素只能是"),
        ("map_png", b"\x89PNG no picture", "PNG"),
        ("map_png", picture("JPEG"), "PNG"),
        ("ask_mp3", b"MZ\x90\x00", "mp3"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_ending_says_is_refused(name, content, why):
    with pytest.raises(errors.FormFileUnfit, match=why):
        converted(**{name: content})


@pytest.mark.parametrize("name", ["map.svg", "film.mp4", "page.html"])
def test_other_kinds_of_file_are_refused(name):
    rows = [("note", "n", "看图", name, "", "")]
    with pytest.raises(errors.FormFileUnfit, match="只收"):
        convert_xlsform(workbook(rows), name="t.xlsx", files={name: b"<svg/>"})


def test_a_name_that_no_address_can_have_is_refused():
    rows = [("note", "n", "看图", "a#1.png", "", "")]
    with pytest.raises(errors.FormFileUnfit, match="文件名"):
        convert_xlsform(workbook(rows), name="t.xlsx", files={"a#1.png": picture()})


def test_a_number_in_a_map_is_the_answer_that_clients_send():
    numbered = TREES.replace('"id":"t1"', '"id":7.0')
    made = converted(trees_geojson=numbered.encode())
    tree = next(one for one in made.questions if one.name == "tree")
    assert tree.choices[0][0] == "7"


def test_large_and_many_files_are_refused():
    with pytest.raises(errors.FormFileTooLarge, match=r"ask\.mp3"):
        converted(ask_mp3=SOUND + bytes(MOST_FILE_MB * 1024 * 1024))
    rows = [("note", f"n{at}", "听", "", f"{at}.mp3", "") for at in range(61)]
    with pytest.raises(errors.FormFilesTooMany):
        convert_xlsform(workbook(rows), name="t.xlsx", files={f"{at}.mp3": SOUND for at in range(61)})
    heavy = {f"{at}.mp3": SOUND.ljust(MOST_FILE_MB * 1024 * 1024, b"\0") for at in range(6)}
    with pytest.raises(errors.FormFilesTooLarge):
        convert_xlsform(workbook(rows[:6]), name="t.xlsx", files=heavy)


def test_a_table_from_an_office_is_written_as_every_client_reads_it():
    made = converted(points_csv="name;label;kind;\r\np1;东街，食堂;meal;\r\n;;;\r\n".encode("gb18030"))
    table = next(one for one in made.files if one.name == "points.csv")
    assert table.content.decode() == "name,label,kind\np1,东街，食堂,meal\n"


def test_a_picture_loses_what_its_camera_noted():
    exif = Image.Exif()
    exif[0x010E] = "何秀兰家"
    made = converted(map_png=picture(exif=exif))
    kept = next(one for one in made.files if one.name == "map.png")
    assert Image.open(io.BytesIO(kept.content)).getexif() == {}
    assert "何秀兰".encode() not in kept.content


def drawn(size: tuple[int, int], mode: str) -> bytes:
    """A picture that no format makes smaller."""
    bits = {"1": 1, "L": 8, "P": 8, "RGB": 24}[mode]
    noise = random.Random(7).randbytes(size[0] * size[1] * bits // 8)
    made = Image.frombytes(mode, size, noise)
    if mode == "P":
        made.putpalette(bytes(range(256)) * 3)
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB"])
def test_a_picture_gets_no_colours_that_it_has_not(mode):
    given = drawn((640, 480), mode)
    kept = next(one for one in converted(map_png=given).files if one.name == "map.png")
    assert len(kept.content) < len(given) * 1.1
    was, now = (Image.open(io.BytesIO(content)).convert("RGB").tobytes() for content in (given, kept.content))
    assert was == now


def test_a_large_black_and_white_map_stays_without_colours():
    kept = next(one for one in converted(map_png=drawn((2400, 800), "1")).files if one.name == "map.png")
    made = Image.open(io.BytesIO(kept.content))
    assert (made.mode, made.width) == ("L", 2048)


def test_a_picture_keeps_what_one_sees_through():
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (0, 0, 255, 80)).save(out, "PNG")
    kept = next(one for one in converted(map_png=out.getvalue()).files if one.name == "map.png")
    assert Image.open(io.BytesIO(kept.content)).getpixel((1, 1)) == (0, 0, 255, 80)


def test_what_grows_past_the_limit_when_it_is_kept_is_refused():
    with pytest.raises(errors.FormFileUnfit, match=r"map\.png.*超过 2 MB.*缩小尺寸"):
        converted(map_png=drawn((3600, 3600), "1"))
    lines = "".join(f"p{at},{'东街食堂' * 50},meal\n" for at in range(4_500))
    given = ("name,label,kind\n" + lines).encode("gb18030")
    assert len(given) < MOST_FILE_MB * 1024 * 1024
    with pytest.raises(errors.FormFileUnfit, match=r"points\.csv.*超过 2 MB.*删去"):
        converted(points_csv=given)


def test_files_that_grow_past_the_limit_together_are_refused(monkeypatch):
    given = files(points_csv=("name,label,kind\np1," + "东" * 400 + ",meal\n").encode("gb18030"))
    monkeypatch.setattr(rules, "MOST_ALL_MB", (sum(map(len, given.values())) + 100) / 1024 / 1024)
    with pytest.raises(errors.FormFilesTooLarge):
        convert_xlsform(workbook(), name="t.xlsx", files=given)


def test_a_version_that_was_admitted_keeps_its_files(cast: Cast):
    row = admitted(cast)
    assert upload(cast).pk == row.pk  # the same once more
    with pytest.raises(errors.VersionTaken):
        upload(cast, map_png=picture(colour="red"))
    assert FormFile.objects.filter(version=row).count() == 4


def test_other_files_under_a_draft_are_looked_at_before_they_are_admitted(cast: Cast):
    looked_at = upload(cast).mark
    upload(cast, points_csv=POINTS.replace("p3", "p4").encode())
    assert FormFile.objects.count() == 4
    with pytest.raises(errors.VersionChanged):
        actions.admit_form("with-files", "1", an_admission(), mark=looked_at, command=a_command(cast.luo.actor))


def test_the_manifest_names_each_file_with_the_hash_of_its_exact_bytes(cast: Cast):
    admitted(cast)
    client = collect(cast)
    listed = client.get("/openrosa/formList").content.decode()
    assert "manifests/with-files.xml?version=1" in listed
    answer = client.get("/openrosa/manifests/with-files.xml?version=1")
    found = {one.findtext(f"{MANIFEST}filename"): one for one in ElementTree.fromstring(answer.content)}
    assert set(found) == {"points.csv", "trees.geojson", "map.png", "ask.mp3"}
    for name, one in found.items():
        file = client.get(one.findtext(f"{MANIFEST}downloadUrl"))
        assert one.findtext(f"{MANIFEST}hash") == f"md5:{hashlib.md5(file.content).hexdigest()}", name
        assert (file.status_code, file["X-OpenRosa-Version"]) == (200, "1.0")
    assert client.get("/openrosa/files/with-files/0?version=1").status_code == 404
    assert client.get("/openrosa/manifests/with-files.xml?version=9").status_code == 404


def test_the_files_of_a_form_that_is_not_asked_here_are_not_there(cast: Cast):
    row, client = upload(cast), collect(cast)
    md5 = row.files.get(name="points.csv").md5
    addresses = [f"/openrosa/files/with-files/{md5}?version=1", "/openrosa/manifests/with-files.xml?version=1"]
    assert [client.get(one).status_code for one in addresses] == [404, 404]  # a draft
    admit("with-files", an_admission(area_code=STREET_BESIDE), command=a_command(cast.luo.actor))
    assert [client.get(one).status_code for one in addresses] == [404, 404]
    admit("with-files", an_admission(), command=a_command(cast.luo.actor))
    assert [client.get(one).status_code for one in addresses] == [200, 200]
    actions.withdraw_form("with-files", reason="不用了", command=a_command(cast.luo.actor))
    assert [client.get(one).status_code for one in addresses] == [404, 404]


def test_the_phone_is_told_of_the_files(cast: Cast, django_assert_num_queries):
    row = admitted(cast)
    with django_assert_num_queries(3):
        (form,) = open_forms(cast.lin.actor)
    kept = row.files.get(name="map.png")
    assert (kept.name, kept.md5, "image/png", kept.size_bytes) in [
        (one.name, one.md5, one.media_type, one.size) for one in form.files
    ]


def filled(point: str) -> bytes:
    meta = f"<meta><instanceID>uuid:{new_id()}</instanceID></meta>"
    return f'<data id="with-files" version="1"><point>{point}</point><tree>t1</tree>{meta}</data>'.encode()


def test_what_was_chosen_from_a_list_is_read_in_its_words(cast: Cast):
    admitted(cast)
    sent = actions.Sent("with-files", "1", "", filled("p1"))
    taken = actions.take_submission(sent, command=a_command(cast.lin.actor))
    said = {one.question: one.said for one in answers_of(Submission.objects.get(pk=taken.id), clear=False)}
    assert said == {"去哪个服务点": "东街食堂", "哪棵树": "老槐树"}


def test_what_is_on_no_list_is_not_taken(cast: Cast):
    admitted(cast)
    with pytest.raises(errors.AnswerWrong):
        actions.take_submission(actions.Sent("with-files", "1", "", filled("p9")), command=a_command(cast.lin.actor))


def posted(client: Client, given: dict[str, bytes]):
    parts = [SimpleUploadedFile(name, content) for name, content in given.items()]
    said = {"command_id": str(new_id()), "file": SimpleUploadedFile("t.xlsx", workbook()), "beside": parts}
    return client.post(reverse("forms:upload"), said)


def test_the_desk_takes_a_form_with_its_files_and_shows_them(cast: Cast):
    client = cast.luo.sign_in()
    refused = posted(client, {name: content for name, content in files().items() if name != "points.csv"})
    assert (refused.status_code, FormVersion.objects.count()) == (400, 0)
    assert "points.csv" in refused.context["form"].errors["beside"][0]
    assert "选好的文件没有保存，请重新选择。" in refused.content.decode()
    page = client.get(posted(client, files()).url)
    for one in FormFile.objects.all():
        address = reverse("forms:form_file", args=["with-files", one.pk]) + "?version=1"
        assert address in page.content.decode()
        assert client.get(address).content == bytes(one.content)
        assert cast.zhao.sign_in().get(address).status_code in {403, 404}


def run(*arguments: str) -> tuple[int, str]:
    ended = CliRunner().invoke(command_line, arguments)
    return ended.exit_code, ended.output + str(ended.exception or "")


def test_the_command_line_takes_a_form_with_its_files(cast: Cast, tmp_path):
    (tmp_path / "form.xlsx").write_bytes(workbook())
    for name, content in files().items():
        (tmp_path / name).write_bytes(content)
    beside = [part for name in files() for part in ("--with", str(tmp_path / name))]
    said = ["--owner", COMMUNITY_OFFICE, "--purpose", "verify", "--list-ref", "清单 1", "--expires", "2026-12-01"]
    code, told = run("check", str(tmp_path / "form.xlsx"), *beside[2:])
    assert (code, "points.csv" in told) == (1, True)
    code, told = run("admit", str(tmp_path / "form.xlsx"), *beside, *said, "--area", DISTRICT)
    assert (code, FormFile.objects.count()) == (0, 4), told
    assert "points.csv" in run("show", "with-files")[1]
