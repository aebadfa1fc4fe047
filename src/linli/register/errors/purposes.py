"""How purposes, consents, programmes, assessments and agreements say no."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused


class DeclarationsBroken(Invalid):
    """The declared content of the register cannot be used."""

    code = "register.declarations-broken"
    text = _("登记目录有误：%(problems)s")


class PurposeUnknown(Invalid):
    """There is no such purpose, or it is not one for this use."""

    code = "register.purpose-unknown"
    text = _("没有目的“%(purpose)s”，或者它不能用于这里。")


class PurposeClosed(Refused):
    """A sensitive purpose is closed until its impact assessment is signed and in force (PIPL art. 55)."""

    code = "register.purpose-closed"
    text = _("目的“%(purpose)s”涉及敏感个人信息，须先签署个人信息保护影响评估才能使用。")


class PurposeCountsOnly(Refused):
    """A purpose that lists no name is for counting: nobody is looked at."""

    code = "register.purpose-counts-only"
    text = _("目的“%(purpose)s”只能统计人数，不能查看或导出个人。")


class ProgrammeUnknown(Invalid):
    """There is no such programme."""

    code = "register.programme-unknown"
    text = _("没有项目“%(programme)s”。")


class EnrolmentNotFound(NotFound):
    """There is no such enrolment, or it concerns nobody in the reader's area."""

    code = "register.enrolment-not-found"
    text = _("没有找到这条参加记录，或者不在您的工作范围内。")


class AlreadyEnrolled(Refused):
    """The resident takes part in the programme already."""

    code = "register.already-enrolled"
    text = _("已经参加“%(programme)s”。")


class EnrolmentEnded(Refused):
    """The enrolment has ended."""

    code = "register.enrolment-ended"
    text = _("这条参加记录已经结束。")


class ReviewDateWrong(Invalid):
    """An enrolment has an end: the next review lies ahead, and no further than the programme allows."""

    code = "register.review-date-wrong"
    text = _("复核日期要晚于今天，最晚 %(latest)s。")


class ConsentMissing(Refused):
    """The programme rests on consent, and there is none in force to the newest notice."""

    code = "register.consent-missing"
    text = _("“%(purpose)s”须本人同意：没有按现行告知书取得的有效同意。")


class ConsentNotFound(NotFound):
    """There is no such consent, or it concerns nobody in the reader's area."""

    code = "register.consent-not-found"
    text = _("没有找到这条同意记录，或者不在您的工作范围内。")


class ConsentNotAsked(Invalid):
    """The purpose rests on law, not on consent."""

    code = "register.consent-not-asked"
    text = _("“%(purpose)s”不以同意为依据，不用征求同意。")


class ChannelUnknown(Invalid):
    """Consent comes from the person, on paper, at the counter or on the doorstep."""

    code = "register.channel-unknown"
    text = _("取得同意的方式不对：%(channel)s。")


class GuardianMissing(Refused):
    """For a child under 14 the guardian consents, and one must be on record (PIPL art. 31)."""

    code = "register.guardian-missing"
    text = _("不满十四周岁，须由登记在册的监护人同意。")


class GuardianNotNeeded(Refused):
    """From 14 on the person consents; a parent no longer does it for them."""

    code = "register.guardian-not-needed"
    text = _("已满十四周岁，应由本人同意。")


class AskedTooSoon(Refused):
    """Who said no is left in peace for a while (Net Data Rules 2024)."""

    code = "register.asked-too-soon"
    text = _("本人 %(on)s 没有同意，%(until)s 前不再征求；本人主动提出的除外。")


class ConsentExists(Refused):
    """The same consent is in force."""

    code = "register.consent-exists"
    text = _("已有按现行告知书取得的有效同意。")


class QuestionUnanswered(Invalid):
    """Every question of an assessment is answered, with reasons."""

    code = "register.question-unanswered"
    text = _("请回答“%(question)s”并写明理由（至少 %(least)s 个字）。")


class AssessmentNotFound(NotFound):
    """There is no such assessment."""

    code = "register.assessment-not-found"
    text = _("没有找到这份影响评估。")


class AssessmentUnfit(Refused):
    """An assessment with a no is no basis to open a purpose."""

    code = "register.assessment-unfit"
    text = _("“%(question)s”的结论是“否”，不能签署。请先整改，再作一份评估。")


class AssessmentOutdated(Refused):
    """The purpose was changed after the assessment was drafted."""

    code = "register.assessment-outdated"
    text = _("评估起草后目的的声明有改动，请按现在的声明重新评估。")


class AlreadySigned(Refused):
    """It is signed, revoked or ended already."""

    code = "register.already-signed"
    text = _("这份文件已经签署、撤销或终止。")


class NotSigned(Refused):
    """It is not signed, or not in force any more."""

    code = "register.not-signed"
    text = _("这份文件没有签署，或者已经失效。")


class OtherMustSign(NotAllowed):
    """Who drafted does not sign."""

    code = "register.other-must-sign"
    text = _("起草人不能签署自己起草的文件，请由另一位负责人签署。")


class ReviewTooFar(Invalid):
    """An assessment holds three years at most."""

    code = "register.review-too-far"
    text = _("有效期要晚于今天，最长三年（到 %(latest)s）。")


class AgreementNotFound(NotFound):
    """There is no such agreement, or it lies outside the reader's area."""

    code = "register.agreement-not-found"
    text = _("没有找到这份共享协议，或者不在您的工作范围内。")


class AgreementWrong(Invalid):
    """An agreement names its number, receiver and basis."""

    code = "register.agreement-wrong"
    text = _("请填写协议编号、接收方和依据。")


class AgreementCodeTaken(Invalid):
    """Another agreement has the number."""

    code = "register.agreement-code-taken"
    text = _("已有编号为“%(number)s”的协议。")


class AgreementDatesWrong(Invalid):
    """An agreement runs from a day to a day, three years at most."""

    code = "register.agreement-dates-wrong"
    text = _("协议的止期不能早于起期，最长三年。")


class FieldNotOfPurpose(Invalid):
    """Only fields that the purpose names can be agreed on."""

    code = "register.field-not-of-purpose"
    text = _("目的“%(purpose)s”不包括字段“%(name)s”。")


class FieldNotAgreed(Refused):
    """A hand-over holds agreed fields and no others."""

    code = "register.field-not-agreed"
    text = _("字段“%(name)s”不在协议之内，不能提供。")


class OutsideAgreement(Refused):
    """Nothing is handed over before an agreement begins or after it has ended."""

    code = "register.outside-agreement"
    text = _("协议不在有效期内（%(since)s 至 %(until)s），不能提供。")


class NobodyToHandOver(Refused):
    """There is nobody of whom anything could be handed over."""

    code = "register.nobody-to-hand-over"
    text = _("协议区域内没有可以提供的人员。")


class PersonOutsideAgreement(Refused):
    """Only people of the agreement's area are handed over, and who rests on consent only with it."""

    code = "register.person-outside-agreement"
    text = _("有 %(count)s 人不在协议的区域内，或者没有有效同意，不能提供。")
