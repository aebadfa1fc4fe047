"""Who read the clear values of somebody who applied for mediation: told to that person alone."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from linli.cases.queries.about_me import case_ids_of
from linli.core.moments import to_the_minute
from linli.mediation.models import Disclosure
from linli.register.queries.gathering import Section

APPLICANT = "applicant"


def mediations_about(account_id: UUID, _resident_id: UUID) -> Sequence[Section]:
    """Tell who read the applicant's values in the mediations that an account has applied for."""
    found = Disclosure.objects.filter(mediation__case_id__in=case_ids_of(account_id), party__side=APPLICANT)
    rows = tuple(
        (to_the_minute(one.at), one.by_name, one.purpose, one.mediation.case_number)
        for one in found.select_related("mediation").order_by("-at")
    )
    columns = (("at", _("时间")), ("by", _("谁")), ("purpose", _("为了什么")), ("number", _("编号")))
    return (Section("readings-of-mediations", _("谁看过我在调解中的信息"), columns, rows),) if rows else ()
