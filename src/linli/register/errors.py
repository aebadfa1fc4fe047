"""How the register says no."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid, NotAllowed, NotFound, Refused, Stale, Unavailable


class NameMissing(Invalid):
    """A resident has no name, or one too long."""

    code = "register.name-missing"
    text = _("请填写姓名（不超过 %(most)s 个字）。")


class SexUnknown(Invalid):
    """Sex is not written as the household register writes it."""

    code = "register.sex-unknown"
    text = _("性别只能是 female（女）或 male（男）。")


class BirthDateWrong(Invalid):
    """Nobody is born in the future, or so long ago."""

    code = "register.birth-date-wrong"
    text = _("出生日期 %(born_on)s 不可能，请核对。")


class IdNumberInvalid(Invalid):
    """The ID number fails its check digit."""

    code = "register.id-number-invalid"
    text = _("身份证号校验不通过，请核对。")


class IdNumberDiffers(Invalid):
    """The ID number tells another birth date or sex."""

    code = "register.id-number-differs"
    text = _("身份证号与出生日期或性别不一致，请核对。")


class PhoneInvalid(Invalid):
    """The phone number is no number."""

    code = "register.phone-invalid"
    text = _("电话号码不正确，请核对。")


class HouseholdEmpty(Invalid):
    """A household needs people."""

    code = "register.household-empty"
    text = _("一户至少要有一名成员。")


class BarredColumn(Invalid):
    """A file brings a column that Linli has no place for."""

    code = "register.barred-column"
    text = _("文件中的“%(column)s”一列不能导入：邻里不保存%(reason)s。请删去这一列。")


class ResidentNotFound(NotFound):
    """There is no such resident, or no home of theirs lies in the reader's area."""

    code = "register.resident-not-found"
    text = _("没有找到这名居民，或者不在您的工作范围内。")


class HouseholdNotFound(NotFound):
    """There is no such household, or it lies outside the reader's area."""

    code = "register.household-not-found"
    text = _("没有找到这一户，或者不在您的工作范围内。")


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


class DwellingNotFound(NotFound):
    """There is no such dwelling, or it lies outside the writer's area."""

    code = "register.dwelling-not-found"
    text = _("没有找到这处房屋，或者不在您的工作范围内。")


class NotOfYourArea(NotAllowed):
    """The home lies where this person may read but not write."""

    code = "register.not-of-your-area"
    text = _("这一住处不在您可以登记的范围内。")


class RecordStale(Stale):
    """Somebody changed the record since the page was opened."""

    code = "register.record-stale"
    text = _("这份登记在您打开之后已被修改，请刷新后核对再保存。")


class FieldUnknown(Invalid):
    """No such field of a resident can be corrected or stated."""

    code = "register.field-unknown"
    text = _("没有可以登记的项目“%(name)s”。")


class SourceUnknown(Invalid):
    """Nobody declared such a source."""

    code = "register.source-unknown"
    text = _("没有登记来源“%(source)s”。")


class NothingChanges(Invalid):
    """What is handed in is what stands already."""

    code = "register.nothing-changes"
    text = _("与现有登记相同，没有需要修改的内容。")


class ReasonMissing(Invalid):
    """What is done needs a reason that can be read later."""

    code = "register.reason-missing"
    text = _("请写明理由（至少 %(least)s 个字）。")


class DayInFuture(Invalid):
    """What happened cannot lie ahead."""

    code = "register.day-in-future"
    text = _("日期 %(day)s 还没有到。")


class DayBeforeBirth(Invalid):
    """Nothing happens to a person before birth."""

    code = "register.day-before-birth"
    text = _("日期 %(day)s 早于出生日期。")


class DayBeforeStart(Invalid):
    """What ends cannot end before it began."""

    code = "register.day-before-start"
    text = _("日期 %(day)s 早于开始日期 %(since)s。")


