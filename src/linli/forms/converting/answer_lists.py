"""Lists of answers beside a form, CSV or GeoJSON: read whole, refused where they hold people or what is barred, written anew."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from linli.core.barred import why_barred, why_barred_as_word
from linli.core.control_signs import without_control_signs
from linli.core.people_columns import tells_of_people
from linli.core.text_files import FileUnreadable, decode
from linli.forms import errors
from linli.forms.converting.area_codes import is_area
from linli.forms.rules import MOST_LINES, holds_people

_CODE = "name"  # the code of an answer, not a person's name
_FEWEST_COLUMNS = 2  # a code and its words; with one alone clients cannot tell what cuts the columns
_DEPTHS = {"Point": 0, "LineString": 1, "Polygon": 2}  # the shapes that clients draw
_EAST, _NORTH = 180, 90
_DELIMITERS = ",;\t|"


@dataclass(frozen=True)
class AnswerList:
    """The answers of a list by their columns, and the file as every client reads it."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    content: bytes


def read_csv(content: bytes, name: str) -> AnswerList:
    """Read a table whose first line names its columns; it is cut by whatever cuts that line."""
    lines = list(_table(_text(content, name), name))
    head = [cell.strip() for cell in lines[0]] if lines else []
    while head and not head[-1]:
        head.pop()
    if len(head) < _FEWEST_COLUMNS or not all(head) or len(set(head)) < len(head):
        raise _unfit(name, _("第一行应当是列名：至少两列，不空、不重复。"))
    for number, cells in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in cells[len(head) :]):
            raise _unfit(name, _("第 %(line)s 行的列比列名多。") % {"line": number})
    _check_columns(head, name)
    numbered = [(number, _by_column(head, cells)) for number, cells in enumerate(lines[1:], 2)]
    kept = [(number, row) for number, row in numbered if any(row.values())]
    _check_rows(kept, name)
    out = io.StringIO()
    writer = csv.DictWriter(out, head, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for _number, row in kept)
    return AnswerList(tuple(head), tuple(row for _number, row in kept), out.getvalue().encode())


