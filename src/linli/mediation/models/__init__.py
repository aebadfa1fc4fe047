"""The rows of mediation: the register, the mediation with its parties and choices, what happened, what was agreed."""

from linli.mediation.models.agreements import Agreement, CourtMatter, PromisedAct, Referral, VisitBack
from linli.mediation.models.mediations import Choice, Disclosure, Mediation, MediationRecord, Party
from linli.mediation.models.register import Committee, CommitteeYear, Mediator
from linli.mediation.models.talks import Document, Investigation, Session

__all__ = [
    "Agreement", "Choice", "Committee", "CommitteeYear", "CourtMatter", "Disclosure", "Document", "Investigation",
    "Mediation", "MediationRecord", "Mediator", "Party", "PromisedAct", "Referral", "Session", "VisitBack",
]  # fmt: skip
