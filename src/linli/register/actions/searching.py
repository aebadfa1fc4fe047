"""Look for residents: a search is noted in the log with how many it found, never with what was typed."""

from collections.abc import Sequence

from django.db import transaction

from linli.core import audit
from linli.core.audit import Act
from linli.core.scope import covering
from linli.register.queries.searching import FoundResident, search_residents
from linli.staff.rules import Command, Permission


@transaction.atomic
def find_residents(text: str, *, command: Command, limit: int) -> Sequence[FoundResident]:
    """Find residents of the asker's area and note that somebody looked."""
    found = search_residents(command.by, text, limit=limit)
    area_code = found[0].area_code if found else covering(command.by.prefixes(Permission.PEOPLE_VIEW))
    audit.note(
        audit.Line(
            Act.READ, command.by.key, command.by.name, command.at, area_code=area_code, purpose="register",
            subject_kind="residents", count=len(found), detail={"how": "search"},
        )
    )  # fmt: skip
    return found
