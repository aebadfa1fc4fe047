"""What was agreed and what became of it: the agreement, its promised acts, visits back, the court, referrals."""

from django.db import models
from django.db.models import Q

from linli.core.ids import new_id
from linli.mediation.models.mediations import Mediation, Party


class Agreement(models.Model):
    """An agreement with the content of art. 29, sealed; in force from a day."""

    mediation = models.OneToOneField(
        Mediation, on_delete=models.CASCADE, primary_key=True, related_name="agreement", db_constraint=False
    )
    form = models.CharField(max_length=8)
    reached_on = models.DateField()
    effective_on = models.DateField()
    content_sealed = models.TextField()
    signatures = models.JSONField(default=dict)
    mediator_on = models.DateField(null=True)
    sealed_on = models.DateField(null=True)

    def __str__(self) -> str:
        return str(self.mediation_id)


class PromisedAct(models.Model):
    """One thing a party has promised to do by a day, and what a check-back found."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="acts", db_constraint=False)
    place = models.PositiveSmallIntegerField()
    party = models.ForeignKey(Party, on_delete=models.CASCADE, db_constraint=False)
    due_on = models.DateField()
    content_sealed = models.TextField()
    result = models.CharField(max_length=12, blank=True)
    checked_on = models.DateField(null=True)
    found_sealed = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["mediation", "place"], name="mediation_act_in_order"),)

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.place}"


class VisitBack(models.Model):
    """What the parties say afterwards: performed, satisfied, a suit since, anything still smouldering."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="visits_back", db_constraint=False)
    on = models.DateField()
    is_performed = models.BooleanField()
    satisfied = models.PositiveSmallIntegerField()
    went_to_court = models.BooleanField(default=False)
    content_sealed = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(satisfied__range=(1, 5)), name="mediation_satisfied_five_levels"),
        )

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.on}"


class CourtMatter(models.Model):
    """The joint application for judicial confirmation, and what the court decided."""

    mediation = models.OneToOneField(
        Mediation, on_delete=models.CASCADE, primary_key=True, related_name="court_matter", db_constraint=False
    )
    court = models.CharField(max_length=80)
    asked_on = models.DateField()
    decision = models.CharField(max_length=16)
    decided_on = models.DateField(null=True)
    number = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return str(self.mediation_id)


class Referral(models.Model):
    """A dispute handed on to another way of mediation, with every party's consent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="referrals", db_constraint=False)
    kind = models.CharField(max_length=16)
    body = models.CharField(max_length=80)
    committee_code = models.CharField(max_length=40, blank=True)
    consents = models.JSONField(default=dict)
    reason_sealed = models.TextField(blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.kind}"