class HasDied(Refused):
    """The person has died: nothing new begins for them."""

    code = "register.has-died"
    text = _("此人已登记死亡，不能再办理。登记有误的，请先撤销死亡登记。")


class DiedAlready(Refused):
    """The death stands in the register already."""

    code = "register.died-already"
    text = _("死亡已经登记过。")


class LivesElsewhere(Refused):
    """Somebody lives in one home at a time."""

    code = "register.lives-elsewhere"
    text = _("此人现住在另一处。请先迁出，或选择“从原住处搬来”。")


class RegisteredElsewhere(Refused):
    """Somebody is registered in one home at a time."""

    code = "register.registered-elsewhere"
    text = _("此人户籍在另一处。请选择“从原住处迁来”，户籍随之迁移。")


class NotLeftYet(Refused):
    """On that day somebody still lived, or was registered, where they have left since."""

    code = "register.not-left-yet"
    text = _("此人到 %(until)s 才离开前一住处，不能从 %(day)s 起登记新的住处。")


class LivesHereAlready(Refused):
    """The person lives or is registered there already."""

    code = "register.lives-here-already"
    text = _("此人在这一户已有同样的登记。")


class NoHomeToLeave(Refused):
    """Nobody moves out of where they do not live."""

    code = "register.no-home-to-leave"
    text = _("此人目前没有可以迁出的住处。")


class NeitherLivesNorRegistered(Invalid):
    """A residency says that somebody lives there, is registered there, or both."""

    code = "register.neither-lives-nor-registered"
    text = _("请选择居住、户籍，或两者都选。")


class NotOfThisHousehold(Refused):
    """The person is no member of this household today."""

    code = "register.not-of-this-household"
    text = _("此人目前不是这一户的成员。")


class PaperUnknown(Refused):
    """No record has both this ID number and this name; which of the two is wrong is not told."""

    code = "register.paper-unknown"
    text = _("没有身份证号和姓名都相符的登记，请核对证件；确实没有登记过的，请作为新成员登记。")


class HouseholdEnded(Refused):
    """The household is no more."""

    code = "register.household-ended"
    text = _("这一户已经结束。")


class HouseholdKeepsNobody(Refused):
    """A household is split: somebody stays and somebody leaves."""

    code = "register.household-keeps-nobody"
    text = _("分户须有人留下，也有人分出。")


class RelationUnknown(Invalid):
    """There is no such relation, or only the head may have it."""

    code = "register.relation-unknown"
    text = _("没有这种关系“%(relation)s”，或者它只属于户主。")


class IdNumberTaken(Refused):
    """The ID number stands in another record; nothing is told of it to those who may not see it."""

    code = "register.id-number-taken"
    text = _("这个身份证号已经登记过。如果是同一个人，请办理迁入或合并登记。")

    def __init__(self, *, resident_id: UUID | None = None) -> None:
        super().__init__()
        self.resident_id = resident_id  # only for those who may see the record


class BirthNotOnThisDay(Invalid):
    """A birth is recorded with the day of birth."""

    code = "register.birth-not-on-this-day"
    text = _("出生日期与登记的出生日不一致。")


class ParentTooYoung(Invalid):
    """A parent is older than the child, and grown up when it is guardian."""

    code = "register.parent-too-young"
    text = _("填写的父母在孩子出生时不足 %(least)s 岁，请核对。")


class GuardianWrong(Invalid):
    """A guardian is another grown-up person, in the register or named."""

    code = "register.guardian-wrong"
    text = _("监护人须是另一名成年人：选择已登记的居民，或填写姓名。")


class GuardianBasisUnknown(Invalid):
    """Guardians are parents, or named by a body or a court (Civil Code arts. 27-32)."""

    code = "register.guardian-basis-unknown"
    text = _("监护依据只能是父母、指定或法院。")


class ContactWrong(Invalid):
    """A contact has a name and a phone."""

    code = "register.contact-wrong"
    text = _("请填写联系人的姓名和电话。")


