"""What somebody who looks after the log was told about readings that stand out."""

from django.db import models

from linli.core.ids import new_id


class ReadingExplained(models.Model):
    """Why readings that stood out were in order, or what was done about them: kept with who says so."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reader = models.CharField(max_length=40)  # the account whose readings stood out
    area_code = models.CharField(max_length=15, blank=True)
    sign = models.CharField(max_length=20)  # which sign: a code of rules/readings.py
    until = models.DateTimeField()  # readings up to here are explained; later ones stand out again
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=40)
    by_name = models.CharField(max_length=40)

    class Meta:
        indexes = (models.Index(fields=["reader", "sign", "until"], name="explained_reader"),)

    def __str__(self) -> str:
        return f"{self.reader} {self.sign}"
