"""What people do with other names of places: keep one, take one away, learn one from a choice at intake."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F

from linli.places import rules
from linli.places.actions.history import stamp_anew
from linli.places.addresses import name_key
from linli.places.models import AddressAlias, AreaStamp
from linli.places.queries.address_shapes import Candidate
from linli.places.queries.addresses import match_address
from linli.places.queries.aliases import alias_within, area_of_target, name_to_learn
from linli.places.rules import AliasKind, AliasSource


@dataclass(frozen=True)
class AliasDraft:
    """Another name and what it stands for: a compound's code, or the id of a building or dwelling."""

    text: str
    kind: AliasKind
    target: str
    source: AliasSource = AliasSource.DESK


@transaction.atomic
def keep_alias(draft: AliasDraft, *, prefixes: Iterable[str], by: str, at: dt.datetime) -> AddressAlias:
    """Keep another name of a place; one that is known already counts once more, and a person's word outranks a choice."""
    text = rules.check_alias(draft.text)
    area_code = area_of_target(draft.kind, draft.target, prefixes=tuple(prefixes))
    alias, is_new = AddressAlias.objects.get_or_create(
        key=name_key(text),
        kind=draft.kind.value,
        target=draft.target,
        defaults={"text": text, "area_code": area_code, "source": draft.source.value, "by_name": by, "at": at},
    )
    if not is_new:
        AddressAlias.objects.filter(pk=alias.pk).update(times=F("times") + 1)
        if draft.source is not AliasSource.INTAKE and alias.source == AliasSource.INTAKE:
            AddressAlias.objects.filter(pk=alias.pk).update(source=draft.source.value, by_name=by, at=at)
        alias.refresh_from_db()
    stamp_anew(AreaStamp.ALIASES)
    return alias


@transaction.atomic
def drop_alias(alias_id: UUID, *, prefixes: Iterable[str]) -> None:
    """Take another name of a place away."""
    alias_within(tuple(prefixes), alias_id).delete()
    stamp_anew(AreaStamp.ALIASES)


def learn_alias(
    text: str, *, kind: AliasKind, target: str, prefixes: Iterable[str], by: str, at: dt.datetime
) -> AddressAlias | None:
    """Learn from a choice at intake how people call a place; nothing is learnt where the address led there anyway."""
    match = match_address(text, to_dwelling=False)
    words = name_to_learn(match.parsed, kind)
    if len(words) < rules.SHORTEST or (match.is_sure and _leads_to(match.best, kind, target)):
        return None
    return keep_alias(AliasDraft(words, kind, target, AliasSource.INTAKE), prefixes=prefixes, by=by, at=at)


def _leads_to(best: Candidate | None, kind: AliasKind, target: str) -> bool:
    return best is not None and target == (best.code if kind is AliasKind.COMPOUND else str(best.building_id))