class ContactNotFound(NotFound):
    """There is no such contact or guardian."""

    code = "register.contact-not-found"
    text = _("没有找到这名联系人或监护人。")


class SameRecord(Invalid):
    """A record cannot be merged with itself."""

    code = "register.same-record"
    text = _("不能把一份登记与它自己合并。")


class MergeNeedsReason(Refused):
    """Records that differ in sex, birth date or ID number are the same person only for a reason."""

    code = "register.merge-needs-reason"
    text = _("两份登记的性别、出生日期或身份证号不同，合并须写明理由（至少 %(least)s 个字）。")


class AccountsDiffer(Refused):
    """Both records have an account: whose is whose is for the residents to say first."""

    code = "register.accounts-differ"
    text = _("两份登记各有一个居民账户，请先由本人停用其中一个。")


class ChangeNotFound(NotFound):
    """There is no such change, or it lies outside the reader's area."""

    code = "register.change-not-found"
    text = _("没有找到这次变更，或者不在您的工作范围内。")


class UndoneAlready(Refused):
    """What was undone is not undone again."""

    code = "register.undone-already"
    text = _("这次变更已经撤销，或者它本身就是一次撤销。")


class ChangedSince(Refused):
    """Something was built on the change since, so it cannot be taken back without taking that back first."""

    code = "register.changed-since"
    text = _("不能撤销：之后又有变更（%(at)s，%(by)s：%(act)s）。请先撤销后来的变更。")


class ClearedSince(Refused):
    """A row of the change was cleared at the end of its time, so nothing can be put back into it."""

    code = "register.cleared-since"
    text = _("不能撤销：有关记录已按保存期限清除。")


class StatementNotFound(NotFound):
    """There is no such statement, or it concerns nobody in the reader's area."""

    code = "register.statement-not-found"
    text = _("没有找到这条来源记录，或者不在您的工作范围内。")


class StatementSettled(Refused):
    """Somebody settled it already."""

    code = "register.statement-settled"
    text = _("这条来源记录已经核实处理。")


class NotForThisPurpose(Refused):
    """A purpose opens the fields it names and no others."""

    code = "register.not-for-this-purpose"
    text = _("目的“%(purpose)s”不包括查看“%(name)s”。")


class NothingToReveal(Invalid):
    """Nobody asked for any field."""

    code = "register.nothing-to-reveal"
    text = _("请选择要查看的项目。")


class LinkageColumnMissing(Invalid):
    """A list to be reconciled lacks a column that it needs."""

    code = "register.linkage-column-missing"
    text = _("名单里没有“%(column)s”这一列；文件中有：%(columns)s。")


class LinkageFieldUnknown(Invalid):
    """A column of a list is to be something that nobody compares."""

    code = "register.linkage-field-unknown"
    text = _("比对不用“%(name)s”，可以用的有：%(names)s。")


class LinkageListEmpty(Invalid):
    """A list has no row with a name."""

    code = "register.linkage-list-empty"
    text = _("名单里没有可以比对的行：每行要有姓名。")


class LinkageListTooLong(Invalid):
    """A list has more rows than one job takes."""

    code = "register.linkage-list-too-long"
    text = _("名单超过 %(most)s 行，请按街道拆分后再比对。")


class LinkageBasisMissing(Invalid):
    """A reconciliation names no law or decision."""

    code = "register.linkage-basis-missing"
    text = _("请写明依据的法律、法规或决定文号。")


class LinkageThresholdsWrong(Invalid):
    """Thresholds are no probabilities, or stand the wrong way round."""

    code = "register.linkage-thresholds-wrong"
    text = _("界限应满足 0 < 待核 < 把握大 < 1。")


class LinkageKeptTooLong(Invalid):
    """The copy would be kept longer than its purpose allows."""

    code = "register.linkage-kept-too-long"
    text = _("销毁日期最晚为 %(latest)s（该目的最多保存 %(days)s 天），且不能早于今天。")


