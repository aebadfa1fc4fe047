"""What cases hold of somebody with an account: the reports handed in, and who read the contact left with them."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from linli.cases.models import Case, Disclosure
from linli.cases.queries.kinds import kind_name
from linli.core.moments import to_the_minute
from linli.register.queries.gathering import Section

MOST = 1_000


def cases_about(account_id: UUID, _resident_id: UUID) -> Sequence[Section]:
    """Tell what an account has reported, and who read its contact there."""
    return (_reports(account_id), _readings(account_id))


def case_ids_of(account_id: UUID) -> Sequence[UUID]:
    """List the cases an account has reported."""
    return tuple(Case.objects.filter(reporter__account_id=account_id).values_list("pk", flat=True)[:MOST])


def _reports(account_id: UUID) -> Section:
    cases = Case.objects.filter(reporter__account_id=account_id).order_by("-reported_at", "-id")[:MOST]
    rows = tuple(
        (
            case.number, to_the_minute(case.reported_at),
            kind_name(case.kind_code) if case.kind_code else "", case.text, case.address, case.result,
        )
        for case in cases
    )  # fmt: skip
    columns = (
        ("number", _("编号")), ("at", _("时间")), ("kind", _("类别")), ("text", _("内容")), ("address", _("地址")),
        ("result", _("结果")),
    )  # fmt: skip
    return Section("cases", _("我上报的事项"), columns, rows)


def _readings(account_id: UUID) -> Section:
    found = Disclosure.objects.filter(case__reporter__account_id=account_id).order_by("-at")[:MOST]
    rows = tuple(
        (to_the_minute(one.at), one.by_name, one.purpose, one.case.number) for one in found.select_related("case")
    )
    columns = (("at", _("时间")), ("by", _("谁")), ("purpose", _("为了什么")), ("number", _("编号")))
    return Section("readings-of-cases", _("谁看过我上报时留的联系方式"), columns, rows)
