"""What people do with places: the only code that writes them."""

from linli.places.actions.aliases import AliasDraft, drop_alias, keep_alias, learn_alias
from linli.places.actions.areas import (
    Imported,
    Refusal,
    close_area,
    describe_area,
    import_areas,
    redraw_area,
    rename_area,
    set_features,
)
from linli.places.actions.buildings import (
    name_building_leader,
    put_buildings,
    put_compounds,
    put_dwellings,
    put_streets,
)
from linli.places.actions.components import Counted, put_components, relocate_components
from linli.places.actions.history import Change

__all__ = [
    "AliasDraft",
    "Change",
    "Counted",
    "Imported",
    "Refusal",
    "close_area",
    "describe_area",
    "drop_alias",
    "import_areas",
    "keep_alias",
    "learn_alias",
    "name_building_leader",
    "put_buildings",
    "put_components",
    "put_compounds",
    "put_dwellings",
    "put_streets",
    "redraw_area",
    "relocate_components",
    "rename_area",
    "set_features",
]
