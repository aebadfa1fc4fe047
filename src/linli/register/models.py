"""Residents, households and who lives where: the least data that a neighbourhood's services need."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id


class Sex(models.TextChoices):
    """Sex as the household register writes it."""

    FEMALE = "female", _("女")
    MALE = "male", _("男")


class Resident(models.Model):
    """A person: name, sex, birth date; ID number and phone sealed and found by keyed hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(_("姓名"), max_length=40)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex.choices)
    born_on = models.DateField(_("出生日期"))
    id_number_sealed = models.TextField(blank=True)
    id_number_hash = models.CharField(max_length=32, blank=True, db_index=True)
    phone_sealed = models.TextField(blank=True)
    phone_hash = models.CharField(max_length=32, blank=True, db_index=True)
    account_id = models.UUIDField(null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("居民")
        verbose_name_plural = _("居民")

    def __str__(self) -> str:
        return str(self.pk)


class Household(models.Model):
    """People who keep house together in one dwelling."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("网格"), max_length=15)
    dwelling_id = models.UUIDField()
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("家庭户")
        verbose_name_plural = _("家庭户")
        indexes = (
            models.Index(fields=["area_code", "id"], name="household_area"),
            models.Index(fields=["dwelling_id"], name="household_dwelling"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Residency(models.Model):
    """That a resident lives in a dwelling, or is registered there, from a day to a day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("网格"), max_length=15)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="residencies", db_constraint=False)
    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="residencies", db_constraint=False)
    dwelling_id = models.UUIDField()
    lives = models.BooleanField(_("居住"), default=True)
    registered = models.BooleanField(_("户籍"), default=True)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("居住登记")
        verbose_name_plural = _("居住登记")
        indexes = (models.Index(fields=["area_code", "id"], name="residency_area"),)

    def __str__(self) -> str:
        return str(self.pk)
