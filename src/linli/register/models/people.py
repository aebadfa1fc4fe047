"""Residents, households, who lives where, whom to call and who is guardian: the least a neighbourhood's services need."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id
from linli.register.rules import Relation


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
    id_number_hash = models.CharField(max_length=32, blank=True)
    phone_sealed = models.TextField(blank=True)
    phone_hash = models.CharField(max_length=32, blank=True)
    account_id = models.UUIDField(null=True, blank=True)
    name_key = models.CharField(max_length=160, blank=True, editable=False)  # pinyin, so that lists sort as people look
    died_on = models.DateField(_("死亡日期"), null=True, blank=True)
    merged_into = models.UUIDField(null=True, blank=True)
    source = models.CharField(_("来源"), max_length=20, blank=True)  # who said so at first: a code of sources.toml
    batch_id = models.UUIDField(null=True, blank=True)  # the import that entered the row
    entered_at = models.DateTimeField(_("登记时间"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("居民")
        verbose_name_plural = _("居民")
        indexes = (
            models.Index(fields=["born_on", "id"], name="resident_born"),
            models.Index(fields=["name", "born_on"], name="resident_name"),
            # Found only whole, never by how they begin: one index each.
            models.Index(fields=["id_number_hash"], name="resident_id_number"),
            models.Index(fields=["phone_hash"], name="resident_phone"),
            models.Index(fields=["account_id"], name="resident_account", condition=models.Q(account_id__isnull=False)),
            # Found by how a name begins: on PostgreSQL only these operators serve a prefix in every collation.
            models.Index(fields=["name_key"], name="resident_name_key", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["merged_into"], name="resident_merged", condition=models.Q(merged_into__isnull=False)),
            models.Index(fields=["batch_id"], name="resident_batch", condition=models.Q(batch_id__isnull=False)),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Household(models.Model):
    """People who keep house together in one dwelling."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("网格"), max_length=15)
    dwelling_id = models.UUIDField()
    head_id = models.UUIDField(null=True, blank=True)  # the resident who heads it (户主)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

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
    relation = models.CharField(_("与户主关系"), max_length=12, blank=True, default=Relation.UNKNOWN.value)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("居住登记")
        verbose_name_plural = _("居住登记")
        indexes = (
            models.Index(fields=["area_code", "id"], name="residency_area"),
            models.Index(fields=["dwelling_id"], name="residency_dwelling"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class Contact(models.Model):
    """Whom to call for a resident, as the resident wished; sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    resident = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="contacts", db_constraint=False)
    name_sealed = models.TextField()
    phone_sealed = models.TextField()
    phone_hash = models.CharField(max_length=32, blank=True, db_index=True)
    relation = models.CharField(_("关系"), max_length=12, blank=True, default=Relation.UNKNOWN.value)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("联系人")
        verbose_name_plural = _("联系人")

    def __str__(self) -> str:
        return str(self.pk)


class Guardianship(models.Model):
    """Who acts for a child under 14, or for whom a court or the law has named a guardian; one outside is sealed by name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    ward = models.ForeignKey(Resident, on_delete=models.CASCADE, related_name="guardianships", db_constraint=False)
    guardian = models.ForeignKey(
        Resident, on_delete=models.CASCADE, related_name="wards", null=True, blank=True, db_constraint=False
    )
    name_sealed = models.TextField(blank=True)
    phone_sealed = models.TextField(blank=True)
    relation = models.CharField(_("关系"), max_length=12, blank=True, default=Relation.UNKNOWN.value)
    basis = models.CharField(_("依据"), max_length=12)  # parent, appointed, court
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("监护关系")
        verbose_name_plural = _("监护关系")

    def __str__(self) -> str:
        return str(self.pk)
