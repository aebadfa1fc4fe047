"""The words of mediation on pages and papers: phases, steps, papers, sides, levels, types, ways."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from linli.mediation.rules import (
    CheckResult,
    CommitteeLevel,
    ConsentHow,
    CourtDecision,
    Form,
    MediatorRank,
    PartyKind,
    Phase,
    ReferralKind,
    Relation,
    SessionMode,
    SessionOutcome,
    Side,
    Speciality,
    StepName,
)
from linli.mediation.rules.words import Source

Word = str | Promise

PHASE_NAMES: dict[str, Word] = {
    Phase.APPLIED.value: _("已申请"),
    Phase.ACCEPTED.value: _("已受理，等各方同意"),
    Phase.CONSENTED.value: _("各方同意，待选调解员"),
    Phase.CHOSEN.value: _("已选定调解员"),
    Phase.SITTING.value: _("调解中"),
    Phase.AGREED.value: _("达成协议"),
    Phase.PERFORMING.value: _("履行中"),
    Phase.CLOSED.value: _("已结案归档"),
    Phase.DECLINED.value: _("不予受理"),
    Phase.REFUSED.value: _("一方不同意调解"),
    Phase.WITHDRAWN.value: _("已撤回"),
    Phase.FAILED.value: _("调解不成"),
    Phase.REFERRED.value: _("已移送"),
}
PHASE_LOOKS: dict[str, str] = {
    Phase.APPLIED.value: "reported", Phase.ACCEPTED.value: "filed", Phase.CONSENTED.value: "dispatched",
    Phase.CHOSEN.value: "dispatched", Phase.SITTING.value: "handling", Phase.AGREED.value: "responded",
    Phase.PERFORMING.value: "checked", Phase.CLOSED.value: "closed",
}  # fmt: skip
STEP_NAMES: dict[str, Word] = {
    StepName.APPLY.value: _("申请调解"),
    StepName.ACCEPT.value: _("受理登记"),
    StepName.DECLINE.value: _("不予受理"),
    StepName.ADD_PARTY.value: _("增加当事人"),
    StepName.IDENTIFY.value: _("核对身份"),
    StepName.CONSENT.value: _("当事人答复是否同意调解"),
    StepName.PROPOSE.value: _("提名调解员"),
    StepName.ANSWER.value: _("当事人答复调解员人选"),
    StepName.STEP_BACK.value: _("调解员回避"),
    StepName.SIT.value: _("调解会"),
    StepName.INVESTIGATE.value: _("调查记录"),
    StepName.ATTACH.value: _("收入材料"),
    StepName.LENGTHEN.value: _("约定延长期限"),
    StepName.AGREE.value: _("达成调解协议"),
    StepName.CHECK_ACT.value: _("回访履行情况"),
    StepName.VISIT_BACK.value: _("回访当事人"),
    StepName.COURT.value: _("司法确认"),
    StepName.REFER.value: _("移送其他调解"),
    StepName.WITHDRAW.value: _("当事人撤回"),
    StepName.FAIL.value: _("调解不成"),
    StepName.ARCHIVE.value: _("结案归档"),
    StepName.REMARK.value: pgettext_lazy("mediation", "备注"),
    StepName.RELOCATE.value: pgettext_lazy("history", "网格调整"),
}
STEP_LOOKS: dict[str, tuple[str, str]] = {
    StepName.RELOCATE.value: ("map-pin", "gray"),
    StepName.APPLY.value: ("message-report", "azure"), StepName.ACCEPT.value: ("file-plus", "indigo"),
    StepName.DECLINE.value: ("ban", "gray"), StepName.CONSENT.value: ("heart-handshake", "blue"),
    StepName.PROPOSE.value: ("user-plus", "blue"), StepName.ANSWER.value: ("user-check", "blue"),
    StepName.STEP_BACK.value: ("arrow-back-up", "orange"), StepName.SIT.value: ("users", "yellow"),
    StepName.INVESTIGATE.value: ("search", "yellow"), StepName.ATTACH.value: ("paperclip", "gray"),
    StepName.AGREE.value: ("file-text", "green"), StepName.CHECK_ACT.value: ("checklist", "teal"),
    StepName.VISIT_BACK.value: ("phone-call", "teal"), StepName.COURT.value: ("scale", "purple"),
    StepName.REFER.value: ("arrows-exchange", "purple"), StepName.WITHDRAW.value: ("hand-stop", "gray"),
    StepName.FAIL.value: ("circle-x", "gray"), StepName.ARCHIVE.value: ("archive", "green"),
}  # fmt: skip
PAPER_NAMES: dict[str, Word] = {
    "cover": _("卷宗封面"),
    "application": _("人民调解申请书或受理登记表"),
    "rights": _("当事人权利义务告知书"),
    "identity": _("当事人身份材料"),
    "power": _("授权委托书"),
    "investigation": _("调查记录"),
    "evidence": _("证据材料"),
    "record": _("人民调解记录"),
    "agreement": _("人民调解协议书或口头协议登记表"),
    "performance": _("协议履行凭证"),
    "visit-back": _("回访记录"),
    "court": _("司法确认材料"),
    "note": _("卷内备考表"),
    "back-cover": _("卷宗封底"),
}
SIDE_NAMES: dict[str, Word] = {
    Side.APPLICANT.value: _("申请人"),
    Side.RESPONDENT.value: _("被申请人"),
    Side.THIRD.value: _("第三人"),
}
PARTY_KIND_NAMES: dict[str, Word] = {
    PartyKind.PERSON.value: _("个人"),
    PartyKind.ORGANISATION.value: pgettext_lazy("party", "单位"),
}
SOURCE_NAMES: dict[str, Word] = {
    Source.PARTY.value: _("当事人申请"),
    Source.COMMITTEE.value: _("调解委员会主动调解"),
    Source.COURT.value: _("人民法院移送"),
    Source.POLICE.value: _("公安机关移送"),
    Source.GOVERNMENT.value: _("政府部门移送"),
    Source.BELOW.value: _("下级调解委员会移交"),
}
LEVEL_NAMES: dict[str, Word] = {
    CommitteeLevel.HOUSEHOLD.value: _("楼栋（户）"),
    CommitteeLevel.BLOCK.value: _("网格（片）"),
    CommitteeLevel.COMMUNITY.value: _("社区（站）"),
    CommitteeLevel.STREET.value: _("街道（中心）"),
    CommitteeLevel.TRADE.value: _("行业性、专业性"),
    CommitteeLevel.COUNTY.value: _("区县"),
}
RANK_NAMES: dict[str, Word] = {
    MediatorRank.CHIEF.value: _("首席调解员"),
    MediatorRank.FULL_TIME.value: _("专职调解员"),
    MediatorRank.PART_TIME.value: _("兼职调解员"),
    MediatorRank.VOLUNTEER.value: _("志愿调解员"),
}
SPECIALITY_NAMES: dict[str, Word] = {
    Speciality.FAMILY.value: _("婚姻家庭"),
    Speciality.NEIGHBOUR.value: _("邻里"),
    Speciality.PROPERTY_SERVICE.value: _("物业"),
    Speciality.LABOUR.value: _("劳动争议"),
    Speciality.MEDICAL.value: _("医疗"),
    Speciality.TRAFFIC.value: _("道路交通"),
    Speciality.CONSUMER.value: _("消费"),
    Speciality.LAND.value: _("山林土地"),
    Speciality.BUILDING.value: _("房屋建筑"),
    Speciality.LAW.value: _("法律"),
}
RELATION_NAMES: dict[str, Word] = {
    Relation.NONE.value: _("没有利害关系"),
    Relation.RELATIVE.value: _("是一方的亲属"),
    Relation.NEIGHBOUR.value: _("是一方的邻居"),
    Relation.COLLEAGUE.value: _("与一方是同事"),
    Relation.UNIT.value: _("在一方单位工作"),
    Relation.INTEREST.value: _("与纠纷有利害关系"),
}
CHOICE_NAMES: dict[str, Word] = {
    "proposed": _("已提名，等各方答复"),
    "standing": _("各方接受"),
    "rejected": _("被拒绝"),
    "stepped-back": _("已回避"),
}
HOW_NAMES: dict[str, Word] = {
    ConsentHow.IN_PERSON.value: _("当面"),
    ConsentHow.WRITTEN.value: _("书面"),
    ConsentHow.PHONE.value: _("电话"),
    ConsentHow.VIDEO.value: _("视频"),
    ConsentHow.MESSAGE.value: _("短信或微信"),
    ConsentHow.APPLICATION.value: _("本人申请"),
}
MODE_NAMES: dict[str, Word] = {
    SessionMode.IN_PERSON.value: _("现场调解"),
    SessionMode.REMOTE.value: _("远程调解"),
}
OUTCOME_NAMES: dict[str, Word] = {
    SessionOutcome.GOES_ON.value: _("择期再调"),
    SessionOutcome.CLOSE_TO_AGREEMENT.value: _("意见一致，拟达成协议"),
    SessionOutcome.NO_AGREEMENT.value: _("分歧较大，未能一致"),
}
FORM_NAMES: dict[str, Word] = {Form.WRITTEN.value: _("书面协议"), Form.ORAL.value: _("口头协议")}
SIGNING_NAMES: dict[str, Word] = {
    "signature": _("签名"),
    "seal": _("盖章"),
    "thumb-mark": _("按指印"),
    "electronic": _("电子签名"),
}
RESULT_NAMES: dict[str, Word] = {
    CheckResult.DONE.value: _("已履行"),
    CheckResult.PARTLY.value: _("部分履行"),
    CheckResult.NOT_DONE.value: _("未履行"),
}
DECISION_NAMES: dict[str, Word] = {
    CourtDecision.WAITING.value: _("等待法院决定"),
    CourtDecision.CONFIRMED.value: _("确认有效，可以申请强制执行"),
    CourtDecision.NOT_CONFIRMED.value: _("不予确认"),
    CourtDecision.WITHDRAWN.value: _("撤回申请"),
}
REFERRAL_NAMES: dict[str, Word] = {
    ReferralKind.PEOPLE.value: _("人民调解（上级或行业调解委员会）"),
    ReferralKind.ADMINISTRATIVE.value: _("行政调解"),
    ReferralKind.JUDICIAL.value: _("司法调解"),
    ReferralKind.ARBITRATION.value: _("仲裁调解"),
}
WAY_NAMES: dict[str, Word] = {
    "arbitration": _("依法申请仲裁"),
    "administrative": _("向有关行政机关申请处理"),
    "court": _("向人民法院起诉"),
}
TYPE_NAMES: dict[str, Word] = {
    "family": _("婚姻家庭纠纷"),
    "neighbour": _("邻里纠纷"),
    "house-site": _("房屋宅基地纠纷"),
    "contract": _("合同纠纷"),
    "business": _("生产经营纠纷"),
    "damages": _("损害赔偿纠纷"),
    "land-forest": _("山林土地纠纷"),
    "relocation": _("征地拆迁纠纷"),
    "pollution": _("环境污染纠纷"),
    "labour": _("劳动争议"),
    "consumer": _("消费纠纷"),
    "medical": _("医疗纠纷"),
    "traffic": _("道路交通事故纠纷"),
    "property-service": _("物业纠纷"),
    "other": _("其他纠纷"),
}


def choices_of(names: dict[str, Word], *, apart_from: tuple[str, ...] = ()) -> list[tuple[str, Word]]:
    """List names as the choices of a form."""
    return [(code, name) for code, name in names.items() if code not in apart_from]
