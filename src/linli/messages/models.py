"""Notices, their deliveries over each channel, and what people and units chose for receiving them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.core.ids import new_id
from linli.messages.rules import Channel, DeliveryState, ReceiverKind, Wish


class Notice(models.Model):
    """One thing told to one receiver; whether a person has read it is kept without a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=120)
    code = models.CharField(max_length=60)
    receiver_kind = models.CharField(max_length=10)
    receiver = models.CharField(max_length=60)
    area_code = models.CharField(max_length=15, blank=True)
    case_id = models.UUIDField(null=True)
    is_urgent = models.BooleanField(default=False)
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=500)
    link = models.CharField(max_length=200, blank=True)
    facts = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    is_unread = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        constraints = (
            models.UniqueConstraint(fields=["key", "receiver_kind", "receiver"], name="notice_once_per_receiver"),
        )
        indexes = (
            models.Index(fields=["receiver", "id"], name="notice_inbox"),
            models.Index(
                fields=["receiver"],
                name="notice_unread",
                condition=Q(is_unread=True, receiver_kind=ReceiverKind.PERSON.value),
            ),
            models.Index(fields=["made_at"], name="notice_made"),
            models.Index(fields=["case_id"], name="notice_case", condition=Q(case_id__isnull=False)),
        )

    def __str__(self) -> str:
        return self.title


class Delivery(models.Model):
    """One notice over one channel: sent, waiting, or why not. The address itself is not kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries", db_constraint=False)
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=DeliveryState.WAITING.value)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, blank=True)
    address_masked = models.CharField(max_length=80, blank=True)
    area_code = models.CharField(max_length=15, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("发送记录")
        verbose_name_plural = _("发送记录")
        constraints = (
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(state.value for state in DeliveryState)), name="delivery_state_known"
            ),
        )
        indexes = (
            models.Index(fields=["channel", "next_try"], name="delivery_due", condition=Q(next_try__isnull=False)),
            models.Index(fields=["area_code", "id"], name="delivery_area"),
            models.Index(F("state"), F("id").desc(), name="delivery_state"),
        )

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Preference(models.Model):
    """What one person chose: which channels, a mobile number, quiet hours."""

    account_id = models.UUIDField(primary_key=True, editable=False)
    phone_sealed = models.TextField(blank=True)
    mail = models.CharField(max_length=6, default=Wish.ALL.value)
    sms = models.CharField(max_length=6, default=Wish.URGENT.value)
    push = models.CharField(max_length=6, default=Wish.ALL.value)
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)

    class Meta:
        verbose_name = _("接收设置")
        verbose_name_plural = _("接收设置")

    def __str__(self) -> str:
        return str(self.account_id)

    def wish(self, channel: Channel) -> Wish:
        """Give what the person wants over a channel of one's own."""
        return Wish({Channel.MAIL: self.mail, Channel.SMS: self.sms, Channel.PUSH: self.push}[channel])


class PushSubscription(models.Model):
    """One browser that shows a person's notices."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account_id = models.UUIDField(db_index=True)
    endpoint_hash = models.CharField(max_length=32, unique=True)
    subscription_sealed = models.TextField()
    browser = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("推送订阅")
        verbose_name_plural = _("推送订阅")

    def __str__(self) -> str:
        return self.browser


class UnitBot(models.Model):
    """The bot of a unit's group chat."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit_code = models.CharField(max_length=40, unique=True)
    service = models.CharField(max_length=40)
    address_sealed = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("群机器人")
        verbose_name_plural = _("群机器人")

    def __str__(self) -> str:
        return f"{self.unit_code} {self.service}"