class LinkageNotFound(NotFound):
    """There is no such reconciliation, or its area is not the reader's."""

    code = "register.linkage-not-found"
    text = _("没有找到这项比对，或者不在您的工作范围内。")


class LinkageNotOpen(Refused):
    """A reconciliation is not at the point where this can be done."""

    code = "register.linkage-not-open"
    text = _("这项比对现在不能这样操作，请刷新页面。")


class LinkageReasonMissing(Invalid):
    """A decision over a pair has no reason."""

    code = "register.linkage-reason-missing"
    text = _("请写明判断的理由。")


class LinkageDecisionUnknown(Invalid):
    """A decision is none of the three."""

    code = "register.linkage-decision-unknown"
    text = _("判断只能是：同一人、不是同一人、不能确定。")


class LinkageSecondLookOwn(Refused):
    """Who decided cannot be the one who looks again (four eyes)."""

    code = "register.linkage-second-look-own"
    text = _("复核要由另一名工作人员进行，不能复核自己的判断。")


class LinkageOneByOne(Refused):
    """A decision that may speak against people is not taken for many at once."""

    code = "register.linkage-one-by-one"
    text = _("可能对本人不利的判断要逐人作出，不能批量。")


class LinkageEngineMissing(Unavailable):
    """The engine set by LINLI_LINKAGE is not installed."""

    code = "register.linkage-engine-missing"
    text = _("没有安装 Spark（pyspark）。请安装 linli[spark]，或把 LINLI_LINKAGE 设为 duckdb。")


class ExplanationMissing(Invalid):
    """Readings that stand out are explained in words."""

    code = "register.explanation-missing"
    text = _("请写明情况说明。")


class NothingStandsOut(Refused):
    """There is nothing to explain: the readings do not stand out, or lie outside the area."""

    code = "register.nothing-stands-out"
    text = _("这段时间里没有需要说明的查阅，或者不在您的工作范围内。")


class OrganisationNotFound(NotFound):
    """There is no such organisation, or it lies outside the reader's area."""

    code = "register.organisation-not-found"
    text = _("没有找到这个单位，或者不在您的工作范围内。")


class OrganisationNameWrong(Invalid):
    """An organisation has no name, or one too long."""

    code = "register.organisation-name-wrong"
    text = _("请填写单位名称（不超过 %(most)s 个字）。")


class OrganisationKindUnknown(Invalid):
    """There is no such kind of organisation."""

    code = "register.organisation-kind-unknown"
    text = _("没有单位类型“%(kind)s”。")


class CreditCodeInvalid(Invalid):
    """The unified social credit code fails its check character (GB 32100)."""

    code = "register.credit-code-invalid"
    text = _("统一社会信用代码校验不通过，请核对。")


class CreditCodeTaken(Invalid):
    """Another open organisation has the code."""

    code = "register.credit-code-taken"
    text = _("这个统一社会信用代码已经登记在另一个单位名下。")


class OrganisationDatesWrong(Invalid):
    """An organisation begins in the future, or ends before it began."""

    code = "register.organisation-dates-wrong"
    text = _("日期不对：成立日期不能晚于今天，注销日期不能早于成立日期。")


class OrganisationPlaceMissing(Invalid):
    """An organisation lies in a grid that is known."""

    code = "register.organisation-place-missing"
    text = _("请选择单位所在的网格。")


class OrganisationClosed(Refused):
    """The organisation has been closed."""

    code = "register.organisation-closed"
    text = _("这个单位已经注销，不能再办理。")


class KindKeepsNoMembers(Refused):
    """A kind of organisation like this keeps no list of members here."""

    code = "register.kind-keeps-no-members"
    text = _("“%(kind)s”不设成员名册：只有自愿加入的居民组织可以设。")


