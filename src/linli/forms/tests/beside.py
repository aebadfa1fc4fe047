"""A form that leans on files, and the files: a list of service points to choose from, a picture and a sound of a question."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from PIL import Image

from linli.forms import actions
from linli.forms.models import FormVersion
from linli.forms.testing import a_command, admit, an_admission
from linli.staff.testing import Cast

HEAD = ("type", "name", "label", "image", "audio", "choice_filter")
ROWS = (
    ("select_one_from_file points.csv", "point", "去哪个服务点", "map.png", "", "kind='meal'"),
    ("select_one_from_file trees.geojson", "tree", "哪棵树", "", "ask.mp3", ""),
)
POINTS = "name,label,kind\np1,东街食堂,meal\np2,西街理发,hair\np3,南街食堂,meal\n"
TREES = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","id":"t1","properties":{"title":"老槐树"},'
    '"geometry":{"type":"Point","coordinates":[117.2,31.8]}}]}'
)
SOUND = (b"\xff\xfb\x90\x00" + bytes(413)) * 20  # half a second of silence


def workbook(rows: Sequence[Sequence[str]] = ROWS, *, code: str = "with-files", version: str = "1") -> bytes:
    book = Workbook()
    survey = book.worksheets[0]
    survey.title = "survey"
    for row in (HEAD, *rows):
        survey.append(list(row))
    settings = book.create_sheet("settings")
    settings.append(["form_id", "version", "form_title"])
    settings.append([code, version, "服务点"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def picture(kind: str = "PNG", *, colour: str = "blue", **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, kind, **more)
    return out.getvalue()


def files(**other: bytes) -> dict[str, bytes]:
    """Give every file of the form; another content under `points_csv` or `map_png`."""
    usual = {
        "points.csv": POINTS.encode(), "trees.geojson": TREES.encode(), "map.png": picture(), "ask.mp3": SOUND,
    }  # fmt: skip
    return usual | {name.replace("_", "."): content for name, content in other.items()}


def upload(cast: Cast, *, content: bytes | None = None, version: str = "1", **other: bytes) -> FormVersion:
    book = content if content is not None else workbook(version=version)
    return actions.upload_form(book, name="t.xlsx", command=a_command(cast.luo.actor), files=files(**other))


def admitted(cast: Cast) -> FormVersion:
    row = upload(cast)
    admit("with-files", an_admission(), command=a_command(cast.luo.actor))
    return row
