"""How much of an imported area lies outside the one it belongs to: the sign of a wrong coordinate system or a wrong code."""

from collections.abc import Iterator, Mapping

import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from linli.places.queries.boundaries import boundaries_of
from linli.places.rules import AreaDraft, parent_code_of

_MOST_OUTSIDE = 0.05  # borders of two surveys differ by less; GCJ-02 is shifted by more than a grid is wide


def misplaced(drafts: Mapping[str, AreaDraft]) -> Iterator[tuple[str, str]]:
    """Say of each area that lies in good part outside the one above how much does; what the file brings comes before what is stored."""
    drawn = {code: draft.boundary for code, draft in drafts.items() if draft.boundary}
    stored = boundaries_of({parent_code_of(code) for code in drawn} - drawn.keys())
    shapes = {code: shapely.from_wkb(wkb) for code, wkb in (stored | drawn).items()}
    for code in drawn:
        above = parent_code_of(code)
        if above in shapes and (share := _share_outside(shapes[code], shapes[above])) > _MOST_OUTSIDE:
            why = _(
                "有 %(percent)s%% 在它的上级（%(parent)s）之外：坐标可能是 GCJ-02 或 BD-09，见 --crs；也可能是代码写错，请核对。"
            )
            yield code, why % {"percent": f"{share:.0%}".rstrip("%"), "parent": above}


def _share_outside(shape: BaseGeometry, above: BaseGeometry) -> float:
    if above.is_valid and shape.is_valid and shape.area:
        return float(shapely.difference(shape, above).area / shape.area)
    return 0.0
