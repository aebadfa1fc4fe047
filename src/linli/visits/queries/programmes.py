"""Which programmes a resident takes part in, for the form of a visit."""

from collections.abc import Sequence
from uuid import UUID

from linli.register.queries.whom import programmes_in_force
from linli.visits.queries.naming import programme_name


def programmes_of(resident_id: UUID) -> Sequence[tuple[str, str]]:
    """List the programmes somebody takes part in today, by code and name; one query."""
    return tuple((code, programme_name(code)) for code in programmes_in_force(resident_id))
