"""The small forms of a mediation's page, one for each step; what they hold is decided on by the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases.web.fields import DAYS, MOMENTS, OpenChoiceField, QuickSelect
from linli.cases.web.step_forms import StepForm, words
from linli.mediation.actions.archiving import YEARS
from linli.mediation.queries.detail import MediationDetail
from linli.mediation.queries.naming import (
    DECISION_NAMES,
    FORM_NAMES,
    HOW_NAMES,
    MODE_NAMES,
    OUTCOME_NAMES,
    PAPER_NAMES,
    PARTY_KIND_NAMES,
    REFERRAL_NAMES,
    RELATION_NAMES,
    RESULT_NAMES,
    SIDE_NAMES,
    SIGNING_NAMES,
    choices_of,
)
from linli.mediation.rules.papers import UPLOADED
from linli.mediation.web.choosable import acts_of, committees_above, mediators_to_propose, open_choices, parties_of

MOST_ACTS = 5
SATISFIED = [(5, gettext_lazy("非常满意")), (4, gettext_lazy("满意")), (3, gettext_lazy("基本满意")), (2, gettext_lazy("不满意")), (1, gettext_lazy("非常不满意"))]  # fmt: skip


def day(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:  # Any: Django's own shapes
    """Make a field for a date."""
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}), validators=DAYS, **more
    )


def one_of(label: Any, names: Any, **more: Any) -> forms.ChoiceField:  # Any: Django's own shapes
    """Make a field for one of some names."""
    return forms.ChoiceField(label=label, choices=choices_of(names), widget=QuickSelect, **more)


def line(label: Any, *, most: int, required: bool = True, **more: Any) -> forms.CharField:  # Any: Django's own shapes
    """Make a field for one line that the browser does not keep."""
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=most, required=required, widget=widget, **more)


def among(label: Any, **more: Any) -> OpenChoiceField:  # Any: Django's own shapes
    """Make a field for something of this mediation; the page lists it."""
    return OpenChoiceField(label=label, widget=QuickSelect, **more)


class MediationForm(StepForm):
    """A step's form that may be filled from the mediation it stands on."""

    def fit(self, detail: MediationDetail) -> None:
        """List what this mediation has to choose from."""


class PlainForm(MediationForm):
    """A step that needs no word."""


class ReasonForm(MediationForm):
    """A step that needs its reason."""

    reason = words(gettext_lazy("理由"), required=False)


class RemarkForm(MediationForm):
    """A remark in the history."""

    text = words(gettext_lazy("备注内容"), rows=2, required=False)


class OfParty(MediationForm):
    """A form about one of the parties."""

    def fit(self, detail: MediationDetail) -> None:
        """List the parties."""
        self.offer("party", parties_of(detail))


class PartyForm(MediationForm):
    """Another party."""

    side = one_of(gettext_lazy("哪一方"), SIDE_NAMES, initial="third")
    kind = one_of(gettext_lazy("个人或单位"), PARTY_KIND_NAMES)
    name = line(gettext_lazy("姓名或名称"), most=80, required=False)
    phone = line(gettext_lazy("联系电话"), most=20, required=False)
    id_number = line(gettext_lazy("证件号码"), most=18, required=False)
    address = line(gettext_lazy("地址"), most=200, required=False)
    representative = line(gettext_lazy("委托代理人"), most=40, required=False)


class IdentityForm(OfParty):
    """A party's identity paper was seen."""

    party = among(gettext_lazy("当事人"))
    id_number = line(
        gettext_lazy("证件号码"), most=18, required=False, help_text=gettext_lazy("协议需要时填写；加密保存。")
    )


class ConsentForm(OfParty):
    """What a party answers to mediation."""

    party = among(gettext_lazy("当事人"))
    agrees = forms.ChoiceField(
        label=gettext_lazy("是否同意调解"),
        choices=[("yes", gettext_lazy("同意调解")), ("no", gettext_lazy("明确拒绝（调解就此结束）"))],
        widget=forms.RadioSelect,
    )
    how = one_of(gettext_lazy("答复方式"), {key: name for key, name in HOW_NAMES.items() if key != "application"})
    on = day(gettext_lazy("答复日期"), required=False, help_text=gettext_lazy("不填则为今天。"))

    def fit(self, detail: MediationDetail) -> None:
        """List the parties who have not answered."""
        self.offer("party", parties_of(detail, unanswered=True))


