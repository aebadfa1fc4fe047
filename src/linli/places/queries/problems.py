"""The areas as the check wants them: with their boundaries as shapes."""

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from linli.places.checking import Shape
from linli.places.models import Area, Barrier
from linli.places.rules import Kind


def areas_to_check() -> Sequence[Shape]:
    """Load the open areas with their boundaries, in code order."""
    areas = Area.objects.filter(valid_to=None).order_by("code")
    rows = areas.values_list("code", "name", "level", "boundary", "kind")
    return tuple(
        Shape(code, name, level, shapely.from_wkb(bytes(boundary)) if boundary else None, kind == Kind.DEDICATED)
        for code, name, level, boundary, kind in rows.iterator(chunk_size=2000)
    )


def barriers_to_check() -> Sequence[BaseGeometry]:
    """Load what nobody walks across: water, railways, motorways."""
    return tuple(shapely.from_wkb(bytes(shape)) for shape in Barrier.objects.values_list("shape", flat=True))