def read_geojson(content: bytes, name: str) -> AnswerList:
    """Read a collection of features; an answer is a feature with its properties, and nothing else of the file is kept."""
    try:
        said = json.loads(_text(content, name), parse_constant=_no_number)
        features = [_feature(one, number, name) for number, one in enumerate(said["features"], 1)]
        is_collection = said["type"] == "FeatureCollection"
        made = {"type": "FeatureCollection", "features": features}
        written = json.dumps(made, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        is_collection = False
    if not is_collection:
        raise _unfit(
            name,
            _("不是完好的 GeoJSON 要素集（FeatureCollection）：要素只能是点、线或没有孔的面，坐标是经度和纬度（度）。"),
        )
    rows = [_answer(one) for one in features]
    columns = tuple(dict.fromkeys(column for row in rows for column in row))
    _check_columns(columns, name)
    _check_rows(list(enumerate(rows, 1)), name)
    return AnswerList(columns, tuple(rows), written)


def _text(content: bytes, name: str) -> str:
    try:
        return decode(content, name=name)
    except FileUnreadable as error:
        raise _unfit(name, str(error.facts["why"])) from None


def _table(text: str, name: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(without_control_signs(text)), delimiter=delimiter)
    except csv.Error as fault:
        raise _unfit(name, str(fault)) from None


def _by_column(head: Iterable[str], cells: list[str]) -> dict[str, str]:
    padded = iter([*cells])
    return {column: next(padded, "").strip() for column in head}


def _no_number(said: str) -> float:
    raise ValueError(said)


def _feature(one: Mapping[str, Any], number: int, name: str) -> dict[str, Any]:  # Any: as JSON gave it
    """Write a feature anew out of its place, its id and its flat properties; what no client draws is refused."""
    geometry, properties = one["geometry"], one.get("properties") or {}
    kind = geometry["type"]
    if one["type"] != "Feature" or not isinstance(properties, dict):
        raise TypeError(kind)
    place = {"type": kind, "coordinates": _place(geometry["coordinates"], _DEPTHS[kind])}
    flat = {_plain(key): _value(value, _plain(key), number, name) for key, value in properties.items()}
    own = {"id": _value(one["id"], "id", number, name)} if one.get("id") is not None else {}
    return {"type": "Feature", **own, "properties": flat, "geometry": place}


def _place(coordinates: Any, depth: int) -> list[Any]:  # Any: as above
    """Give places by longitude and latitude: a line is several of them, and an area one ring."""
    if not isinstance(coordinates, list) or not coordinates:
        raise TypeError(coordinates)
    if depth == 0:
        lon, lat = coordinates[:2]
        if not all(type(one) in {int, float} for one in coordinates) or abs(lon) > _EAST or abs(lat) > _NORTH:
            raise ValueError(coordinates)
        return [lon, lat]
    if depth == _DEPTHS["Polygon"] and len(coordinates) > 1:
        raise ValueError(len(coordinates))
    return [_place(one, depth - 1) for one in coordinates]


def _value(value: Any, column: str, number: int, name: str) -> str | float | bool | None:  # Any: as above
    """Give a property as it is kept; one that holds others would hide them from whoever looks the list over."""
    if isinstance(value, dict | list):
        told = {"line": number, "column": column}
        raise _unfit(name, _("第 %(line)s 个要素的“%(column)s”里还有一层内容；每个属性只能是一段文字或一个数。") % told)
    if isinstance(value, str):
        return _plain(value)
    is_whole = isinstance(value, float) and value.is_integer()
    return int(value) if is_whole else value


def _plain(text: str) -> str:
    """Take from a text what nobody sees and databases refuse."""
    return without_control_signs(text).strip()


def _answer(feature: Mapping[str, Any]) -> dict[str, str]:  # Any: as above
    """Give a feature's properties as the columns of an answer."""
    own = {"id": feature["id"]} if "id" in feature else {}
    return {column: _said(value) for column, value in {**feature["properties"], **own}.items()}


def _said(value: object) -> str:
    """Write a property as clients do."""
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False)


def _check_columns(columns: Iterable[str], name: str) -> None:
    """Refuse a list by its own name and its columns as a form is refused by its questions."""
    for said in (name.rpartition(".")[0], *columns):
        if reason := why_barred(said):
            told = {"name": name, "column": said, "reason": reason}
            raise errors.FormBarred(why=_("附带文件“%(name)s”的“%(column)s”不能收集，邻里不保存%(reason)s。") % told)
    for column in columns:
        if tells_of_people(column, own=(_CODE,)):
            raise errors.FormFileOfPeople(name=name, where=_("列“%(column)s”") % {"column": column})


def _check_rows(rows: Sequence[tuple[int, Mapping[str, str]]], name: str) -> None:
    if not rows:
        raise _unfit(name, _("里面没有内容。"))
    if len(rows) > MOST_LINES:
        raise _unfit(name, _("有 %(count)s 行，最多 %(most)s 行。") % {"count": len(rows), "most": MOST_LINES})
    for number, row in rows:
        for column, text in row.items():
            told = {"name": name, "line": number, "column": column, "text": text[:40]}
            if holds_people(text, is_area=is_area):
                where = _("第 %(line)s 行的“%(column)s”里有身份证号或手机号") % told
                raise errors.FormFileOfPeople(name=name, where=where)
            if reason := why_barred_as_word(text):
                said = _("附带文件“%(name)s”第 %(line)s 行“%(column)s”：“%(text)s”不能收集，邻里不保存%(reason)s。")
                raise errors.FormBarred(why=said % {**told, "reason": reason})


def _unfit(name: str, why: str) -> errors.FormFileUnfit:
    return errors.FormFileUnfit(field="beside", name=name, why=why)
