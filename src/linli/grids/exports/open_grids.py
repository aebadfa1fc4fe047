"""The grids in force as open data: boundaries, names, published households; GeoJSON and CSV with their licence."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from linli.core.installation import installation
from linli.core.tables import safe_cell
from linli.grids.catalogue import declared
from linli.grids.queries.households import public_households
from linli.places import queries as places
from linli.places.queries.by_area import area_m2_of, opened_on
from linli.places.queries.layers import layer_rows
from linli.places.rules import DIGITS, Level

COLUMNS = (
    "code", "name", "community_code", "community", "street", "kind", "valid_from", "area_m2", "households",
    "households_month", "licence",
)  # fmt: skip
_DECIMALS = 6
_STREET, _COMMUNITY = DIGITS[Level.STREET], DIGITS[Level.COMMUNITY]


@dataclass(frozen=True)
class OpenGrid:
    """A grid as it goes public: its facts by column, its boundary in degrees."""

    facts: dict[str, str | float | None]
    shape: BaseGeometry


def open_grids() -> list[OpenGrid]:
    """List the open grids that have a boundary, in code order; a boundary two share stays shared."""
    rows = sorted(layer_rows("grids", [""]), key=lambda row: row[1]["code"])
    since = opened_on(facts["code"] for _shape, facts in rows)
    told, licence = public_households(), declared().publication.licence
    month = f"{told.month:%Y-%m}" if told.month else ""
    return [
        OpenGrid(_facts(facts, shape) | {
            "valid_from": since[facts["code"]].isoformat(), "households": told.by_grid.get(facts["code"]),
            "households_month": month, "licence": licence,
        }, shape)
        for shape, facts in rows
    ]  # fmt: skip


def write_geojson(grids: list[OpenGrid]) -> str:
    """Write the grids as a FeatureCollection that says who gives it out, and on which terms."""
    publication = declared().publication
    head = {"publisher": installation().name, "licence": publication.licence, "licence_url": publication.licence_url}
    features = ",".join(_features(grids))
    told = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return f'{{"type":"FeatureCollection","properties":{told},"features":[{features}]}}'


def write_csv(grids: list[OpenGrid]) -> str:
    """Write the facts of the grids as CSV, with a mark for spreadsheets that it is UTF-8."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(_cell(one.facts[column])) for column in COLUMNS] for one in grids)
    return out.getvalue()


def _facts(facts: dict[str, str], shape: BaseGeometry) -> dict[str, str | float | None]:
    code = facts["code"]
    return {
        "code": code, "name": facts["name"], "community_code": code[:_COMMUNITY],
        "community": places.area_name(code[:_COMMUNITY]), "street": places.area_name(code[:_STREET]),
        "kind": facts["kind"], "area_m2": round(area_m2_of(shape)),
    }  # fmt: skip


def _features(grids: list[OpenGrid]) -> Iterator[str]:
    for one in grids:
        geometry = shapely.to_geojson(shapely.transform(one.shape, lambda points: points.round(_DECIMALS)))
        properties = json.dumps(
            {column: one.facts[column] for column in COLUMNS}, ensure_ascii=False, separators=(",", ":")
        )
        yield f'{{"type":"Feature","geometry":{geometry},"properties":{properties}}}'


def _cell(value: object) -> object:
    return "" if value is None else value
