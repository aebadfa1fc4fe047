"""A mediation with its parties, the mediators proposed and chosen, its append-only history and who read what."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id
from linli.mediation.models.register import Committee, Mediator
from linli.mediation.rules import ENDED, Phase

_ENDED = sorted(phase.value for phase in ENDED)


class Mediation(models.Model):
    """One dispute before a committee; the row is the projection of its records."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case_id = models.UUIDField(db_index=True)
    case_number = models.CharField(max_length=20)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, db_constraint=False)
    unit_code = models.CharField(max_length=40)
    area_code = models.CharField(max_length=15)
    kind_code = models.CharField(max_length=60)
    source = models.CharField(max_length=12)
    referred_by = models.CharField(max_length=80, blank=True)
    phase = models.CharField(max_length=12, default=Phase.APPLIED.value)
    is_running = models.BooleanField(default=True)
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveIntegerField(null=True)
    content_sealed = models.TextField()
    is_public = models.BooleanField(default=False)
    applied_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    consented_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    is_lengthened = models.BooleanField(default=False)
    effective_on = models.DateField(null=True)
    court_until = models.DateField(null=True)
    court_asked_on = models.DateField(null=True)
    next_act_on = models.DateField(null=True)
    has_mediator = models.BooleanField(default=False)
    keeper_id = models.UUIDField(null=True)
    keeper_name = models.CharField(max_length=40, blank=True)
    kept_years = models.PositiveSmallIntegerField(default=10)
    ways_told = models.JSONField(default=list)
    from_mediation = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("调解")
        verbose_name_plural = _("调解")
        indexes = (
            models.Index(fields=["area_code", "applied_at"], name="mediation_area_applied"),
            models.Index(fields=["court_until"], name="mediation_court_window", condition=Q(court_until__isnull=False)),
            models.Index(fields=["next_act_on"], name="mediation_next_act", condition=Q(next_act_on__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["committee", "year", "number"], name="mediation_number_once", condition=Q(number__isnull=False)
            ),
            models.UniqueConstraint(fields=["case_id"], name="mediation_case_once", condition=Q(is_running=True)),
            models.CheckConstraint(
                condition=Q(phase__in=_ENDED, is_running=False) | (~Q(phase__in=_ENDED) & Q(is_running=True)),
                name="mediation_running_follows_phase",
            ),
        )

    def __str__(self) -> str:
        return self.case_number


class MediationRecord(models.Model):
    """One line of a mediation's history: added, never edited; what was said is sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mediation = models.ForeignKey(
        Mediation, on_delete=models.CASCADE, related_name="records", db_constraint=False, db_index=False
    )
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    note_sealed = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    command_id = models.UUIDField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["mediation", "seq"], name="mediation_record_in_order"),)

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.seq} {self.name}"


class Party(models.Model):
    """One party: who it is sealed, what it said to mediation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="parties", db_constraint=False)
    place = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=12)
    kind = models.CharField(max_length=12)
    name_sealed = models.TextField()
    phone_sealed = models.TextField(blank=True)
    phone_hash = models.CharField(max_length=32, blank=True)
    id_number_sealed = models.TextField(blank=True)
    details_sealed = models.TextField(blank=True)
    has_representative = models.BooleanField(default=False)
    identity_seen = models.BooleanField(default=False)
    consent = models.CharField(max_length=3, blank=True)
    consent_how = models.CharField(max_length=12, blank=True)
    consent_on = models.DateField(null=True)
    notified_on = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["mediation", "place"], name="mediation_party_in_order"),)

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.place}"


class Choice(models.Model):
    """A mediator proposed for a mediation: what was declared, what each party answered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="choices", db_constraint=False)
    mediator = models.ForeignKey(Mediator, on_delete=models.PROTECT, related_name="choices", db_constraint=False)
    proposed_by = models.CharField(max_length=12)
    relation = models.CharField(max_length=12)
    relation_sealed = models.TextField(blank=True)
    answers = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="proposed")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["mediator", "state"], name="mediation_choice_of"),)
        constraints = (models.UniqueConstraint(fields=["mediation", "mediator"], name="mediation_proposed_once"),)

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.mediator_id}"


class Disclosure(models.Model):
    """Who read a party's clear name, phone and ID number, for which purpose (safeguards, rule 3)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="disclosures", db_constraint=False)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, db_constraint=False)
    purpose = models.CharField(max_length=200)
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.party_id}"
