"""Tables of counts as they were made public: what is hidden in them is not stored either."""

from django.db import models

from linli.core.ids import new_id


class PublishedTable(models.Model):
    """The table of a month: made once, so that no two drawn on different days can be held against each other."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    month = models.DateField(unique=True)  # its first day
    ages_on = models.DateField()  # the day to which ages are told
    at = models.DateTimeField()
    cells = models.JSONField(default=dict)  # area: {column: count, or null where it is hidden}

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
