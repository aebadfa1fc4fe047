"""What happened in a mediation: sessions, inquiries, and the papers handed in."""

from django.db import models
from django.utils import timezone

from linli.core.ids import new_id
from linli.mediation.models.mediations import Mediation


class Session(models.Model):
    """One talk, in one room or remote: when, where, who was there, what was said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mediation = models.ForeignKey(Mediation, on_delete=models.CASCADE, related_name="sessions", db_constraint=False)
    place = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=12)
    held_at = models.DateTimeField()
    where = models.CharField(max_length=200)
    outcome = models.CharField(max_length=20)
    content_sealed = models.TextField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["mediation", "place"], name="mediation_session_in_order"),)

    def __str__(self) -> str:
        return f"{self.mediation_id} {self.place}"


class Investigation(models.Model):
    """One inquiry into the facts: when, where, of whom, what was said."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mediation = models.ForeignKey(
        Mediation, on_delete=models.CASCADE, related_name="investigations", db_constraint=False
    )
    at = models.DateTimeField()
    content_sealed = models.TextField()

    def __str__(self) -> str:
        return f"{self.mediation_id} {timezone.localdate(self.at):%Y-%m-%d}"


class Document(models.Model):
    """A paper handed in: sealed on disk under its content's hash, standing under one of the dossier's papers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    mediation = models.ForeignKey(
        Mediation, on_delete=models.CASCADE, related_name="documents", db_constraint=False, db_index=False
    )
    paper = models.CharField(max_length=16)
    title = models.CharField(max_length=80)
    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    size_bytes = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=40)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["mediation", "paper", "sha256"], name="mediation_document_once"),
        )

    def __str__(self) -> str:
        return self.sha256[:12]
