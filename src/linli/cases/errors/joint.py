"""How cases say no about joint work: calling in, arriving, meeting, ordering, rating each other."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused


class CoUnitsMissing(Invalid):
    """Somebody is called in, or nobody needs to be called."""

    code = "case.co-units-missing"
    text = _("请选择要召集的协办单位。")


class CoUnitLeads(Invalid):
    """The unit that leads does not help itself."""

    code = "case.co-unit-leads"
    text = _("“%(unit)s”是主办单位，不能同时作协办单位。")


class CoUnitCalled(Refused):
    """A unit is called in once at a time."""

    code = "case.co-unit-called"
    text = _("“%(unit)s”已在协办这件案卷。")


class ArriveByPast(Invalid):
    """Nobody can arrive before they were called."""

    code = "case.arrive-by-past"
    text = _("到场时间须晚于现在。")


class NoPartHere(NotAllowed):
    """The unit has no part in this case that this step is about."""

    code = "case.no-part-here"
    text = _("您的单位在这件案卷里没有这项任务。")


class ArrivedBefore(Refused):
    """A unit arrives once."""

    code = "case.arrived-before"
    text = _("本单位已登记到场。")


class CoUnitsWorking(Invalid):
    """The leading unit waits for those it works with, or says why not."""

    code = "case.co-units-working"
    text = _("协办单位还没有反馈：%(units)s。不等他们就反馈，请写明理由。")


class PartnerUnknown(Invalid):
    """Only units that worked together rate each other."""

    code = "case.partner-unknown"
    text = _("只能评价在这件案卷中与本单位协作的单位。")


class PartnerWorking(Refused):
    """Working together is rated after the work."""

    code = "case.partner-working"
    text = _("协办任务还没有结束，结束后再评价。")


class PartnerScored(Refused):
    """A partner is rated once for a case."""

    code = "case.partner-scored"
    text = _("本单位已评价过这个协作单位。")


class MeetingAhead(Invalid):
    """Minutes are kept of a meeting that was held."""

    code = "case.meeting-ahead"
    text = _("会商时间不能晚于现在。")


class DueInPast(Invalid):
    """Nobody can keep a day or an hour that has gone by."""

    code = "case.due-in-past"
    text = _("期限须晚于现在。")


class MeetingUnknown(NotFound):
    """The case has no such meeting."""

    code = "case.meeting-not-found"
    text = _("这件案卷没有这次会商。")


class ActionUnknown(NotFound):
    """The case has no such action item."""

    code = "case.action-not-found"
    text = _("这件案卷没有这项议定事项。")


class ActionFinished(Refused):
    """An action item is finished once."""

    code = "case.action-finished"
    text = _("这项议定事项已办结。")


class OrderUnknown(NotFound):
    """The case has no such supervision order."""

    code = "case.order-not-found"
    text = _("这件案卷没有这项督办。")


class OrderAnswered(Refused):
    """A supervision order is answered once."""

    code = "case.order-answered"
    text = _("这项督办已答复。")


class OrderUnitOutside(Invalid):
    """An order goes to whoever has a part in the case, or to a centre of the place."""

    code = "case.order-unit-outside"
    text = _("“%(unit)s”与这件案卷无关，请选办理单位或本地的监督、指挥中心。")


class OrderOpen(Refused):
    """A case under a supervision order ends when the order is answered."""

    code = "case.order-open"
    text = _("督办还没有答复，答复后才能结案。")
