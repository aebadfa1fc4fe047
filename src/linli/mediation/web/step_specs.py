"""What each step of a mediation's page is called, which form it has and which action it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from linli.core.errors import LinliError
from linli.mediation import actions, errors
from linli.mediation.actions.ending import ReferralEntry
from linli.mediation.queries.detail import MediationDetail
from linli.mediation.queries.naming import STEP_NAMES, Word
from linli.mediation.queries.visible import mediation_read_by
from linli.mediation.rules import (
    AgreementText,
    CheckResult,
    ConsentHow,
    CourtDecision,
    Form,
    PartyKind,
    ReferralKind,
    Relation,
    SessionMode,
    SessionOutcome,
    Side,
    Signature,
    StepName,
)
from linli.mediation.web import step_forms as forms
from linli.staff.rules import Command

Act = Callable[[UUID, Command, dict[str, Any]], object]  # Any: cleaned values of a form


@dataclass(frozen=True)
class StepSpec:
    """One address of a mediation's page to which a form is sent."""

    noun: str
    step: StepName
    form: type[forms.MediationForm]
    act: Act
    done: Word
    icon: str
    tone: str = "primary"
    confirm: Word = ""
    title: Word = ""

    @property
    def name(self) -> Word:
        """What the step is called."""
        return self.title or STEP_NAMES[self.step.value]


def _party(key: UUID, command: Command, values: dict[str, Any]) -> object:  # Any: cleaned values
    entry = actions.PartyEntry(
        side=Side(values["side"]), kind=PartyKind(values["kind"]), name=values["name"], phone=values["phone"],
        id_number=values["id_number"], address=values["address"], representative=values["representative"],
    )  # fmt: skip
    return actions.add_party(key, command=command, entry=entry)


def _consent(key: UUID, command: Command, values: dict[str, Any]) -> object:  # Any: cleaned values
    return actions.record_consent(
        key, command=command, party_id=values["party"], agrees=values["agrees"] == "yes",
        how=ConsentHow(values["how"]), on=values["on"],
    )  # fmt: skip


def _propose(key: UUID, command: Command, values: dict[str, Any]) -> object:  # Any: cleaned values
    return actions.propose_mediator(
        key, command=command, mediator_id=_key(values["mediator"], errors.MediatorUnknown(field="mediator")), proposed_by=values["proposed_by"],
        relation=(Relation(values["relation"]), values["relation_note"]),
        written_by=_all_parties(key, command) if values["in_writing"] else (),
    )  # fmt: skip


def _answer(key: UUID, command: Command, values: dict[str, Any]) -> object:  # Any: cleaned values
    parties = [values["party"]] if values["party"] else _all_parties(key, command)
    answers = dict.fromkeys(parties, values["accepts"] == "yes")
    return actions.answer_choice(key, command=command, choice_id=values["choice"], answers=answers)


def _session(key: UUID, command: Command, values: dict[str, Any]) -> object:  # Any: cleaned values
    entry = actions.SessionEntry(
        text=values["text"], present=values["present"], where=values["where"], held_at=values["held_at"],
        mode=SessionMode(values["mode"]), outcome=SessionOutcome(values["outcome"]),
    )  # fmt: skip
    return actions.hold_session(key, command=command, entry=entry)


def _agreement(key: UUID, command: Command, values: dict[str, Any]) -> object:  # Any: cleaned values
    is_written, signed = values["form"] == Form.WRITTEN, values["signed_on"]
    signature = Signature(values["signed_how"], signed) if signed else None
    entry = actions.AgreementEntry(
        text=AgreementText(**{name: values[name] for name in AgreementText.__dataclass_fields__}),
        reached_on=values["reached_on"],
        form=Form(values["form"]),
        signatures=dict.fromkeys(_all_parties(key, command), signature) if is_written and signature else {},
        mediator_on=signed,
        sealed_on=values["sealed_on"],
        acts=_acts(values),
    )
    return actions.reach_agreement(key, command=command, entry=entry)


def _acts(values: dict[str, Any]) -> list[actions.ActEntry]:  # Any: cleaned values
    """Read the acts promised; one without its party or day is no promise."""
    found = []
    for number in range(1, forms.MOST_ACTS + 1):
        text, party, due = (values[f"act_{number}_{name}"] for name in ("text", "party", "due"))
        if not text:
            continue
        if not due:
            raise errors.DayPast(field=f"act_{number}_due")
        party_id = _key(party, errors.PartyUnknown(field=f"act_{number}_party"))
        found.append(actions.ActEntry(party_id, text, due))
    return found


def _refer(key: UUID, command: Command, values: dict[str, Any]) -> object:  # Any: cleaned values
    entry = ReferralEntry(ReferralKind(values["kind"]), values["body"], values["committee"], values["reason"])
    agreed_by = _all_parties(key, command) if values["agreed"] else ()
    return actions.refer_mediation(key, command=command, entry=entry, agreed_by=agreed_by)


def _document(key: UUID, command: Command, values: dict[str, Any]) -> object:  # Any: cleaned values
    file = values["file"]
    return actions.attach_document(
        key, command=command, file=file, name=file.name or "", paper=values["paper"], title=values["title"]
    )


def _visit(key: UUID, command: Command, values: dict[str, Any]) -> object:  # Any: cleaned values
    told = {name: values[name] for name in ("is_performed", "satisfied", "went_to_court", "trouble")}
    return actions.visit_back(key, command=command, **told)


def _all_parties(key: UUID, command: Command) -> list[UUID]:
    return list(mediation_read_by(command.by, key).parties.values_list("pk", flat=True))


