"""Units as bytes, to be kept with a plan: corners as whole centimetres, everything pressed together."""

import io
import json
from typing import Any

import numpy as np
import shapely

from linli.grids.drawing.graph import UnitGraph
from linli.grids.ground.units import Units

_GRAPH = tuple(UnitGraph.__dataclass_fields__)
_ARRAYS = ("block", "building_unit", "is_estimated")
_WORDS = ("origin_cgcs2000", "community_codes", "buildings", "compound_names", "fixed_names", "fixed_kinds")
_PER_M = 100.0


class CellInPieces(ValueError):
    """A unit is one polygon."""


def pack(units: Units) -> bytes:
    """Turn units into bytes; the same units give the same bytes."""
    kind, corners, offsets = shapely.to_ragged_array(units.cells)
    if kind is not shapely.GeometryType.POLYGON:
        raise CellInPieces
    words = json.dumps({name: getattr(units, name) for name in _WORDS}, ensure_ascii=False)
    arrays = {
        "corners": np.diff(np.round(corners * _PER_M).astype(np.int64), axis=0, prepend=0).astype(np.int32),
        "ring_ends": offsets[0].astype(np.int32),
        "cell_ends": offsets[1].astype(np.int32),
        "words": np.frombuffer(words.encode(), dtype=np.uint8),
        **{name: getattr(units, name) for name in _ARRAYS},
        **{f"graph_{name}": getattr(units.graph, name) for name in _GRAPH},
    }
    kept = io.BytesIO()
    np.savez_compressed(kept, allow_pickle=False, **arrays)
    return kept.getvalue()


def unpack(packed: bytes) -> Units:
    """Give the units again that were packed."""
    with np.load(io.BytesIO(packed), allow_pickle=False) as kept:
        words = json.loads(kept["words"].tobytes().decode())
        corners = np.cumsum(kept["corners"].astype(np.int64), axis=0) / _PER_M
        cells = shapely.from_ragged_array(shapely.GeometryType.POLYGON, corners, (kept["ring_ends"], kept["cell_ends"]))
        graph = UnitGraph(**{name: kept[f"graph_{name}"] for name in _GRAPH})
        fields: dict[str, Any] = {  # Any: the fields of Units, each of its own type
            **{name: kept[name] for name in _ARRAYS},
            **{name: tuple(words[name]) for name in _WORDS},
        }
        return Units(graph=graph, cells=np.asarray(cells, dtype=object), **fields)
