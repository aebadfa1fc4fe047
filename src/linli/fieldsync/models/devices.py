"""The phones that work in the field, and the commands that came from them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Device(models.Model):
    """One phone of one account: its token, its sealed key, and until when it may be used without asking again.

    `seen_on` is a day: nothing tells when somebody was at work (safeguards).
    """

    id = models.UUIDField(primary_key=True, editable=False)
    account = models.ForeignKey(
        "staff.Account", on_delete=models.CASCADE, related_name="devices", verbose_name=_("账号"), db_constraint=False
    )
    name = models.CharField(_("手机"), max_length=60, blank=True)
    platform = models.CharField(_("系统"), max_length=60, blank=True)
    app_version = models.CharField(_("应用版本"), max_length=30, blank=True)
    token_hash = models.CharField(_("令牌摘要"), max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 unique, or none
    password_mark = models.CharField(max_length=64, blank=True, default="", editable=False)
    key_sealed = models.TextField(_("本机密钥"), editable=False)
    lease_until = models.DateTimeField(_("离线使用期限"))
    registered_at = models.DateTimeField(_("登记时间"))
    seen_on = models.DateField(_("最近使用"))
    signed_out_at = models.DateTimeField(_("退出时间"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)
    revoked_why = models.CharField(_("停用原因"), max_length=12, blank=True)

    class Meta:
        verbose_name = _("手机")
        verbose_name_plural = _("手机")
        indexes = (
            models.Index(fields=["account", "seen_on"], name="fieldsync_device_account"),
            models.Index(fields=["seen_on"], name="fieldsync_device_seen"),
        )

    def __str__(self) -> str:
        return self.name or str(self.id)


class FieldCommand(models.Model):
    """A command of a device that was applied, with its first answer: ids and numbers, never what was said nor at what hour.

    Of a conflict the answer names what stood in the record, masked as phones are shown it: that is kept sealed.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    device_id = models.UUIDField()
    name = models.CharField(max_length=20)
    record = models.CharField(max_length=60)
    applied_on = models.DateField(db_index=True)
    outcome = models.CharField(max_length=10)
    result = models.JSONField(default=dict)
    conflicts_sealed = models.TextField(blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("已处理的操作")
        verbose_name_plural = _("已处理的操作")

    def __str__(self) -> str:
        return f"{self.name} {self.id}"
