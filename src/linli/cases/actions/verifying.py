"""Send somebody to verify one field of one resident's record on the doorstep: when two sources disagree about it.

The case names the field and never a value; whose record it is lies beside the case, for those who may open the record.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.actions.opening import open_following
from linli.cases.actions.reporting import NewReport
from linli.cases.models import Case, CaseSubject
from linli.cases.queries.sources import case_already_in
from linli.core.ids import new_id
from linli.core.statements import insert_row
from linli.register.queries.visible import one_person
from linli.staff.rules import SYSTEM, Command

KIND = "service.record-resident"
REGISTER = "register"  # the channel and the source of these cases
FIELD_NAMES: dict[str, str | Promise] = {
    "name": gettext_lazy("姓名"),
    "sex": gettext_lazy("性别"),
    "born_on": gettext_lazy("出生日期"),
    "id_number": gettext_lazy("身份证号"),
    "phone": gettext_lazy("电话"),
}


@dataclass(frozen=True)
class Doubt:
    """Which field of whose record is in doubt, in which grid; `key` tells one disagreement from the next."""

    resident_id: UUID
    field: str
    area_code: str
    key: str


@transaction.atomic
def verify_resident(doubt: Doubt, *, at: dt.datetime) -> Case:
    """Open the verification of a field, or give the one that is open already; twice does no harm."""
    known = case_already_in(REGISTER, doubt.key) or open_verification(doubt.resident_id, doubt.field)
    if known is not None:
        return known
    with translation.override(settings.LANGUAGE_CODE):
        title, text = _words(doubt.field)
    report = NewReport(
        text=text, title=title, channel=REGISTER, area_code=doubt.area_code, kind_code=KIND, source=REGISTER,
        source_key=doubt.key,
    )  # fmt: skip
    case = open_following(report, command=Command(new_id(), SYSTEM, at))
    insert_row(CaseSubject(case=case, resident_id=doubt.resident_id, field=doubt.field))
    return case


def open_verification(resident_id: UUID, field: str) -> Case | None:
    """Find the open verification of a field of a resident."""
    about = CaseSubject.objects.filter(
        resident_id__in=one_person(resident_id), field=field, right="", case__kind_code=KIND
    )
    found = about.filter(case__is_open=True).select_related("case").first()
    return found.case if found else None


def _words(field: str) -> tuple[str, str]:
    """Say which field is to be looked at: never what it says."""
    name = str(FIELD_NAMES.get(field, field))
    title = _("核实居民登记：%(name)s") % {"name": name}
    text = _("两个来源所说的“%(name)s”不一致。请向本人或上门核实，再在居民登记中采用或保留；不要在本案中填写其内容。")
    return title, text % {"name": name}
