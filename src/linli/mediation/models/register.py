"""The register of mediation committees and mediators."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id
from linli.mediation.rules import MediatorFacts


class Committee(models.Model):
    """A people's mediation committee: of a community, a street, a trade, a county."""

    code = models.CharField(_("编码"), max_length=40, primary_key=True)
    name = models.CharField(_("名称"), max_length=80)
    level = models.CharField(_("层级"), max_length=12)
    area_code = models.CharField(_("区域"), max_length=15, db_index=True)
    unit_code = models.CharField(_("单位"), max_length=40)
    specialities = models.JSONField(_("专长"), default=list)
    court = models.CharField(_("所在地基层人民法院"), max_length=80, blank=True)
    phone = models.CharField(_("电话"), max_length=30, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("调解委员会")
        verbose_name_plural = _("调解委员会")

    def __str__(self) -> str:
        return self.name


class CommitteeYear(models.Model):
    """How many dossiers a committee has numbered in a year."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, db_constraint=False)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["committee", "year"], name="mediation_one_series_a_year"),)

    def __str__(self) -> str:
        return f"{self.committee_id} {self.year}"


class Mediator(models.Model):
    """A mediator in office: somebody with an account, or a person from outside."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="mediators", db_constraint=False)
    name = models.CharField(_("姓名"), max_length=40)
    account_id = models.UUIDField(_("账号"), null=True, blank=True, db_index=True)
    employer = models.CharField(_("工作单位"), max_length=80, blank=True)
    phone = models.CharField(_("工作电话"), max_length=30, blank=True)
    rank = models.CharField(_("类别"), max_length=12)
    specialities = models.JSONField(_("专长"), default=list)
    since = models.DateField(_("任期起"))
    until = models.DateField(_("任期止"), null=True, blank=True)

    class Meta:
        verbose_name = _("调解员")
        verbose_name_plural = _("调解员")
        constraints = (
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="mediation_term_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> MediatorFacts:
        """What the rules of choosing need to know."""
        return MediatorFacts(self.pk, self.employer, self.since, self.until)
