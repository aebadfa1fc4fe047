"""Accounts, units, duties, posts, absences and API tokens."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id
from linli.staff.rules import AwayFor


class AccountManager(BaseUserManager["Account"]):
    """Make accounts; the name is Django's, not ours."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Account":
        """Store an account with a hashed password, or with none that works."""
        account = self.model(username=self.model.normalize_username(username), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, username: str, password: str | None = None, **fields: object) -> "Account":
        """Store an account for the technical back office."""
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class Account(AbstractBaseUser, PermissionsMixin):
    """A person who signs in; what they may do comes from their posts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("登录名"), max_length=60, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("电子邮箱"), blank=True)
    language = models.CharField(_("语言"), max_length=10, blank=True, help_text=_("空：随浏览器。"))
    work_phone = models.CharField(_("工作电话"), max_length=30, blank=True)
    hours = models.CharField(_("服务时间"), max_length=60, blank=True)
    is_active = models.BooleanField(_("可以登录"), default=True)
    is_staff = models.BooleanField(_("可以进入技术后台"), default=False)
    is_demo = models.BooleanField(_("演示账号"), default=False, help_text=_("只在演示环境里能登录。"))
    joined_at = models.DateTimeField(_("建立时间"), default=timezone.now)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = AccountManager()

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")

    def __str__(self) -> str:
        return self.name or self.username

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """Keep names in small letters, whoever enters them: people sign in under one spelling."""
        return str(super().normalize_username(username)).lower()

    def get_full_name(self) -> str:
        """Return the name, for Django's own pages."""
        return self.name


class Unit(models.Model):
    """A body that takes part: a community, a street office, a department, a company, a centre."""

    code = models.CharField(_("单位编码"), max_length=40, primary_key=True)
    name = models.CharField(_("名称"), max_length=80)
    kind = models.CharField(_("类型"), max_length=30)
    area_code = models.CharField(_("所在区域"), max_length=15, db_index=True)
    parent_code = models.CharField(_("上级单位"), max_length=40, blank=True)
    phone = models.CharField(_("值班电话"), max_length=30, blank=True)
    is_active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")

    def __str__(self) -> str:
        return self.name


class DutyUnit(models.Model):
    """Which unit answers for a duty (环卫, 供水…) under an area code; the longest prefix wins.

    A row with a shift holds in it only (nights, weekends), before the rows that hold always.
    """

    duty = models.CharField(_("职责"), max_length=40)
    area_code = models.CharField(_("区域前缀"), max_length=15, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, verbose_name=_("责任单位"), db_constraint=False)
    shift = models.CharField(_("班次"), max_length=30, blank=True, help_text=_("空：任何时候。"))
    valid_from = models.DateField(_("起"), null=True, blank=True)
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("职责分工")
        verbose_name_plural = _("职责分工")
        constraints = (
            models.UniqueConstraint(fields=["duty", "area_code", "shift"], name="staff_duty_once_per_area_and_shift"),
        )

    def __str__(self) -> str:
        return f"{self.duty} {self.area_code}"


class Post(models.Model):
    """What an account may do where: role × area prefix × work line, for a time."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="posts", verbose_name=_("账号"))
    role = models.CharField(_("岗位"), max_length=30)
    area_code = models.CharField(_("区域前缀"), max_length=15, blank=True, db_index=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("单位"), db_constraint=False
    )
    work_line = models.CharField(_("条线"), max_length=40, blank=True)
    valid_from = models.DateField(_("起"), default=timezone.localdate)
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("岗位任职")
        verbose_name_plural = _("岗位任职")
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="staff_post_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.area_code}"


class Absence(models.Model):
    """Somebody is away for some days; who stands in holds their posts meanwhile. Never hours, never presence."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="absences", verbose_name=_("账号"))
    stand_in = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代办人")
    )
    from_on = models.DateField(_("起"))
    to_on = models.DateField(_("止"))
    away_for = models.CharField(_("事由"), max_length=20, default=AwayFor.LEAVE.value)
    ended_at = models.DateTimeField(_("取消时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("外出")
        verbose_name_plural = _("外出")
        indexes = (
            models.Index(fields=["stand_in", "to_on"], name="staff_absence_stand_in"),
            models.Index(fields=["account", "to_on"], name="staff_absence_account"),
        )
        constraints = (
            models.CheckConstraint(condition=Q(to_on__gte=models.F("from_on")), name="staff_absence_ends_after_start"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.from_on} {self.to_on}"


class ApiToken(models.Model):
    """A key for a program: stored as a hash, with scopes and an end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens", verbose_name=_("账号"))
    name = models.CharField(_("用途"), max_length=80)
    token_hash = models.CharField(_("令牌摘要"), max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("权限范围"), default=list)
    created_at = models.DateTimeField(_("建立时间"), default=timezone.now)
    expires_at = models.DateTimeField(_("到期时间"))
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    last_used_on = models.DateField(_("最近使用"), null=True, blank=True)

    class Meta:
        verbose_name = _("接口令牌")
        verbose_name_plural = _("接口令牌")

    def __str__(self) -> str:
        return self.name


class StaffRecord(models.Model):
    """What was done to accounts, posts, units and tokens: rows are added, never edited."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(_("时间"))
    by_key = models.CharField(_("操作人标识"), max_length=80)
    by_name = models.CharField(_("操作人"), max_length=60)
    what = models.CharField(_("操作"), max_length=40)
    subject = models.CharField(_("对象"), max_length=80, db_index=True)
    facts = models.JSONField(_("内容"), default=dict)

    class Meta:
        verbose_name = _("人员管理记录")
        verbose_name_plural = _("人员管理记录")

    def __str__(self) -> str:
        return f"{self.what} {self.subject}"
