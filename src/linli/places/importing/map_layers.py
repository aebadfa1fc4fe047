"""From the layers of a map to stored rows: placed, told apart from what is there, stored, and every one accounted for."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import shapely
from django.db import transaction
from django.utils.translation import gettext as _

from linli.core.errors import LinliError
from linli.places import actions, rules
from linli.places.catalogue import class_by_words, class_meant, facility_classes
from linli.places.errors.ground import FacilityClassUnknown
from linli.places.importing.map_buildings import LONGEST_CODE, compound_of, house
from linli.places.importing.map_gone import Comparing, Fate, comparing, left_alone, settle
from linli.places.importing.map_placing import Placed, middle_of, placed, placed_along
from linli.places.models import Facility
from linli.places.queries import newest_map
from linli.places.queries.ground import compounds_by_name, ground_rows
from linli.places.queries.of_maps import StoredThing, stored_beyond
from linli.places.readers import Remark
from linli.places.readers.map_joining import in_compounds
from linli.places.readers.maps import MapReading
from linli.places.rules import (
    AnyThing,
    BuildingShape,
    CompoundDraft,
    CompoundShape,
    FacilityDraft,
    FacilityShape,
    LayerName,
    Level,
    MapLayers,
    ThingKey,
    thing_key,
)

STORED = (LayerName.COMPOUNDS, LayerName.STREETS, LayerName.BARRIERS, LayerName.BUILDINGS, LayerName.FACILITIES)
_COMMUNITY = rules.DIGITS[Level.COMMUNITY]
_LONGEST_COMPOUND, _LONGEST_SOURCE = 20, 60
_LONGEST = {LayerName.COMPOUNDS: _LONGEST_COMPOUND, LayerName.BUILDINGS: LONGEST_CODE}


@dataclass(frozen=True)
class LayerOrder:
    """Everything that says how a map is taken: which layers, of which area, by whom; a dry run stores nothing."""

    by: str
    at: dt.datetime
    layers: frozenset[LayerName] = frozenset(STORED)
    under: str = ""
    source: str = ""
    dry_run: bool = False
    replace: bool = False  # streets and barriers that the map no longer has are taken away
    keeps_to_area: bool = False  # what is stored outside of `under`, or leaves it, is not changed by anything

    @property
    def own_ground(self) -> str:
        """The area outside of which nothing stored may be changed; '' where that may be anything."""
        return self.under if self.keeps_to_area else ""


@dataclass
class LayerCount:
    """What came of one layer."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    outside: int = 0
    elsewhere: int = 0
    refused: int = 0
    gone: int = 0  # stored, and no longer on the map


@dataclass
class LayerReport:
    """What an import did, or would do, layer by layer."""

    counts: dict[LayerName, LayerCount] = field(default_factory=dict)
    matched: int = 0
    housed: int = 0
    gone: dict[LayerName, list[StoredThing]] = field(default_factory=dict)
    refused: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)


@dataclass
class _Work:
    """One import under way."""

    layers: MapLayers
    order: LayerOrder
    report: LayerReport
    at: Mapping[ThingKey, Remark]  # where the things of the map were read
    compared: Comparing
    compounds: dict[str, str] = field(default_factory=dict)  # what the map calls a compound, and its code

    def count[T: AnyThing](self, layer: LayerName, found: Placed[T], *, read: int) -> LayerCount:
        """Open the count of a layer, without what is stored on ground that is not to be touched."""
        if self.order.own_ground:
            self.leave(layer, found)
        count = self.report.counts[layer] = LayerCount(read, outside=found.outside, elsewhere=found.elsewhere)
        self.compared.saw(layer, self.keys(layer), [one.area_code for one in found.things])
        return count

    def leave[T: AnyThing](self, layer: LayerName, found: Placed[T]) -> None:
        """Take out of what was found the things that stand for rows outside of the area, and name them."""
        longest = _LONGEST.get(layer)
        beyond = stored_beyond(layer, [one.key[:longest] for one in found.things], self.order.own_ground)
        if beyond:
            found.things = [one for one in found.things if one.key[:longest] not in beyond]
            found.elsewhere += len(beyond)
            self.report.notes.append(left_alone(layer, beyond))

    def keys(self, layer: LayerName) -> set[str]:
        """Give what the map calls the things of a layer, as long as it is stored."""
        return {one.key[: _LONGEST.get(layer)] for one in getattr(self.layers, layer.value)}

    def about(self, one: AnyThing, text: str, *, name: str = "") -> Remark:
        """Tell something of a thing, with the file and the number where it was read."""
        at = self.at.get(thing_key(one), Remark(0, "", ""))
        return replace(at, name=name or one.name or one.key, text=text)


