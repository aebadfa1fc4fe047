"""Whose record a case is about: only of record verifications and data rights, never of a complaint."""

from django.db import models

from linli.cases.models.cases import Case


class CaseSubject(models.Model):
    """The resident, home or field that a verification or a data right is about; complaints have none (safeguards)."""

    case = models.OneToOneField(Case, models.CASCADE, related_name="subject", primary_key=True, db_constraint=False)
    resident_id = models.UUIDField(null=True, db_index=True)
    household_id = models.UUIDField(null=True, db_index=True)
    dwelling_id = models.UUIDField(null=True)
    field = models.CharField(max_length=20, blank=True)
    right = models.CharField(max_length=20, blank=True)  # see, copy, correct, delete, explain, withdraw, object
    value_sealed = models.TextField(blank=True)  # what a correction asks for; never in the text of the case

    def __str__(self) -> str:
        return str(self.case_id)
