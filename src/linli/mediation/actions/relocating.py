"""What a redrawn map moves: a mediation under way goes along with the case of its dispute, a committee with its grid."""

from collections.abc import Collection, Iterable, Mapping
from itertools import batched
from uuid import UUID

from django.db import transaction

from linli.cases.queries.visible import cases_visible_to
from linli.mediation.actions.recording import keep
from linli.mediation.models import Committee, Mediation
from linli.mediation.rules import StepName
from linli.places import queries as places
from linli.staff.rules import SYSTEM, Command

_BATCH = 500


@transaction.atomic
def relocate_mediations(prefixes: Iterable[str], *, command: Command) -> int:
    """Take the mediations under way in redrawn areas to where their cases are now; each move is a line of its history.

    One whose case is over leaves a closed grid for the one that has most of its ground; so does a committee. What has
    ended stays where it was. Again moves nothing.
    """
    wanted = tuple(prefixes)
    followed = places.successors(wanted)
    moved = sum(Committee.objects.filter(area_code=code).update(area_code=after) for code, after in followed.items())
    rows = Mediation.objects.select_for_update().filter(places.touched("area_code", wanted), is_running=True)
    running = list(rows.order_by("pk"))
    cases = _areas_of_cases({one.case_id for one in running})
    return moved + sum(_move(one, cases, followed, command) for one in running)


def _areas_of_cases(case_ids: Collection[UUID]) -> dict[UUID, str]:
    """Say where the open ones of some cases are."""
    found: dict[UUID, str] = {}
    for batch in batched(sorted(case_ids), _BATCH, strict=False):
        found |= dict(
            cases_visible_to(SYSTEM).filter(pk__in=batch, is_open=True).order_by().values_list("pk", "area_code")
        )
    return found


def _move(mediation: Mediation, cases: Mapping[UUID, str], followed: Mapping[str, str], command: Command) -> bool:
    area_code = cases.get(mediation.case_id) or followed.get(mediation.area_code, mediation.area_code)
    if area_code == mediation.area_code:
        return False
    keep(mediation, StepName.RELOCATE, command, area_code=area_code)
    return True