@transaction.atomic
@newest_map()
def import_layers(
    reading: MapReading, order: LayerOrder, *, told: Callable[[LayerName], None] | None = None
) -> LayerReport:
    """Store the layers of a map that were asked for; a dry run takes all of it back and counts what the real one will."""
    report = LayerReport(refused=list(reading.refused), notes=list(reading.notes))
    layers = [layer for layer in STORED if layer in order.layers and getattr(reading.layers, layer.value)]
    work = _Work(reading.layers, order, report, reading.at, comparing(reading.layers, layers, order.under))
    for layer in layers:
        if told:
            told(layer)
        _STORE[layer](work)
    for layer in layers:
        _tell_gone(work, layer, sure=not reading.refused)
    if order.dry_run:
        transaction.set_rollback(True)
    return report


def _tell_gone(work: _Work, layer: LayerName, *, sure: bool) -> None:
    """Name what the map no longer has; one that was not read whole, or lacks most of a community, takes nothing away there."""
    gone = work.compared.gone(layer, work.keys(layer))
    work.report.counts[layer].gone = len(gone)
    if not gone:
        return
    work.report.gone[layer] = gone
    doubted = work.compared.doubted(layer, work.keys(layer), gone)
    work.report.notes += settle(layer, gone, doubted, _fate(work.order, sure=sure))


def _fate(order: LayerOrder, *, sure: bool) -> Fate:
    if not order.replace:
        return Fate.KEPT
    if not sure:
        return Fate.UNSURE
    return Fate.WOULD_GO if order.dry_run else Fate.REMOVED


def _compounds(work: _Work) -> None:
    """Store compounds; one that stands there already under its name gets its wall, and keeps its code."""
    found = placed([one for one in work.layers.compounds if one.name], work.order.under)
    count = work.count(LayerName.COMPOUNDS, found, read=len(work.layers.compounds))
    nameless = [one for one in work.layers.compounds if not one.name]
    count.refused = len(nameless)
    work.report.refused += [work.about(one, _("小区没有名称，没有导入。")) for one in nameless]
    known = compounds_by_name(work.order.under)
    stored = set(known.values())
    drafts, walls = list[CompoundDraft](), dict[str, bytes]()
    for one in found.things:
        code = known.get((one.area_code[:_COMMUNITY], one.name), one.key[:_LONGEST_COMPOUND])
        work.compounds[one.key] = work.compounds[one.name] = code
        if code not in stored:
            drafts.append(_compound_draft(code, one))
        if one.shape is not None and one.shape.geom_type != "Point":
            walls[code] = shapely.to_wkb(one.shape)
    work.compared.saw(LayerName.COMPOUNDS, work.compounds.values(), ())
    if drafts:
        actions.put_compounds(drafts)
    walled = actions.wall_compounds(walls)
    count.added, count.changed = len(drafts), walled
    count.unchanged = len(found.things) - len(drafts) - walled
    work.report.housed = _house_in_walls(sorted({one.area_code[:_COMMUNITY] for one in found.things}), set(walls))


def _compound_draft(code: str, one: CompoundShape) -> CompoundDraft:
    lon, lat = middle_of(one.shape) if one.shape is not None else (None, None)
    walls = shapely.to_wkb(one.shape) if one.shape is not None and one.shape.geom_type != "Point" else None
    return CompoundDraft(code, one.name, one.area_code[:_COMMUNITY], lon_cgcs2000=lon, lat_cgcs2000=lat, boundary=walls)


def _house_in_walls(communities: Sequence[str], walled: set[str]) -> int:
    """Say of stored buildings without a compound in which of the new walls they stand."""
    if not communities:
        return 0
    ground = ground_rows(communities)
    compounds = [one for one in ground.compounds if one.key in walled]
    standing = in_compounds([one for one in ground.buildings if not one.compound], compounds)
    return actions.house_buildings({one.key: one.compound for one in standing if one.compound})


def _streets(work: _Work) -> None:
    found = placed_along(work.layers.streets, work.order.under)
    count = work.count(LayerName.STREETS, found, read=len(work.layers.streets))
    done = actions.put_map_streets(found.things)
    count.added, count.changed, count.unchanged = done.added, done.changed, done.unchanged


