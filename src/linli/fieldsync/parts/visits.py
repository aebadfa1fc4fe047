"""The visits of the own grids that are planned soon or overdue, with what was agreed the last time."""

from dataclasses import asdict

from linli.fieldsync.parts.shapes import Holder, Part, Stored, as_made, full, ready
from linli.visits.queries.field import field_visits


def _visits(holder: Holder) -> list[Stored]:
    """List visits of grids and communities alone: people of a whole street do not come along."""
    found = field_visits(holder.actor, on=holder.on, prefixes=holder.scope.people)
    return ready([full(**asdict(one)) for one in found])


VISITS = Part("visits", _visits, as_made)
