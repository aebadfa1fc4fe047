"""How visits says no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused, Stale


class VisitNotFound(NotFound):
    """There is no such visit, or the person may not know of it."""

    code = "visits.not-found"
    text = _("没有找到这次走访，或者您无权查看。")


class VisitNotAllowed(NotAllowed):
    """Visits are made by the worker of the grid; they are planned by the worker and the registrar."""

    code = "visits.not-allowed"
    text = _("只有负责这个网格的工作人员能办理这次走访。")


class WhomMissing(Invalid):
    """A visit goes to a household, a resident or a dwelling."""

    code = "visits.whom-missing"
    text = _("请选择走访哪一户、哪位居民或者哪处房屋。")


class WhomUnknown(NotFound):
    """There is no such household, resident or dwelling where this person works."""

    code = "visits.whom-unknown"
    text = _("没有找到要走访的这一户，或者它不在您的网格。")


class WhyMissing(Invalid):
    """A visit to a door behind which nobody is registered says why, as no household and no case tells it."""

    code = "visits.why-missing"
    text = _("这个门没有登记住户：请写明为什么去这个门。")


class PurposeUnknown(Invalid):
    """A visit has a declared purpose."""

    code = "visits.purpose-unknown"
    text = _("请选择走访目的：走访都要有目的。")


class NotEnrolled(Refused):
    """A visit of a programme goes to somebody who takes part in it."""

    code = "visits.not-enrolled"
    text = _("这位居民没有参加“%(programme)s”，不能按这个项目走访。")


class TextNeeded(Invalid):
    """A part that must be written is empty."""

    code = "visits.text-needed"
    text = _("请填写这一项。")


class TextEndless(Invalid):
    """A text is longer than anybody would read."""

    code = "visits.text-endless"
    text = _("文字太长：最多 %(most)s 个字，现在 %(found)s 个字。")


class DayPast(Invalid):
    """A visit is planned for today or later."""

    code = "visits.day-past"
    text = _("计划日期不能早于今天。")


class DayTooFar(Invalid):
    """A visit is planned for within a year."""

    code = "visits.day-too-far"
    text = _("计划日期不能晚于一年以后。")


class MadeInFuture(Invalid):
    """A visit that was made lies in the past."""

    code = "visits.made-in-future"
    text = _("走访时间不能晚于现在。")


class VisitMadeAlready(Refused):
    """A visit is made once."""

    code = "visits.made-already"
    text = _("这次走访已经记过结果。")


class VisitOver(Refused):
    """A visit that was made or cancelled is neither moved nor cancelled."""

    code = "visits.over"
    text = _("这次走访已经结束，不能再改动。")


class VisitMoved(Stale):
    """Somebody else gave the visit another day meanwhile; `theirs`, `by` and `at` say which, who and when."""

    code = "visits.moved"
    text = _("%(by)s 已把这次走访改到 %(theirs)s，请看过以后再改。")


class VisitIdTaken(Refused):
    """A client's new visit has the id of another one."""

    code = "visits.id-taken"
    text = _("这个走访编号已经用过，请重新填写。")


class ReceiptHowUnknown(Invalid):
    """A receipt is confirmed by name or by code."""

    code = "visits.receipt-how-unknown"
    text = _("回执只能由居民点姓名确认，或者用联系卡上的代码确认。")


class ReceiptNameMissing(Invalid):
    """A receipt that is confirmed by name has the name."""

    code = "visits.receipt-name-missing"
    text = _("请由居民本人点选或填写姓名。")


class ReceiptCodeWrong(Invalid):
    """The code is not that of this home's contact card."""

    code = "visits.receipt-code-wrong"
    text = _("代码与这一户联系卡上的不一致，请核对。")


class ReceiptTooEarly(Refused):
    """A receipt confirms a visit that was made."""

    code = "visits.receipt-too-early"
    text = _("走访记下结果以后，居民才能确认回执。")


class ReceiptGiven(Refused):
    """A receipt is confirmed once."""

    code = "visits.receipt-given"
    text = _("这次走访的回执已经确认过。")


class TooManyMatters(Invalid):
    """One visit has so many matters at most."""

    code = "visits.too-many-matters"
    text = _("一次走访最多登记 %(most)s 件事项。")


class TooManyVisits(Refused):
    """More visits than one file should hold."""

    code = "visits.too-many-to-export"
    text = _("共 %(count)s 次走访，一次最多导出 %(most)s 次：请按区域、目的缩小范围，分几次导出。")


class PeriodWrong(Invalid):
    """The last day lies before the first, or too far from it."""

    code = "visits.period-wrong"
    text = _("起止日期不正确：止不能早于起，最多一年。")


class CardPlaceUnknown(Invalid):
    """Cards are printed for a grid, a building or a community where somebody works."""

    code = "visits.card-place-unknown"
    text = _("没有这个网格或楼栋，或者它不在您的区域。")


class NobodyInOffice(Refused):
    """A badge is made for the grid workers in office."""

    code = "visits.nobody-in-office"
    text = _("这里没有任职的网格员，印不出工作证：请先在“人员管理”中任职。")


class GridNotDrawn(Refused):
    """A map is printed of grids that have a boundary."""

    code = "visits.grid-not-drawn"
    text = _("这里的网格还没有画边界，印不出网格图。")


class NoServiceListed(Refused):
    """The list of services is what the catalogue declares to stand on it."""

    code = "visits.no-service-listed"
    text = _("目录里没有列入服务清单的大类：请在 majors.toml 中给要列出的大类写 on_service_list = true。")


class SiteAddressMissing(Refused):
    """A card's code leads to this site, whose address must be set."""

    code = "visits.site-address-missing"
    text = _("二维码要写上本站的网址：请先设置 LINLI_SITE_URL。")


class VoiceUnreadable(Invalid):
    """The voice note is none, or too large."""

    code = "visits.voice-unreadable"
    text = _("录音不能使用：请上传 %(most)s MB 以内的录音。")


class DeclarationsBroken(Invalid):
    """The declared visits have problems and are not used."""

    code = "visits.declarations-broken"
    text = _("走访目录有问题：%(problems)s")