def _barriers(work: _Work) -> None:
    found = placed_along(work.layers.barriers, work.order.under)
    count = work.count(LayerName.BARRIERS, found, read=len(work.layers.barriers))
    done = actions.put_barriers(found.things)
    count.added, count.changed, count.unchanged = done.added, done.changed, done.unchanged


def _buildings(work: _Work) -> None:
    found = placed(work.layers.buildings, work.order.under)
    count = work.count(LayerName.BUILDINGS, found, read=len(work.layers.buildings))
    named = {f"{community}/{name}": code for (community, name), code in compounds_by_name(work.order.under).items()}
    compounds = named | work.compounds
    done = house(found.things, compounds, by=work.order.by, at=work.order.at, keep_to=work.order.own_ground)
    count.added, count.changed, count.unchanged = done.added, done.changed, done.unchanged
    work.report.matched, count.refused = done.matched, len(done.shared)
    count.elsewhere += len(done.beyond)
    why = _("这个轮廓里有几栋已登记的楼，没有改动，请核对。")
    work.compared.saw(LayerName.BUILDINGS, done.met, ())
    work.report.notes += [work.about(one, why) for one in done.shared]
    why = _("这个轮廓里有登记在区域以外的楼栋，没有改动；请由管理那里的人导入。")
    work.report.notes += [work.about(one, why) for one in done.beyond]
    work.report.notes += _compounds_missing(work, found.things, compounds)


def _compounds_missing(
    work: _Work, buildings: Sequence[BuildingShape], compounds: Mapping[str, str]
) -> Iterator[Remark]:
    """Name the compounds that the file gives to buildings and nobody knows; those of the map itself have their own lines."""
    own = {one.key for one in work.layers.compounds}
    said = [one for one in buildings if one.compound and one.compound not in own]
    missing = defaultdict[str, list[BuildingShape]](list)
    for one in said:
        if not compound_of(one, compounds):
            missing[one.compound].append(one)
    why = _("没有登记过这个小区，%(count)s 栋楼没有归入小区。请先导入小区（图层 compounds），或改正名称后再导入。")
    return (work.about(some[0], why % {"count": len(some)}, name=name) for name, some in missing.items())


def _facilities(work: _Work) -> None:
    found = placed(work.layers.facilities, work.order.under)
    count = work.count(LayerName.FACILITIES, found, read=len(work.layers.facilities))
    drafts = list(_facility_drafts(work, found.things, count))
    done = actions.put_facilities(drafts, by=work.order.by, at=work.order.at)
    count.added, count.changed, count.unchanged = done.added, done.changed, done.unchanged


def _facility_drafts(work: _Work, things: Sequence[FacilityShape], count: LayerCount) -> Iterator[FacilityDraft]:
    classes = facility_classes()
    stored = Facility.objects.in_bulk([one.key for one in things])
    for one in things:
        try:
            class_code = class_meant(one.class_code) or class_by_words(one.name)
            if not class_code:
                raise FacilityClassUnknown(field="class", given=one.class_code or one.name, known="、".join(classes))
            draft = _facility_draft(one, class_code, stored.get(one.key), work.order)
            rules.check_facility(draft, classes=classes)
        except LinliError as refusal:
            count.refused += 1
            work.report.refused.append(work.about(one, str(refusal)))
        else:
            yield draft


def _facility_draft(one: FacilityShape, class_code: str, stored: Facility | None, order: LayerOrder) -> FacilityDraft:
    """Make the draft; what the map does not say stays as somebody entered it."""
    lon, lat = middle_of(one.shape)
    said = {name: getattr(stored, name) for name in rules.FACILITY_FIELDS} if stored else {}
    told = {
        "code": one.key,
        "class_code": class_code,
        "name": one.name or said.get("name") or facility_classes()[class_code].name.zh_hans,
        "lon_cgcs2000": lon,
        "lat_cgcs2000": lat,
        "boundary": None if one.shape.geom_type == "Point" else shapely.to_wkb(one.shape),
        "address": one.address or said.get("address", ""),
        "phone": one.phone if one.phone and rules.is_office_phone(one.phone) else said.get("phone", ""),
        "hours": one.hours or said.get("hours", ""),
        "source": said.get("source") or order.source[:_LONGEST_SOURCE],
    }
    return FacilityDraft(**{**said, **told})


_STORE: Mapping[LayerName, Callable[[_Work], None]] = {
    LayerName.COMPOUNDS: _compounds,
    LayerName.STREETS: _streets,
    LayerName.BARRIERS: _barriers,
    LayerName.BUILDINGS: _buildings,
    LayerName.FACILITIES: _facilities,
}
