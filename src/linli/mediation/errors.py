"""How mediation says no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused


class MediationNotFound(NotFound):
    """There is no such mediation, or the person may not know of it."""

    code = "mediation.not-found"
    text = _("没有找到这件调解，或者您无权查看。")


class MediationStepNotAllowed(NotAllowed):
    """Only the mediators and the keeper of a mediation act in it."""

    code = "mediation.step-not-allowed"
    text = _("调解内容保密：只有本案的调解员和卷宗保管人能办理。")


class PhaseWrong(Refused):
    """The mediation is not where this step starts."""

    code = "mediation.phase-wrong"
    text = _("这件调解现在的阶段不能办理这一步，请刷新后再看。")


class DossierArchived(Refused):
    """An archived dossier takes remarks only."""

    code = "mediation.dossier-archived"
    text = _("卷宗已经归档，只能添加备注。")


class TextNeeded(Invalid):
    """A part that must be written is empty."""

    code = "mediation.text-needed"
    text = _("请填写这一项。")


class TextEndless(Invalid):
    """A text is longer than anybody would read."""

    code = "mediation.text-endless"
    text = _("文字太长：最多 %(most)s 个字，现在 %(found)s 个字。")


class KindNotDispute(Invalid):
    """Only disputes are mediated."""

    code = "mediation.kind-not-dispute"
    text = _("只有纠纷类事项可以调解，请选择纠纷类型。")


class PartiesTooFew(Invalid):
    """A dispute has two sides."""

    code = "mediation.parties-too-few"
    text = _("纠纷至少有两方：请填写申请人和被申请人。")


class PartyUnknown(Invalid):
    """The party is none of this mediation."""

    code = "mediation.party-unknown"
    text = _("没有这一方当事人，请从名单中选择。")


class PartyPhoneInvalid(Invalid):
    """The text is no phone number."""

    code = "mediation.party-phone-invalid"
    text = _("电话号码不正确，请检查位数；也可以留空。")


class PartyIdInvalid(Invalid):
    """The ID number's check digit is wrong."""

    code = "mediation.party-id-invalid"
    text = _("证件号码不正确，请核对。")


class AlreadyMediated(Refused):
    """A dispute is mediated once at a time."""

    code = "mediation.already-mediated"
    text = _("这件纠纷正在调解，不能重复受理。")


class CommitteeUnknown(Invalid):
    """There is no such mediation committee."""

    code = "mediation.committee-unknown"
    text = _("没有“%(committee)s”这个调解委员会，或它已停用。")


class CommitteeNotOwn(NotAllowed):
    """A committee's register is kept by its own mediators and those above it."""

    code = "mediation.committee-not-own"
    text = _("您不能管理这个调解委员会的名册。")


class CommitteeCodeTaken(Invalid):
    """Another committee has this code."""

    code = "mediation.committee-code-taken"
    text = _("编码“%(committee)s”已经有调解委员会在用。")


class MediatorUnknown(Invalid):
    """There is no such mediator in the register."""

    code = "mediation.mediator-unknown"
    text = _("名册里没有这位调解员。")


class MediatorNotInOffice(Invalid):
    """A mediator's term has not begun or is over."""

    code = "mediation.mediator-not-in-office"
    text = _("这位调解员不在任期内，请另选一位。")


class MediatorHasInterest(Refused):
    """A mediator with an interest needs every party's consent in writing (art. 20)."""

    code = "mediation.mediator-has-interest"
    text = _("这位调解员与当事人或本纠纷有利害关系：须双方知情并书面同意，否则应当回避。")


class MediatorRejected(Refused):
    """A party has rejected this mediator."""

    code = "mediation.mediator-rejected"
    text = _("当事人已经拒绝这位调解员，不能再次指定。")


class MediatorProposed(Refused):
    """A mediator is proposed once."""

    code = "mediation.mediator-proposed"
    text = _("这位调解员已经提名。")


class ConsentGiven(Refused):
    """A party has answered already."""

    code = "mediation.consent-given"
    text = _("这一方已经答复过了。")


class SignatureMissing(Invalid):
    """A written agreement is signed by every party (art. 29)."""

    code = "mediation.signature-missing"
    text = _("书面协议须各方当事人签名、盖章或者按指印后才生效，请填写签署日期。")


class SealMissing(Invalid):
    """A written agreement has the mediator's signature and the committee's seal (art. 29)."""

    code = "mediation.seal-missing"
    text = _("书面协议还须调解员签名并加盖调解委员会印章。")


class DayWrong(Invalid):
    """A day lies where it cannot."""

    code = "mediation.day-wrong"
    text = _("日期不正确：不能早于受理之日，也不能晚于今天。")


class DayPast(Invalid):
    """A day to come lies in the past."""

    code = "mediation.day-past"
    text = _("日期不正确：应当是以后的日子。")


class ActUnknown(Invalid):
    """The agreement has no such promised act."""

    code = "mediation.act-unknown"
    text = _("协议里没有这一项承诺。")


class ActsOpen(Refused):
    """An agreement is performed before its dossier is closed."""

    code = "mediation.acts-open"
    text = _("还有 %(count)s 项承诺没有履行完毕，请先回访并记下结果。")


class WindowOver(Refused):
    """The thirty days for judicial confirmation are over (art. 33)."""

    code = "mediation.window-over"
    text = _("申请司法确认的期限到 %(last)s 为止，现在已经超过。")


class CourtNotAsked(Refused):
    """The court decides on an application."""

    code = "mediation.court-not-asked"
    text = _("还没有登记共同申请司法确认，不能登记法院的决定。")


class ConsentMissing(Refused):
    """A dispute is referred with the consent of every party only."""

    code = "mediation.consent-missing"
    text = _("移送须各方当事人同意。")


class DossierIncomplete(Refused):
    """Papers that must be in the dossier are missing."""

    code = "mediation.dossier-incomplete"
    text = _("卷宗还不能归档，缺少：%(missing)s。")


class DocumentUnreadable(Invalid):
    """An uploaded paper is neither a picture nor a PDF."""

    code = "mediation.document-unreadable"
    text = _("文件“%(name)s”不能使用：请上传 PDF、JPEG 或 PNG。")


class DocumentTooLarge(Invalid):
    """An uploaded paper is larger than is taken."""

    code = "mediation.document-too-large"
    text = _("文件“%(name)s”太大，最多 %(most)s MB。")


class PaperUnknown(NotFound):
    """There is no such paper in this dossier."""

    code = "mediation.paper-unknown"
    text = _("卷宗里没有这份材料。")


class MonthWrong(Invalid):
    """The text is no month."""

    code = "mediation.month-wrong"
    text = _("月份“%(month)s”不正确，请写成 2026-11 这样。")