class WorshipKeepsNoMembers(Refused):
    """No members' list is kept for bodies of worship or movements (safeguards, rule 13)."""

    code = "register.worship-keeps-no-members"
    text = _("名称中有“%(word)s”：邻里不为宗教活动场所、宗教团体和各种信众团体保存成员名册。")


class OfficerExists(Refused):
    """The account acts for the organisation already."""

    code = "register.officer-exists"
    text = _("这个账号已经是该单位的负责人。")


class OfficerIsOneself(NotAllowed):
    """Nobody opens an organisation's members to themself."""

    code = "register.officer-is-oneself"
    text = _("不能指定自己为负责人，请由另一位登记员办理。")


class MembersNotKept(Refused):
    """The organisation has no members' list, or it was closed."""

    code = "register.members-not-kept"
    text = _("这个单位没有开设成员名册。")


class MemberNotKnown(Invalid):
    """No one resident has this name together with this phone or ID number."""

    code = "register.member-not-known"
    text = _("没有找到姓名与电话（或身份证号）都相符的居民，请核对。")


class MembershipExists(Refused):
    """The resident is a member already."""

    code = "register.membership-exists"
    text = _("已经是该单位的成员。")


class MembersRemain(Refused):
    """A members' list with members is not closed, and its organisation keeps the kind that allows it."""

    code = "register.members-remain"
    text = _("名册里还有成员。请由负责人先办理退出，再关闭名册。")


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


class RollDayWrong(Invalid):
    """A roll is drawn up for an election that is near."""

    code = "register.roll-day-wrong"
    text = _("选举日 %(on)s 不正确：最早 2000 年，最晚一年以后。")


class RollNotFound(NotFound):
    """There is no such roll, or it lies outside the reader's area."""

    code = "register.roll-not-found"
    text = _("没有找到这份名册，或者不在您的工作范围内。")


class NoCommunityThere(Invalid):
    """Rolls and sheets belong to communities: there is none under this code."""

    code = "register.no-community-there"
    text = _("区域“%(area_code)s”下没有社区。")


class ColumnAbsent(Invalid):
    """A mapping names a column that the file has not."""

    code = "register.column-absent"
    text = _("文件里没有“%(column)s”这一列。文件的列有：%(columns)s。")


class ColumnsLacking(Invalid):
    """No column gives what every person needs."""

    code = "register.columns-lacking"
    text = _("没有找到这些内容所在的列：%(names)s。请指明各列是什么。")


class ImportFieldUnknown(Invalid):
    """A mapping names a field that a person has not."""

    code = "register.import-field-unknown"
    text = _("没有“%(name)s”这个字段。可以用的有：%(names)s。")


class MappingUnknown(NotFound):
    """There is no saved mapping of that name for the area."""

    code = "register.mapping-unknown"
    text = _("这个区域没有保存名为“%(name)s”的列对应关系。")


class ImportNotFound(NotFound):
    """There is no such import, or it lies outside the reader's area."""

    code = "register.import-not-found"
    text = _("没有找到这次导入，或者不在您的工作范围内。")


class ImportStopped(Refused):
    """An import of this very file was broken off, or is running now."""

    code = "register.import-stopped"
    text = _("这个文件正在导入，或者导入到第 %(row)s 行时中断了。如已中断，请加 --resume 或在导入页面点“继续”。")


class ImportNothingToResume(Refused):
    """No import of this file was broken off."""

    code = "register.import-nothing-to-resume"
    text = _("没有这个文件中断的导入可以继续。")


class ImportOvertaken(Stale):
    """Another process is working on the same import."""

    code = "register.import-overtaken"
    text = _("这个文件正由另一个进程导入，本次停止；没有重复录入。")


class ImportFileGone(Refused):
    """The uploaded file was destroyed after its import, or lies too long."""

    code = "register.import-file-gone"
    text = _("上传的文件已经销毁，请重新上传。")


class BarredField(Invalid):
    """A request brings a field that Linli has no place for."""

    code = "register.barred-field"
    text = _("“%(name)s”不能提交：邻里不保存%(reason)s。请删去这一项。")


