"""What a thing on a map is, told from its tags: OpenStreetMap's own words, and the usual columns of city layers."""

from collections.abc import Iterator, Mapping

from linli.places.readers.columns import KNOWN
from linli.places.readers.map_fields import field_of
from linli.places.readers.map_homes import NO, is_of_other_ground
from linli.places.rules import BarrierKind, Level, StreetKind

Tags = Mapping[str, str]


_STREETS = {
    StreetKind.MOTORWAY: "motorway motorway_link",
    StreetKind.MAIN: "trunk trunk_link primary primary_link secondary secondary_link",
    StreetKind.STREET: "tertiary tertiary_link residential unclassified living_street road",
    StreetKind.LANE: "service pedestrian busway track",
    StreetKind.PATH: "footway path cycleway steps bridleway corridor",
}
_STREET_KINDS = {word: kind for kind, words in _STREETS.items() for word in words.split()} | {
    "高速": StreetKind.MOTORWAY, "高速公路": StreetKind.MOTORWAY, "快速路": StreetKind.MOTORWAY, "主干路": StreetKind.MAIN,
    "主干道": StreetKind.MAIN, "次干路": StreetKind.MAIN, "次干道": StreetKind.MAIN, "支路": StreetKind.STREET,
    "街巷": StreetKind.LANE, "巷道": StreetKind.LANE, "小区路": StreetKind.LANE, "步道": StreetKind.PATH, "人行道": StreetKind.PATH,
    **{kind.value: kind for kind in StreetKind if kind.value},
}  # fmt: skip
_SHORT_WAYS = frozenset({"parking_aisle", "driveway", "drive-through", "emergency_access"})
_RAILS = frozenset({"rail", "light_rail", "subway", "narrow_gauge"})
_RIVERS = frozenset({"river", "canal"})
_BASINS = frozenset({"fountain", "pool", "swimming_pool", "wastewater", "reflecting_pool"})
_BARRIERS = {
    "水域": BarrierKind.WATER, "河流": BarrierKind.WATER, "湖泊": BarrierKind.WATER, "铁路": BarrierKind.RAIL,
    "快速路": BarrierKind.MOTORWAY, "高速公路": BarrierKind.MOTORWAY, **{kind.value: kind for kind in BarrierKind},
}  # fmt: skip
_NO_BUILDINGS = frozenset({*NO, "construction", "roof", "ruins", "carport", "bridge", "collapsed", "demolished"})
_LEVELS = {"4": Level.PROVINCE, "5": Level.CITY, "6": Level.DISTRICT, "8": Level.STREET, "10": Level.COMMUNITY}

_FACILITIES = {
    "amenity=kindergarten": "kindergarten", "amenity=school": "school", "amenity=university": "college",
    "amenity=college": "college", "amenity=hospital": "hospital", "amenity=clinic": "clinic", "amenity=doctors": "clinic",
    "amenity=pharmacy": "pharmacy", "social_facility=nursing_home": "elder-care", "social_facility=assisted_living": "elder-care",
    "amenity=nursing_home": "elder-care", "social_facility=day_care": "day-care", "amenity=childcare": "child-care",
    "amenity=marketplace": "market", "shop=mall": "mall", "shop=department_store": "mall", "shop=supermarket": "supermarket",
    "amenity=townhall": "office", "office=government": "office", "building=office": "office-building",
    "landuse=industrial": "industry", "leisure=park": "park", "leisure=sports_centre": "sports", "leisure=stadium": "sports",
    "amenity=theatre": "culture", "amenity=arts_centre": "culture", "tourism=museum": "culture", "amenity=library": "library",
    "amenity=police": "police", "amenity=fire_station": "fire", "emergency=assembly_point": "shelter",
    "amenity=community_centre": "community-centre", "railway=station": "station", "amenity=bus_station": "station",
    "public_transport=station": "station", "amenity=toilets": "toilet", "amenity=post_office": "post", "amenity=bank": "bank",
    "amenity=parking": "parking",
}  # fmt: skip
_FACILITY_TAGS = tuple(dict.fromkeys(pair.partition("=")[0] for pair in _FACILITIES))


def street_kind(tags: Tags) -> StreetKind | None:
    """Say how wide a street a line is; None for what is none, and for what runs underground or indoors."""
    word = tags.get("highway", "")
    if _is_yes(tags, "tunnel") or _is_yes(tags, "indoor") or _is_yes(tags, "area") or word not in _STREET_KINDS:
        return None
    return StreetKind.PATH if tags.get("service") in _SHORT_WAYS else _STREET_KINDS[word]


