"""E-mail over the office's own SMTP server."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.core.posting import NotPosted
from linli.messages.channels.outgoing import Outgoing

TIMEOUT_SECONDS = 10
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def is_set_up() -> bool:
    """Say whether the installation has a mail server and a sender."""
    return bool(settings.LINLI_SMTP_URL and settings.LINLI_MAIL_FROM)


def send(message: Outgoing) -> None:
    """Send one letter; a receiver the server refuses for good is not tried again."""
    letter = _letter(message)
    try:
        with _opened() as server:
            _introduce(server)
            server.send_message(letter)
    except smtplib.SMTPRecipientsRefused as refusal:
        status, said = next(iter(refusal.recipients.values()))
        raise _refused(status, said) from None
    except smtplib.SMTPResponseException as refusal:
        raise _refused(refusal.smtp_code, refusal.smtp_error) from None
    except (smtplib.SMTPException, OSError) as trouble:
        raise NotPosted(_("邮件服务器：%(why)s") % {"why": trouble or type(trouble).__name__}) from None


def _letter(message: Outgoing) -> EmailMessage:
    letter = EmailMessage()
    letter["Subject"] = message.title
    letter["From"] = settings.LINLI_MAIL_FROM
    letter["To"] = message.address
    letter["Date"] = format_datetime(timezone.now())
    letter["Message-ID"] = f"<{message.id}@{_own_host()}>"
    letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: holiday replies keep quiet
    letter.set_content(message.body)
    return letter


def _opened() -> smtplib.SMTP:
    place = urlsplit(settings.LINLI_SMTP_URL)
    host, port = place.hostname or "", place.port or _PORTS[place.scheme]
    if place.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    return smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)


def _introduce(server: smtplib.SMTP) -> None:
    """Turn to TLS where the address says so, and sign in where it has a name."""
    place = urlsplit(settings.LINLI_SMTP_URL)
    if place.scheme == "smtp+starttls":
        server.starttls(context=ssl.create_default_context())
    if place.username:
        server.login(unquote(place.username), unquote(place.password or ""))


def _own_host() -> str:
    return parseaddr(settings.LINLI_MAIL_FROM)[1].rpartition("@")[2] or "localhost"


def _refused(status: int, said: bytes | str) -> NotPosted:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return NotPosted(
        _("邮件服务器回答 %(status)s %(said)s") % {"status": status, "said": words[:120]}, is_final=500 <= status < 600
    )
