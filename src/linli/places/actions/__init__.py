"""What people do with places: the only code that writes them."""

from linli.places.actions.adopting import Adopted, adopt_grids, lock_grids
from linli.places.actions.aliases import AliasDraft, drop_alias, keep_alias, learn_alias
from linli.places.actions.areas import (
    Imported,
    Refusal,
    close_area,
    describe_area,
    import_areas,
    rename_area,
    set_features,
)
from linli.places.actions.buildings import (
    name_building_leader,
    put_buildings,
    put_compounds,
    put_dwellings,
    put_streets,
    set_dwelling,
)
from linli.places.actions.closing import close_building, reopen_building
from linli.places.actions.components import put_components
from linli.places.actions.facilities import put_facilities
from linli.places.actions.ground import (
    house_buildings,
    put_barriers,
    put_map_streets,
    remove_barriers,
    remove_map_streets,
    wall_compounds,
)
from linli.places.actions.history import Change
from linli.places.actions.registered import Counted, relocate_registered
from linli.places.actions.relocating import relocate_dwellings
from linli.places.actions.settling import tell_again

__all__ = [
    "Adopted",
    "AliasDraft",
    "Change",
    "Counted",
    "Imported",
    "Refusal",
    "adopt_grids",
    "close_area",
    "close_building",
    "describe_area",
    "drop_alias",
    "house_buildings",
    "import_areas",
    "keep_alias",
    "learn_alias",
    "lock_grids",
    "name_building_leader",
    "put_barriers",
    "put_buildings",
    "put_components",
    "put_compounds",
    "put_dwellings",
    "put_facilities",
    "put_map_streets",
    "put_streets",
    "relocate_dwellings",
    "relocate_registered",
    "remove_barriers",
    "remove_map_streets",
    "rename_area",
    "reopen_building",
    "set_dwelling",
    "set_features",
    "tell_again",
    "wall_compounds",
]
