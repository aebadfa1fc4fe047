"""Organisations of the area, their officers, and memberships, which belong to the organisation alone (safeguards, rule 13)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id
from linli.register.models.people import Resident


class Organisation(models.Model):
    """A firm, shop, school, association, committee or team in the area; its kind is declared in organisation_kinds.toml."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(_("网格"), max_length=15)
    credit_code = models.CharField(_("统一社会信用代码"), max_length=18, blank=True)
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类型"), max_length=30)
    dwelling_id = models.UUIDField(null=True, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("电话"), max_length=20, blank=True)
    has_members = models.BooleanField(_("设成员名册"), default=False)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        indexes = (models.Index(fields=["area_code", "kind", "id"], name="organisation_area"),)
        constraints = (
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code="") & Q(until=None), name="organisation_credit_once"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="organisation_not_backwards"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Officer(models.Model):
    """An account that acts for an organisation: enters its members and asks about them; nobody else does."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="officers", db_constraint=False)
    account_id = models.UUIDField(db_index=True)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("单位负责人")
        verbose_name_plural = _("单位负责人")

    def __str__(self) -> str:
        return str(self.pk)


class Membership(models.Model):
    """That a resident is a member of an organisation: voluntary, entered by the organisation or the member."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships", db_constraint=False)
    resident = models.ForeignKey(Resident, models.CASCADE, related_name="memberships", db_constraint=False)
    role = models.CharField(_("身份"), max_length=40, blank=True)
    entered_by_member = models.BooleanField(default=False)
    entered_by = models.UUIDField(null=True, blank=True)  # the account
    # The member's consent stands with the membership and goes with it: who left leaves no trace of having been there.
    notice_version = models.CharField(_("告知书版本"), max_length=20, blank=True)
    consented_at = models.DateTimeField(_("同意时间"), null=True, blank=True)
    channel = models.CharField(_("方式"), max_length=20, blank=True)  # self, paper, counter, doorstep
    guardianship_id = models.UUIDField(null=True, blank=True)  # given by the guardian
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("成员")
        verbose_name_plural = _("成员")
        indexes = (models.Index(fields=["organisation", "resident"], name="membership_organisation"),)
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "resident"], condition=Q(until=None), name="membership_once_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
