"""The rows of the register."""

from linli.register.models.changes import RegisterChange, Statement
from linli.register.models.explaining import ReadingExplained
from linli.register.models.linkage import LinkageJob, LinkagePair
from linli.register.models.lists import ColumnMapping, ImportBatch, ImportFault, RetentionRun, RollRun, SavedQuery
from linli.register.models.organisations import Membership, Officer, Organisation
from linli.register.models.people import Contact, Guardianship, Household, Residency, Resident, Sex
from linli.register.models.published import PublishedTable
from linli.register.models.purposes import Consent, Disclosure, Enrolment, Handover, ImpactAssessment, SharingAgreement

__all__ = [
    "ColumnMapping", "Consent", "Contact", "Disclosure", "Enrolment", "Guardianship", "Handover", "Household",
    "ImpactAssessment", "ImportBatch", "ImportFault", "LinkageJob", "LinkagePair", "Membership", "Officer", "Organisation",
    "PublishedTable",
    "ReadingExplained", "RegisterChange", "Residency", "Resident", "RetentionRun", "RollRun", "SavedQuery", "Sex",
    "SharingAgreement", "Statement",
]  # fmt: skip
