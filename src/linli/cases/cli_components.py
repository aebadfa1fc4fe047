"""`linli components`: take in the register of components, list it, find what is near a point."""

import click
from django.utils.translation import gettext as _

from linli.cases.importing.registers import JSON, Intake, import_command, print_rows, told
from linli.places import queries as places
from linli.places.importing.components import import_components
from linli.places.queries import ComponentFacts, ComponentFilter
from linli.places.readers.components import COMPONENT_COLUMNS, read_components
from linli.places.rules import ComponentState

_CLASS = click.option("--class", "class_code", default="", help=_("只看这个小类，例如 0101"))


@click.group(help=_("部件（井盖、路灯、树木……）：导入、列表、查附近的部件。"))
def components() -> None:
    """Gather the commands about components."""


components.add_command(
    import_command(
        Intake(read_components, import_components, COMPONENT_COLUMNS),
        help=_("从 CSV、Excel 或 GeoJSON 导入部件；同一编码不会有两个，内容变了就更新并留下记录。"),
    )
)


@components.command("list", help=_("列出部件。"))
@click.option("--area", "area_code", default="", help=_("只列这个区域编码及以下的部件"))
@_CLASS
@click.option("--state", type=click.Choice([state.value for state in ComponentState]), help=_("只列这种状态的"))
@click.option("--unit", "unit_code", default="", help=_("只列由这个单位主管、权属或养护的"))
@click.option("--limit", default=1_000, show_default=True, help=_("最多列出多少个"))
@JSON
def list_components(
    *, area_code: str, class_code: str, state: str | None, unit_code: str, limit: int, as_json: bool
) -> None:
    """List components."""
    asked = ComponentFilter((area_code,), class_code, unit_code, state=state or "")
    rows = [ComponentFacts.of(row) for row in places.listed_components(asked)[:limit]]
    print_rows([told(row) for row in rows], as_json=as_json)


@components.command("near", help=_("列出离一个点最近的部件。"))
@click.argument("lon", type=float)
@click.argument("lat", type=float)
@_CLASS
@click.option("--within", "within_m", default=places.NEAR_M, show_default=True, help=_("多少米以内"))
@click.option("--limit", default=5, show_default=True, help=_("最多列出多少个"))
@JSON
def near(*, lon: float, lat: float, class_code: str, within_m: float, limit: int, as_json: bool) -> None:
    """List the components nearest to a point."""
    found = places.components_near(lon, lat, class_code=class_code, within_m=within_m, most=limit)
    print_rows([told(one.component, metres=round(one.distance_m, 1)) for one in found], as_json=as_json)
