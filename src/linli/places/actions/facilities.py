"""What people do with facilities: put many in from a file, or change one."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from linli.places import rules
from linli.places.actions.registered import FACILITIES, Counted, facts_of, put_drafts
from linli.places.catalogue import facility_classes
from linli.places.errors.ground import OutsideEveryArea
from linli.places.models import Facility
from linli.places.rules import FacilityDraft


@transaction.atomic
def put_facilities(drafts: Sequence[FacilityDraft], *, by: str, at: dt.datetime) -> Counted:
    """Store facilities, or change those already stored, by code; each is located to its grid."""
    classes = facility_classes()
    for draft in drafts:
        rules.check_facility(draft, classes=classes)
    return put_drafts(FACILITIES, drafts, _row, by=by, at=at)


def _row(draft: FacilityDraft, area: str, stored: Facility | None) -> Facility:
    """Make the row; a draft without a ground leaves the stored one."""
    if not area:
        raise OutsideEveryArea(field="lon")
    facts = facts_of(draft)
    if draft.boundary is None and stored is not None:
        facts["boundary"] = stored.boundary
    return Facility(area_code=area, **facts)