def _key(text: str, error: LinliError) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise error from None


def _with_reason(action: Callable[..., object]) -> Act:
    def act(key: UUID, command: Command, values: dict[str, Any]) -> object:  # Any: cleaned values
        return action(key, command=command, reason=values["reason"])

    return act


def _passed(action: Callable[..., object], **renamed: str) -> Act:
    """Call an action with the form's values as they are, or under the action's own names."""

    def act(key: UUID, command: Command, values: dict[str, Any]) -> object:  # Any: cleaned values
        told = {renamed.get(name, name): value for name, value in values.items() if name != "command_id"}
        return action(key, command=command, **told)

    return act


_S = StepName
_SPECS = (
    StepSpec("acceptance", _S.ACCEPT, forms.PlainForm, _passed(actions.accept_mediation), _("已受理登记，卷宗编号已生成。"), "file-plus"),
    StepSpec("consent", _S.CONSENT, forms.ConsentForm, _consent, _("答复已记入。"), "heart-handshake"),
    StepSpec("mediator-answer", _S.ANSWER, forms.ChoiceForm, _answer, _("答复已记入。"), "user-check"),
    StepSpec("mediator", _S.PROPOSE, forms.ProposalForm, _propose, _("已提名调解员。"), "user-plus"),
    StepSpec("session", _S.SIT, forms.SessionForm, _session, _("调解记录已保存。"), "users"),
    StepSpec("agreement", _S.AGREE, forms.AgreementForm, _agreement, _("协议已登记，司法确认期限开始计算。"), "file-text", "success"),
    StepSpec(
        "act", _S.CHECK_ACT, forms.ActForm,
        lambda key, command, values: actions.check_act(
            key, command=command, act_id=values["act"], result=CheckResult(values["result"]), found=values["found"]
        ), _("履行情况已记入。"), "checklist",
    ),
    StepSpec(
        "court", _S.COURT, forms.CourtForm, _passed(actions.ask_court), _("共同申请已登记。"), "scale",
        title=_("登记共同申请司法确认"),
    ),
    StepSpec(
        "court-decision", _S.COURT, forms.DecisionForm,
        lambda key, command, values: actions.record_decision(
            key, command=command, decision=CourtDecision(values["decision"]), on=values["on"], number=values["number"]
        ), _("法院决定已登记。"), "scale", title=_("登记法院决定"),
    ),
    StepSpec("visit-back", _S.VISIT_BACK, forms.VisitForm, _visit, _("回访已记入。"), "phone-call"),
    StepSpec("archive", _S.ARCHIVE, forms.ArchiveForm, _passed(actions.archive_dossier), _("卷宗已归档。"), "archive", "success"),
    StepSpec("identity", _S.IDENTIFY, forms.IdentityForm, _passed(actions.identify_party, party="party_id"), _("身份已核对。"), "user-check"),
    StepSpec("inquiry", _S.INVESTIGATE, forms.InquiryForm, _passed(actions.note_inquiry), _("调查记录已保存。"), "search"),
    StepSpec("documents", _S.ATTACH, forms.DocumentForm, _document, _("材料已收入卷宗。"), "paperclip"),
    StepSpec("parties", _S.ADD_PARTY, forms.PartyForm, _party, _("当事人已增加。"), "user-plus"),
    StepSpec("longer", _S.LENGTHEN, forms.LongerForm, _passed(actions.lengthen), _("期限已延长。"), "calendar-due"),
    StepSpec(
        "step-back", _S.STEP_BACK, forms.StepBackForm, _passed(actions.step_back, choice="choice_id"), _("调解员已回避。"),
        "arrow-back-up",
    ),
    StepSpec("referral", _S.REFER, forms.ReferralForm, _refer, _("已移送。"), "arrows-exchange", confirm=_("确定移送吗？本次调解就此结束。")),
    StepSpec("failure", _S.FAIL, forms.ReasonForm, _with_reason(actions.fail_mediation), _("已记为调解不成，并告知其他途径。"), "circle-x", "danger", _("确定调解不成、终止调解吗？")),
    StepSpec("withdrawal", _S.WITHDRAW, forms.ReasonForm, _with_reason(actions.withdraw_mediation), _("已记为撤回，并告知其他途径。"), "hand-stop", "danger", _("确定当事人撤回、终止调解吗？")),
    StepSpec("refusal", _S.DECLINE, forms.ReasonForm, _with_reason(actions.decline_mediation), _("已不予受理，并告知其他途径。"), "ban", "danger", _("确定不予受理吗？")),
    StepSpec("remarks", _S.REMARK, forms.RemarkForm, _passed(actions.add_remark), _("备注已记入。"), "pencil"),
)  # fmt: skip
SPECS: dict[str, StepSpec] = {spec.noun: spec for spec in _SPECS}


def specs_for(detail: MediationDetail) -> list[StepSpec]:
    """List the steps this person may take now and that have something to do."""
    content = detail.content
    if content is None:
        return []
    idle = {
        "mediator-answer": not any(choice.state == "proposed" for choice in content.choices),
        "step-back": not any(choice.state in {"proposed", "standing"} for choice in content.choices),
        "court": content.court is not None,
        "court-decision": content.court is None or content.court.decision != CourtDecision.WAITING,
        "act": not any(one.row.result != CheckResult.DONE for one in content.acts),
        "identity": all(party.identity_seen for party in content.parties),
    }
    return [spec for spec in SPECS.values() if spec.step in detail.steps and not idle.get(spec.noun, False)]
