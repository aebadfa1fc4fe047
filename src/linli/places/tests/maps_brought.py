"""Small maps for the tests of maps brought at the desk."""

import json
from typing import Any

from linli.places.testing import middle


def street(number: int, column: float, **tags: str) -> dict[str, Any]:  # Any: GeoJSON
    """A lane that runs north in a square of the lattice."""
    ends = [middle(column, -0.3), middle(column, 0.3)]
    properties = {"highway": "residential", "name": f"{number}巷", "@id": f"way/{number}", **tags}
    return {"type": "Feature", "properties": properties, "geometry": {"type": "LineString", "coordinates": ends}}


def house(number: int, column: float) -> dict[str, Any]:  # Any: as above
    """A house in a square of the lattice."""
    (lon, lat), half = middle(column, 0), 0.0003
    ring = [(lon - half, lat - half), (lon + half, lat - half), (lon + half, lat + half), (lon - half, lat + half)]
    properties = {"building": "apartments", "name": f"{number}号楼", "@id": f"way/{number}"}
    geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def geojson(*features: dict[str, Any]) -> bytes:  # Any: as above
    """A file of some features."""
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


MAP = geojson(street(1, 0.1), street(2, 0.9), house(3, 0.5), house(4, 2.5))
