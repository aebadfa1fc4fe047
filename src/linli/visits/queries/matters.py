"""Which household a case was found with: for the phones of those who keep that household."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from linli.core.scope import within
from linli.visits.models import FollowUp


def households_behind(case_ids: Iterable[UUID], prefixes: Iterable[str]) -> Mapping[UUID, UUID]:
    """Give the household of each case that a visit to one became, in some areas; one question."""
    found = FollowUp.objects.filter(
        within("visit__area_code", prefixes), case_id__in=list(case_ids), visit__household_id__isnull=False
    )
    return {case_id: home for case_id, home in found.values_list("case_id", "visit__household_id") if home}
