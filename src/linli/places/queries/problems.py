"""The areas as the check wants them: with their boundaries as shapes."""

from collections.abc import Sequence

import shapely

from linli.places.checking import Shape
from linli.places.models import Area


def areas_to_check() -> Sequence[Shape]:
    """Load the open areas with their boundaries, in code order."""
    rows = Area.objects.filter(valid_to=None).order_by("code").values_list("code", "name", "level", "boundary")
    return tuple(
        Shape(code, name, level, shapely.from_wkb(bytes(boundary)) if boundary else None)
        for code, name, level, boundary in rows.iterator(chunk_size=2000)
    )
