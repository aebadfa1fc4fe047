"""Other names of places: which there are within a scope, and what they stand for."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet

from linli.core.scope import covers, within
from linli.places.addresses import Parsed, Part, name_key
from linli.places.errors import AliasOfNothing, AliasUnknown
from linli.places.models import AddressAlias, Building, Compound, Dwelling
from linli.places.rules import AliasKind

_NAMES = (Part.COMPOUND, Part.SUB_COMPOUND)
_TO_BUILDING = (Part.COMMUNITY, Part.ROAD, Part.ROAD_NO, Part.LANE, Part.LANE_NO, *_NAMES, Part.BUILDING)


def aliases_within(prefixes: Iterable[str], *, words: str = "") -> QuerySet[AddressAlias]:
    """Select the aliases of places within a scope, newest first; by a word in them where one is given."""
    here = AddressAlias.objects.filter(within("area_code", prefixes)).order_by("-at", "-id")
    return here.filter(Q(text__icontains=words) | Q(key__contains=name_key(words))) if words.strip() else here


def alias_within(prefixes: Iterable[str], alias_id: UUID) -> AddressAlias:
    """Find one alias of a place within a scope."""
    if (alias := aliases_within(prefixes).filter(pk=alias_id).first()) is None:
        raise AliasUnknown(alias_id=str(alias_id))
    return alias


def area_of_target(kind: AliasKind, target: str, *, prefixes: Iterable[str]) -> str:
    """Give the area of what an alias stands for; refuse what is not there or lies outside the scope."""
    area = _area_of(kind, target)
    if area is None or not covers(tuple(prefixes), area):
        raise AliasOfNothing(field="target")
    return area


def _area_of(kind: AliasKind, target: str) -> str | None:
    try:
        if kind is AliasKind.COMPOUND:
            return Compound.objects.values_list("area_code", flat=True).filter(pk=target).first()
        model = Building if kind is AliasKind.BUILDING else Dwelling
        return model.objects.values_list("area_code", flat=True).filter(pk=UUID(target)).first()
    except ValueError:  # no id at all
        return None


def names_of_targets(aliases: Sequence[AddressAlias]) -> dict[UUID, str]:
    """Name what aliases stand for, by the aliases' ids."""
    ids = {kind: [alias.target for alias in aliases if alias.kind == kind] for kind in AliasKind}
    compounds = dict(Compound.objects.filter(pk__in=ids[AliasKind.COMPOUND]).values_list("pk", "name"))
    buildings = dict(Building.objects.filter(pk__in=ids[AliasKind.BUILDING]).values_list("pk", "name"))
    columns = ("pk", "building__name", "entrance__name", "unit_no")
    flats = Dwelling.objects.filter(pk__in=ids[AliasKind.DWELLING]).values_list(*columns)
    named = {**compounds, **{str(pk): name for pk, name in buildings.items()}}
    named |= {str(pk): f"{building}{entrance or ''}{number}" for pk, building, entrance, number in flats}
    return {alias.pk: named.get(alias.target, alias.target) for alias in aliases}


def name_to_learn(parsed: Parsed, kind: AliasKind) -> str:
    """Give the words of an address that name what was chosen: for a compound its name, for a building all up to it."""
    parts = _NAMES if kind is AliasKind.COMPOUND else _TO_BUILDING
    return "".join(piece.text for piece in parsed.pieces if piece.part in parts)
