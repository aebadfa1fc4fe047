"""What people do in mediation: the only code that writes its rows."""

from linli.mediation.actions.agreeing import ActEntry, AgreementEntry, check_act, reach_agreement, visit_back
from linli.mediation.actions.applying import (
    Application,
    PartyEntry,
    accept_mediation,
    add_party,
    apply_for_mediation,
    decline_mediation,
)
from linli.mediation.actions.archiving import add_remark, archive_dossier
from linli.mediation.actions.attaching import attach_document
from linli.mediation.actions.choosing import answer_choice, propose_mediator, step_back
from linli.mediation.actions.consenting import identify_party, record_consent
from linli.mediation.actions.court import ask_court, record_decision
from linli.mediation.actions.disclosing import PartyContact, disclose_party
from linli.mediation.actions.ending import fail_mediation, refer_mediation, withdraw_mediation
from linli.mediation.actions.register import (
    CommitteeEntry,
    MediatorEntry,
    add_committee,
    add_mediator,
    end_term,
)
from linli.mediation.actions.relocating import relocate_mediations
from linli.mediation.actions.talking import SessionEntry, hold_session, lengthen, note_inquiry

__all__ = [
    "ActEntry", "AgreementEntry", "Application", "CommitteeEntry", "MediatorEntry", "PartyContact", "PartyEntry",
    "SessionEntry", "accept_mediation", "add_committee", "add_mediator", "add_party", "add_remark", "answer_choice",
    "apply_for_mediation", "archive_dossier", "ask_court", "attach_document", "check_act", "decline_mediation",
    "disclose_party", "end_term", "fail_mediation", "hold_session", "identify_party", "lengthen", "note_inquiry",
    "propose_mediator", "reach_agreement", "record_consent", "record_decision", "refer_mediation",
    "relocate_mediations", "step_back", "visit_back", "withdraw_mediation",
]  # fmt: skip