class SnapshotFailed(Unavailable):
    """The copy that city-wide questions are answered from could not be made."""

    code = "register.snapshot-failed"
    text = _("查询快照没有做成（%(why)s），请稍后再试。")


class ImportedAlready(Refused):
    """This very file was imported with the same columns."""

    code = "register.imported-already"
    text = _("这个文件已经导入过，没有重复录入。被退回的行请在错误表中改好后再导入。")


class WrongImportState(Refused):
    """An import cannot do this now."""

    code = "register.wrong-import-state"
    text = _("这次导入现在不能这样操作，请刷新页面查看进度。")


class AddressUnclear(Invalid):
    """An address names no one dwelling in the writer's area."""

    code = "register.address-unclear"
    text = _("“%(address)s”不能确定是哪一户室（可能是：%(likely)s）。请写全楼栋、单元和房号。")


class QueryUnreadable(Invalid):
    """A typed question cannot be read: at which character, and what was expected there."""

    code = "register.query-unreadable"
    text = _("条件第 %(position)s 个字处有误：%(why)s")


class AttributeUnknown(Invalid):
    """A question names an attribute that is not declared."""

    code = "register.attribute-unknown"
    text = _("条件第 %(position)s 个字处：没有属性“%(name)s”，是否指 %(near)s？")


class AttributeNotAsked(Invalid):
    """Nobody is searched for by name, ID number or phone in a question over people (safeguards: no free person search)."""

    code = "register.attribute-not-asked"
    text = _("条件第 %(position)s 个字处：不能按“%(name)s”查询居民。")


class NotOwnRecord(NotFound):
    """An account asks for a record that is neither its own nor a ward's."""

    code = "register.not-own-record"
    text = _("没有找到属于您或您监护的孩子的登记信息。账号还没有对应居民登记的，请带身份证到社区窗口办理。")


class ErasureRefused(Refused):
    """Data that a law still asks to be kept are not deleted on request (PIPL art. 47)."""

    code = "register.erasure-refused"
    text = _("不能删除：%(reasons)s。对此有异议的，可以向履行个人信息保护职责的部门投诉，或者向人民法院起诉。")


class AreaNotFound(Invalid):
    """A question names an area that is not there."""

    code = "register.area-not-found"
    text = _("您的工作范围内没有区域“%(area)s”。")


class AreaAmbiguous(Invalid):
    """Several areas have the name that a question gives."""

    code = "register.area-ambiguous"
    text = _("有 %(count)s 个区域叫“%(area)s”，请写代码或上级名称，例如 %(paths)s。")


class PurposeCountsOnly(Refused):
    """A purpose that lists no name is for counting: nobody is looked at."""

    code = "register.purpose-counts-only"
    text = _("目的“%(purpose)s”只能统计人数，不能查看或导出个人。")


class QueryNameWrong(Invalid):
    """A saved question needs a name."""

    code = "register.query-name-wrong"
    text = _("请写名称（不超过 %(most)s 个字）。")


class QueryNotFound(NotFound):
    """There is no such saved question of this account."""

    code = "register.query-not-found"
    text = _("没有找到保存的查询。")


class TooManyToExport(Refused):
    """More people than one file should hold."""

    code = "register.too-many-to-export"
    text = _("共 %(count)s 人，一次最多导出 %(most)s 人，请缩小范围。")


class MembersTakenOutThere(Refused):
    """Members are taken out on the page of their organisation, by its officers."""

    code = "register.members-taken-out-there"
    text = _("成员名单请由负责人在本单位的成员页面导出。")


class CountTooFine(Refused):
    """A rounded count goes by whole communities, bands of five years, sex, living and registered, and by nothing finer."""

    code = "register.count-too-fine"
    text = _("统计数只能按社区以上区域、五岁一组的年龄（如 age >= 60、age < 15）、性别、居住和户籍：%(name)s。")
