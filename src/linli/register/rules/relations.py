"""Relations to the head of a household, and what becomes of them when somebody else becomes head."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from linli.register.rules.people import Relation

# Seen from the old head: what the new head was, what the other one was → what the other one is to the new head.
# Only what is certain whoever they are; the rest is left open for somebody to fill in.
_R = Relation
_AFTER: Mapping[Relation, Mapping[Relation, Relation]] = {
    _R.SPOUSE: {_R.HEAD: _R.SPOUSE},
    _R.CHILD: {_R.HEAD: _R.PARENT, _R.PARENT: _R.GRANDPARENT, _R.CHILD: _R.SIBLING},
    _R.PARENT: {_R.HEAD: _R.CHILD, _R.CHILD: _R.GRANDCHILD, _R.SIBLING: _R.CHILD},
    _R.SIBLING: {_R.HEAD: _R.SIBLING, _R.SIBLING: _R.SIBLING, _R.PARENT: _R.PARENT, _R.GRANDPARENT: _R.GRANDPARENT},
    _R.GRANDCHILD: {_R.HEAD: _R.GRANDPARENT},
    _R.GRANDPARENT: {_R.HEAD: _R.GRANDCHILD},
    _R.OTHER: {_R.HEAD: _R.OTHER},
}


@dataclass(frozen=True)
class Living:
    """Somebody who lives in a household, as far as heading it goes."""

    resident_id: UUID
    relation: Relation
    is_grown_up: bool


def relation_after(other: Relation, *, new_head: Relation) -> Relation:
    """Say what somebody is to the new head, who was `new_head` to the old one; UNKNOWN where it is not certain."""
    return _AFTER.get(new_head, {}).get(other, Relation.UNKNOWN)


def next_head(members: Sequence[Living]) -> UUID | None:
    """Say who heads a household whose head is gone: the spouse, or the only grown-up left; else a person chooses."""
    grown_up = [one for one in members if one.is_grown_up]
    spouses = [one for one in grown_up if one.relation is Relation.SPOUSE]
    if len(spouses) == 1:
        return spouses[0].resident_id
    return grown_up[0].resident_id if len(grown_up) == 1 else None
