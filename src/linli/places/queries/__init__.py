"""What may be read about places: where a point lies, the tree, buildings, layers of the map."""

from linli.places.queries.dwellings import buildings_by_code, buildings_named, dwellings_of, entrances_of, find_building
from linli.places.queries.layers import layer_geojson, layer_names
from linli.places.queries.locating import (
    boundaries_on,
    index_of,
    locate,
    locate_finest,
    locate_many,
    locate_on,
)
from linli.places.queries.problems import areas_to_check
from linli.places.queries.stamp import current as areas_stamp
from linli.places.queries.stamp import current_map as map_mark
from linli.places.queries.stamp import forget
from linli.places.queries.tree import (
    AreaCounts,
    AreaFacts,
    AreaTree,
    Bounds,
    all_codes,
    area_name,
    area_path,
    area_tree,
    changes_of,
    children,
    count_under,
    describe,
    has_feature,
    names_in_use,
    open_areas,
    places_under,
)

__all__ = [
    "AreaCounts",
    "AreaFacts",
    "AreaTree",
    "Bounds",
    "all_codes",
    "area_name",
    "area_path",
    "area_tree",
    "areas_stamp",
    "areas_to_check",
    "boundaries_on",
    "buildings_by_code",
    "buildings_named",
    "changes_of",
    "children",
    "count_under",
    "describe",
    "dwellings_of",
    "entrances_of",
    "find_building",
    "forget",
    "has_feature",
    "index_of",
    "layer_geojson",
    "layer_names",
    "locate",
    "locate_finest",
    "locate_many",
    "locate_on",
    "map_mark",
    "names_in_use",
    "open_areas",
    "places_under",
]
