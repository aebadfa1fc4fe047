"""The rules of mediation: its course, who may be a mediator, agreements, the court's window, papers, statistics."""

from linli.mediation.rules.agreements import AgreementText, Signature, check_agreement, effective_on
from linli.mediation.rules.choosing import MediatorFacts, Relation, check_choice, check_in_term
from linli.mediation.rules.course import (
    AGREED_PHASES,
    ENDED,
    OTHER_WAYS,
    RUNNING,
    STEPS,
    WITHOUT_AGREEMENT,
    Phase,
    Standing,
    StepName,
    allowed_steps,
    check_step,
    consent_phase,
    may_know,
    may_read,
)
from linli.mediation.rules.court import COURT_DAYS, CourtWindow, WindowState, court_window
from linli.mediation.rules.numbering import dossier_number
from linli.mediation.rules.papers import DossierFacts, Need, Paper, check_complete, missing_papers, papers_of
from linli.mediation.rules.statistics import (
    TYPES,
    MonthTable,
    TypeRow,
    month_table,
    published,
    rate,
    type_of,
)
from linli.mediation.rules.words import (
    CheckResult,
    CommitteeLevel,
    ConsentHow,
    CourtDecision,
    Form,
    MediatorRank,
    PartyKind,
    ReferralKind,
    SessionMode,
    SessionOutcome,
    Side,
    Speciality,
    check_text,
)

__all__ = [
    "AGREED_PHASES", "COURT_DAYS", "ENDED", "OTHER_WAYS", "RUNNING", "STEPS", "TYPES", "WITHOUT_AGREEMENT",
    "AgreementText", "CheckResult", "CommitteeLevel", "ConsentHow", "CourtDecision", "CourtWindow", "DossierFacts",
    "Form", "MediatorFacts", "MediatorRank", "MonthTable", "Need", "Paper", "PartyKind", "Phase", "ReferralKind",
    "Relation", "SessionMode", "SessionOutcome", "Side", "Signature", "Speciality", "Standing", "StepName", "TypeRow",
    "WindowState", "allowed_steps", "check_agreement", "check_choice", "check_complete", "check_in_term", "check_step",
    "check_text", "consent_phase", "court_window", "dossier_number", "effective_on", "may_know", "may_read",
    "missing_papers", "month_table", "papers_of", "published", "rate", "type_of",
]  # fmt: skip
