"""`linli facilities`: take in the register of facilities, list it, find what is near a point, name the classes."""

import click
from django.utils.translation import gettext as _

from linli.cases.importing.registers import JSON, Intake, import_command, print_rows, told
from linli.places import queries as places
from linli.places.catalogue import class_named, facility_classes
from linli.places.errors.ground import FacilityClassUnknown
from linli.places.importing.facilities import import_facilities
from linli.places.queries import FacilityFacts, FacilityFilter
from linli.places.readers.facilities import FACILITY_COLUMNS, read_facilities

_CLASS = click.option("--class", "class_said", default="", help=_("只看这一类，例如 school 或 中小学校"))


@click.group(help=_("设施（学校、医院、市场、公园……）：导入、列表、查附近的设施、列出类别。"))
def facilities() -> None:
    """Gather the commands about facilities."""


facilities.add_command(
    import_command(
        Intake(read_facilities, import_facilities, FACILITY_COLUMNS),
        help=_("从 CSV、Excel 或 GeoJSON 导入设施；同一编码不会有两个，内容变了就更新并留下记录。"),
    )
)


@facilities.command("list", help=_("列出设施。"))
@click.option("--area", "area_code", default="", help=_("只列这个区域编码及以下的设施"))
@_CLASS
@click.option("--unit", "unit", default="", help=_("只列由这个单位主管、权属或养护的"))
@click.option("--closed", "with_closed", is_flag=True, help=_("已停用的也列出"))
@click.option("--limit", default=1_000, show_default=True, help=_("最多列出多少个"))
@JSON
def list_facilities(
    *, area_code: str, class_said: str, unit: str, with_closed: bool, limit: int, as_json: bool
) -> None:
    """List facilities."""
    asked = FacilityFilter((area_code,), _class(class_said), unit, with_closed=with_closed)
    rows = [FacilityFacts.of(row) for row in places.listed_facilities(asked)[:limit]]
    print_rows([_plain(row) for row in rows], as_json=as_json)


@facilities.command("near", help=_("列出离一个点最近的设施。"))
@click.argument("lon", type=float)
@click.argument("lat", type=float)
@_CLASS
@click.option("--within", "within_m", default=places.FACILITY_NEAR_M, show_default=True, help=_("多少米以内"))
@click.option("--limit", default=5, show_default=True, help=_("最多列出多少个"))
@JSON
def near(*, lon: float, lat: float, class_said: str, within_m: float, limit: int, as_json: bool) -> None:
    """List the facilities nearest to a point."""
    found = places.facilities_near(lon, lat, class_code=_class(class_said), within_m=within_m, most=limit)
    print_rows([_plain(one.facility, metres=round(one.distance_m, 1)) for one in found], as_json=as_json)


@facilities.command("classes", help=_("列出设施类别，以及占地多少平方米以上单独成格。"))
@JSON
def classes(*, as_json: bool) -> None:
    """List the classes of facilities."""
    rows: list[dict[str, object]] = [
        {"code": one.code, "name": str(one.name), "own_grid_from_m2": one.own_grid_from_m2}
        for one in facility_classes().values()
    ]
    print_rows(rows, as_json=as_json)


def _class(said: str) -> str:
    if said and not class_named(said):
        raise FacilityClassUnknown(field="class", given=said, known="、".join(facility_classes()))
    return class_named(said) if said else ""


def _plain(row: FacilityFacts, **more: object) -> dict[str, object]:
    return told(row, **more) | {"area_m2": round(row.area_m2)}