def is_underground(tags: Tags) -> bool:
    """Say whether a street runs in a tunnel: it divides nothing above."""
    return _is_yes(tags, "tunnel")


def told_street_kind(tags: Tags) -> StreetKind:
    """Read the kind of a street in a layer of streets, where nothing may say it."""
    return street_kind(tags) or _STREET_KINDS.get(field_of(tags, "kind"), StreetKind.UNKNOWN)


def line_barrier(tags: Tags) -> BarrierKind | None:
    """Say whether nobody walks across a line; under a bridge and over a tunnel they do."""
    if _is_yes(tags, "tunnel") or _is_yes(tags, "bridge"):
        return None
    if tags.get("waterway") in _RIVERS or tags.get("natural") == "coastline":
        return BarrierKind.WATER
    if tags.get("railway") in _RAILS:
        return BarrierKind.RAIL
    is_fast = tags.get("highway") == "motorway" or _is_yes(tags, "motorroad") or _is_yes(tags, "expressway")
    return BarrierKind.MOTORWAY if is_fast and "highway" in tags else None


def area_barrier(tags: Tags) -> BarrierKind | None:
    """Say whether a ground is water nobody walks across."""
    is_water = (
        tags.get("natural") in {"water", "bay"}
        or tags.get("waterway") in {"riverbank", "dock"}
        or tags.get("landuse") in {"reservoir", "basin"}
    )
    is_basin = tags.get("water") in _BASINS or tags.get("leisure") == "swimming_pool" or _is_yes(tags, "intermittent")
    return BarrierKind.WATER if is_water and not (is_basin or _is_yes(tags, "tunnel")) else None


def told_barrier(tags: Tags) -> BarrierKind | None:
    """Read the kind of a barrier in a layer of barriers."""
    return line_barrier(tags) or area_barrier(tags) or _BARRIERS.get(field_of(tags, "kind"))


def is_building(tags: Tags) -> bool:
    """Say whether a ground is a building that stands above the earth."""
    return tags.get("building", "") not in _NO_BUILDINGS and tags.get("location") != "underground"


def is_other_ground(tags: Tags) -> bool:
    """Say whether nobody lives on a ground: trade, industry, railways, schools, hospitals, parks."""
    return is_of_other_ground(tags) or facility_class(tags) not in {
        "",
        "parking",
        "toilet",
        "community-centre",
    }


def is_compound(tags: Tags) -> bool:
    """Say whether a ground is a residential compound: one with a name, or one that is said to be closed off."""
    if tags.get("landuse") != "residential":
        return False
    return bool(field_of(tags, "name")) or tags.get("residential") in {"gated", "apartments"} or "barrier" in tags


def facility_class(tags: Tags) -> str:
    """Name the class of a facility; '' for what is none of those a street office looks after."""
    pairs = (f"{name}={tags[name]}" for name in _FACILITY_TAGS if name in tags)
    return next((_FACILITIES[pair] for pair in pairs if pair in _FACILITIES), "")


def address_of(tags: Tags) -> str:
    """Write the address of a thing: as it is told whole, or its street and number."""
    return field_of(tags, "address") or field_of(tags, "street") + field_of(tags, "plate")


def area_level(tags: Tags) -> Level | None:
    """Give the level of an administrative boundary as China's mappers use the numbers; None for other numbers."""
    return _LEVELS.get(tags.get("admin_level", "")) or next((level for level, _name in _named_levels(tags)), None)


def area_name(tags: Tags) -> str:
    """Name an area: by its own name, or by the lowest level that a table of communities and streets names."""
    return field_of(tags, "name") or next((name for _level, name in _named_levels(tags)), "")


def _named_levels(tags: Tags) -> Iterator[tuple[Level, str]]:
    for level in (Level.GRID, Level.COMMUNITY, Level.STREET, Level.DISTRICT):
        if name := next((tags[column] for column in KNOWN[level.value] if tags.get(column)), ""):
            yield level, name


def is_area(tags: Tags) -> bool:
    """Say whether a ground is an administrative area with a name."""
    return tags.get("boundary") == "administrative" and "admin_level" in tags and bool(field_of(tags, "name"))


def _is_yes(tags: Tags, name: str) -> bool:
    return tags.get(name, "").lower() not in NO
