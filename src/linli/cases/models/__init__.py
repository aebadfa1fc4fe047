"""The rows of cases and of everything that goes with them."""

from linli.cases.models.cases import (
    Attachment,
    Case,
    CaseKind,
    CaseRecord,
    Disclosure,
    Rating,
    Reporter,
    Task,
    TriageChoice,
    WorkflowVersion,
)
from linli.cases.models.joint import ActionItem, CaseLink, Meeting, PartnerScore, Ruling, SupervisionOrder
from linli.cases.models.outside import HandOff, OutsideSystem, Round
from linli.cases.models.subjects import CaseSubject

__all__ = [
    "ActionItem", "Attachment", "Case", "CaseKind", "CaseLink", "CaseRecord", "CaseSubject", "Disclosure", "HandOff", "Meeting",
    "OutsideSystem", "PartnerScore", "Rating", "Reporter", "Round", "Ruling", "SupervisionOrder", "Task", "TriageChoice",
    "WorkflowVersion",
]  # fmt: skip
