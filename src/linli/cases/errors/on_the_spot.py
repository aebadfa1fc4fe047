"""How cases say no to what is said on the spot: receipts and voice notes."""

from django.utils.translation import gettext_lazy as _

from linli.core.errors import Invalid


class ReceiptUnknown(Invalid):
    """A service is confirmed by a name or by the receipt code."""

    code = "case.receipt-unknown"
    text = _("没有“%(given)s”这种确认方式，请用点名或回执码确认。")


class ReceiptNameMissing(Invalid):
    """A receipt carries the name of whoever confirmed it."""

    code = "case.receipt-name-missing"
    text = _("请由居民点选或填写姓名后再确认。")


class ReceiptCodeWrong(Invalid):
    """The code is not the receipt code of this case."""

    code = "case.receipt-code-wrong"
    text = _("回执码和这个案卷对不上，请核对后重填，或改用点名确认。")


class FileNotVoice(Invalid):
    """A file is no recording that browsers make."""

    code = "case.file-not-voice"
    text = _("“%(name)s”不是能播放的录音，请重新录制，或改为文字。")


class VoiceTooLong(Invalid):
    """A recording is longer than a note should be."""

    code = "case.voice-too-long"
    text = _("“%(name)s”超过 %(most)s MB，请分成几段录，或改为文字。")