class ProposalForm(MediationForm):
    """Propose a mediator, with what was declared of interests."""

    mediator = among(gettext_lazy("调解员"))
    proposed_by = one_of(gettext_lazy("由谁提名"), {"committee": gettext_lazy("调解委员会"), **SIDE_NAMES})
    relation = one_of(gettext_lazy("调解员声明的关系"), RELATION_NAMES)
    relation_note = line(gettext_lazy("关系说明"), most=200, required=False)
    in_writing = forms.BooleanField(label=gettext_lazy("各方知情，并已书面同意由其调解"), required=False)

    def fit(self, detail: MediationDetail) -> None:
        """List the mediators in office who serve this place and were not proposed yet."""
        self.offer("mediator", mediators_to_propose(detail))


class ChoiceForm(MediationForm):
    """What the parties say to a proposed mediator."""

    choice = among(gettext_lazy("提名的调解员"))
    party = among(gettext_lazy("答复的当事人"), required=False)
    accepts = forms.ChoiceField(
        label=gettext_lazy("答复"),
        choices=[("yes", gettext_lazy("接受")), ("no", gettext_lazy("拒绝"))],
        widget=forms.RadioSelect,
    )

    def fit(self, detail: MediationDetail) -> None:
        """List who was proposed, and the parties."""
        self.offer("choice", open_choices(detail, states=("proposed",)))
        self.offer("party", [("", _("全体当事人")), *parties_of(detail)])


class StepBackForm(MediationForm):
    """A mediator steps back."""

    choice = among(gettext_lazy("回避的调解员"))
    reason = words(gettext_lazy("理由"), rows=2, required=False)

    def fit(self, detail: MediationDetail) -> None:
        """List who mediates or was proposed."""
        self.offer("choice", open_choices(detail, states=("standing", "proposed")))


