"""What the server has sent to a phone: the ids and versions of its rows, so that the next pull sends changes alone."""

import uuid

from django.db import models


class Manifest(models.Model):
    """Everything a phone holds once it has taken an answer; the phone names it by the cursor of that answer.

    A phone has two at most: the one it last named, and the one just sent. The cursor is thrown, and no time is kept:
    nothing here tells when somebody was at work (safeguards).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    device = models.ForeignKey(
        "fieldsync.Device", on_delete=models.CASCADE, related_name="manifests", db_constraint=False
    )
    marks = models.JSONField(default=dict)
    held = models.BinaryField()

    def __str__(self) -> str:
        return str(self.id)