class SessionForm(MediationForm):
    """One talk."""

    held_at = forms.DateTimeField(
        label=gettext_lazy("调解时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        validators=MOMENTS,
    )
    mode = one_of(gettext_lazy("调解方式"), MODE_NAMES)
    where = line(gettext_lazy("地点或视频会议链接"), most=200, required=False)
    present = line(gettext_lazy("参加人"), most=200, required=False)
    text = words(gettext_lazy("调解记录"), rows=6, required=False)
    outcome = one_of(gettext_lazy("本次结果"), OUTCOME_NAMES)


class InquiryForm(MediationForm):
    """An inquiry into the facts."""

    whom = line(gettext_lazy("被调查人"), most=80, required=False)
    where = line(gettext_lazy("调查地点"), most=200, required=False)
    text = words(gettext_lazy("调查内容"), rows=4, required=False)


class DocumentForm(MediationForm):
    """A paper handed in."""

    paper = one_of(gettext_lazy("归入哪一份材料"), {key: name for key, name in PAPER_NAMES.items() if key in UPLOADED})
    title = line(gettext_lazy("材料名称"), most=80, required=False, help_text=gettext_lazy("不填则用文件名。"))
    file = forms.FileField(
        label=gettext_lazy("文件"),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,image/*"}),
        help_text=gettext_lazy("PDF、JPEG 或 PNG，加密保存。"),
    )


class LongerForm(MediationForm):
    """More time, agreed by the parties."""

    until = day(gettext_lazy("约定延长到"))
    reason = words(gettext_lazy("理由（须各方同意）"), rows=2, required=False)


class AgreementForm(MediationForm):
    """The agreement with the content of art. 29 and the acts promised in it."""

    form = forms.ChoiceField(
        label=gettext_lazy("协议形式"), choices=choices_of(FORM_NAMES), widget=forms.RadioSelect, initial="written"
    )
    reached_on = day(gettext_lazy("达成日期"))
    facts = words(gettext_lazy("纠纷主要事实"), required=False)
    issues = words(gettext_lazy("争议事项"), rows=2, required=False)
    responsibility = words(gettext_lazy("各方当事人的责任"), rows=2, required=False)
    terms = words(gettext_lazy("协议内容"), rows=4, required=False)
    method = words(gettext_lazy("履行方式"), rows=2, required=False)
    time = line(gettext_lazy("履行时限"), most=200, required=False)
    signed_how = one_of(gettext_lazy("签署方式"), SIGNING_NAMES)
    signed_on = day(
        gettext_lazy("各方和调解员签署日期"),
        required=False,
        help_text=gettext_lazy("书面协议必填；以最后一方签署之日为准。"),
    )
    sealed_on = day(gettext_lazy("加盖调解委员会印章日期"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: Django's own shape
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_ACTS + 1):
            self.fields[f"act_{number}_party"] = among(
                _("承诺 %(number)s：履行人") % {"number": number}, required=False
            )
            self.fields[f"act_{number}_text"] = line(
                _("承诺 %(number)s：做什么") % {"number": number}, most=300, required=False
            )
            self.fields[f"act_{number}_due"] = day(_("承诺 %(number)s：期限") % {"number": number}, required=False)

    def fit(self, detail: MediationDetail) -> None:
        """List the parties for each act."""
        for number in range(1, MOST_ACTS + 1):
            self.offer(f"act_{number}_party", [("", "—"), *parties_of(detail)])


class ActForm(MediationForm):
    """What a check-back on a promised act found."""

    act = among(gettext_lazy("承诺事项"))
    result = forms.ChoiceField(
        label=gettext_lazy("履行情况"), choices=choices_of(RESULT_NAMES), widget=forms.RadioSelect
    )
    found = words(gettext_lazy("情况说明"), rows=2, required=False, help_text=gettext_lazy("没有全部履行时必须说明。"))

    def fit(self, detail: MediationDetail) -> None:
        """List the acts."""
        self.offer("act", acts_of(detail))


class VisitForm(MediationForm):
    """What the parties say afterwards."""

    is_performed = forms.BooleanField(label=gettext_lazy("协议已经履行"), required=False)
    satisfied = forms.TypedChoiceField(
        label=gettext_lazy("当事人是否满意"), coerce=int, choices=SATISFIED, widget=forms.RadioSelect
    )
    went_to_court = forms.BooleanField(label=gettext_lazy("事后又提起诉讼"), required=False)
    trouble = words(gettext_lazy("有无新的隐患"), rows=2, required=False)


class CourtForm(MediationForm):
    """The joint application for judicial confirmation."""

    court = line(gettext_lazy("人民法院"), most=80, required=False)
    on = day(gettext_lazy("共同申请日期"))


class DecisionForm(MediationForm):
    """What the court decided."""

    decision = forms.ChoiceField(
        label=gettext_lazy("法院决定"),
        choices=choices_of(DECISION_NAMES, apart_from=("waiting",)),
        widget=forms.RadioSelect,
    )
    on = day(gettext_lazy("决定日期"))
    number = line(gettext_lazy("裁定书编号"), most=60, required=False)


class ReferralForm(MediationForm):
    """Where a dispute is taken on."""

    kind = one_of(gettext_lazy("移送到"), REFERRAL_NAMES)
    committee = among(gettext_lazy("上级或行业调解委员会"), required=False)
    body = line(gettext_lazy("其他机构名称"), most=80, required=False)
    reason = words(gettext_lazy("理由"), rows=2, required=False)
    agreed = forms.BooleanField(label=gettext_lazy("各方当事人都同意移送"), required=False)

    def fit(self, detail: MediationDetail) -> None:
        """List the other committees that serve this place."""
        self.offer("committee", [("", "—"), *committees_above(detail)])


class ArchiveForm(MediationForm):
    """Close the dossier."""

    years = forms.TypedChoiceField(
        label=gettext_lazy("保管期限（年）"),
        coerce=int,
        choices=[(one, one) for one in YEARS],
        widget=QuickSelect,
        initial=10,
    )
    keeper = line(gettext_lazy("保管人"), most=40, required=False, help_text=gettext_lazy("不填则为立卷人。"))
