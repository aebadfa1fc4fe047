"""Each channel against a server on this machine: what it sends, and how a refusal is told."""

import datetime as dt
import hashlib
import hmac
import json
import ssl
from email import message_from_bytes
from email.header import decode_header, make_header

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.utils import timezone

from linli.core import posting
from linli.core.posting import NotPosted
from linli.messages.channels import bot_services, bots, mail, push, senders, sms
from linli.messages.channels.outgoing import Outgoing
from linli.messages.channels.push_encryption import encoded, new_key, public_bytes
from linli.messages.errors import BotAddressInvalid, ChannelNotSetUp, SubscriptionInvalid
from linli.messages.rules import Channel
from linli.messages.testing import mail_server


def a_message(address: str, **values) -> Outgoing:
    return Outgoing(
        **{
            "id": "0190-id",
            "address": address,
            "title": "新派遣：A-1",
            "text": "案卷 A-1 已派给环卫所。",
            "code": "case.dispatched",
            "url": "https://linli.example/desk/cases/1/",
            "facts": {"number": "A-1", "state": "已派遣"},
            **values,
        }
    )


# E-mail


def test_a_letter_arrives_whole(post_office):
    mail.send(a_message("sun@office.example"))
    (envelope,) = post_office.letters
    letter = message_from_bytes(envelope.content)
    assert envelope.rcpt_tos == ["sun@office.example"]
    assert str(make_header(decode_header(letter["Subject"]))) == "新派遣：A-1"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"] == "<0190-id@office.example>"
    words = letter.get_payload(decode=True).decode()
    assert words.split() == ["案卷", "A-1", "已派给环卫所。", "https://linli.example/desk/cases/1/"]


@pytest.mark.parametrize(("refusal", "is_final"), [("550 no such user", True), ("451 try later", False)])
def test_a_refused_receiver_is_told_with_the_server_s_words(post_office, refusal, is_final):
    post_office.refusal = refusal
    with pytest.raises(NotPosted, match=refusal[4:]) as raised:
        mail.send(a_message("nobody@office.example"))
    assert raised.value.is_final is is_final
    assert post_office.letters == []


def test_a_mail_server_that_is_away_is_tried_again(settings):
    settings.LINLI_SMTP_URL, settings.LINLI_MAIL_FROM = "smtp://127.0.0.1:9", "linli@office.example"
    with pytest.raises(NotPosted) as raised:
        mail.send(a_message("sun@office.example"))
    assert not raised.value.is_final


@pytest.fixture
def certificate(tmp_path, monkeypatch) -> ssl.SSLContext:
    """A certificate for this machine that clients of this test trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = timezone.now()
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    whole = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + made.public_bytes(Encoding.PEM)
    (tmp_path / "mail.pem").write_bytes(whole)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "mail.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "mail.pem")
    return context


def _knows(_server, _session, _envelope, _mechanism, given) -> AuthResult:
    is_right = (given.login, given.password) == (b"linli", b"p@ss")
    return AuthResult(success=is_right, handled=is_right)


@pytest.mark.parametrize("password", ["p%40ss", "wrong"])
def test_a_server_with_a_password_is_spoken_to_encrypted(certificate, settings, password):
    settings.LINLI_MAIL_FROM = "linli@office.example"
    with mail_server(tls_context=certificate, authenticator=_knows, auth_required=True) as server:
        port = server.url.rpartition(":")[2]
        settings.LINLI_SMTP_URL = f"smtp+starttls://linli:{password}@localhost:{port}"
        if password == "wrong":
            with pytest.raises(NotPosted, match="535"):
                mail.send(a_message("sun@office.example"))
        else:
            mail.send(a_message("sun@office.example"))
        assert len(server.letters) == (password != "wrong")


def test_a_server_that_is_encrypted_from_the_start_is_spoken_to(certificate, settings):
    settings.LINLI_MAIL_FROM = "linli@office.example"
    with mail_server(server_hostname="localhost", ssl_context=certificate) as server:
        settings.LINLI_SMTP_URL = f"smtps://localhost:{server.url.rpartition(':')[2]}"
        mail.send(a_message("sun@office.example"))
        assert len(server.letters) == 1


def test_a_server_nobody_vouches_for_is_told_nothing(certificate, settings, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    settings.LINLI_MAIL_FROM = "linli@office.example"
    with mail_server(tls_context=certificate) as server:
        settings.LINLI_SMTP_URL = f"smtp+starttls://localhost:{server.url.rpartition(':')[2]}"
        with pytest.raises(NotPosted, match="certificate"):
            mail.send(a_message("sun@office.example"))
        assert server.letters == []


def test_a_title_cannot_add_a_head_line(post_office):
    with pytest.raises(ValueError, match="Header"):
        mail.send(a_message("sun@office.example", title="x\nBcc: other@office.example"))


# SMS


def test_the_gateway_gets_a_signed_request_with_the_declared_body(gateway, settings):
    settings.LINLI_SMS_BODY = '{"to": "{phone}", "say": "{text}", "template": "{code}", "n": "{number}", "x": "{none}"}'
    sms.send(a_message("13800138000", text='他说"好"\n'))
    (heard,) = gateway.heard
    signed = hmac.new(b"shared-key", heard.headers["x-linli-timestamp"].encode() + b"." + heard.body, hashlib.sha256)
    assert heard.headers["x-linli-signature"] == f"sha256={signed.hexdigest()}"
    assert heard.headers["idempotency-key"] == "0190-id"
    assert heard.json() == {
        "to": "13800138000",
        "say": '他说"好"\n\nhttps://linli.example/desk/cases/1/',
        "template": "case.dispatched",
        "n": "A-1",
        "x": "",
    }


@pytest.mark.parametrize(("status", "is_final"), [(400, True), (403, True), (429, False), (500, False), (302, False)])
def test_a_gateway_that_refuses_is_told(gateway, status, is_final):
    gateway.answers = [(status, "balance  is\nempty")]
    with pytest.raises(NotPosted, match=f"{status} balance is empty") as raised:
        sms.send(a_message("13800138000"))
    assert raised.value.is_final is is_final
    assert len(gateway.heard) == 1  # a redirect is followed to nobody


def test_a_gateway_that_answers_200_to_a_refusal_is_believed_by_its_words(gateway, settings):
    settings.LINLI_SMS_ACCEPTED = '"code":0'
    gateway.answers = [(200, '{"code":7,"msg":"no credit"}'), (200, '{"code":0}')]
    with pytest.raises(NotPosted, match="no credit"):
        sms.send(a_message("13800138000"))
    sms.send(a_message("13800138000"))


def test_a_gateway_that_says_nothing_is_left_after_a_while(gateway, monkeypatch):
    monkeypatch.setattr(posting, "TIMEOUT_SECONDS", 0.2)
    gateway.hold.clear()
    with pytest.raises(NotPosted) as raised:
        sms.send(a_message("13800138000"))
    assert not raised.value.is_final


def test_only_the_web_is_called():
    with pytest.raises(NotPosted):
        posting.post("file:///etc/passwd", b"", {})


# Bots of groups

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec&secret=SECabc"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/2b1e6b2e-aaaa-bbbb?secret=s3cret"


@pytest.fixture
def chats(web, monkeypatch):
    monkeypatch.setattr(bot_services.WeCom, "notify_url", web.url + "/wecom?key={key}")
    monkeypatch.setattr(bot_services.DingTalk, "notify_url", web.url + "/ding?access_token={token}")
    monkeypatch.setattr(bot_services.Feishu, "notify_url", web.url + "/feishu/{token}/")
    return web


def test_wecom_is_written_to(chats):
    bots.send(a_message(WECOM))
    (heard,) = chats.heard
    assert heard.path == "/wecom?key=693a91f6-7xxx-4bc4-97a0"
    assert heard.json()["msgtype"] == "text"
    assert heard.json()["text"]["content"].splitlines() == [
        "新派遣：A-1",
        "案卷 A-1 已派给环卫所。",
        "https://linli.example/desk/cases/1/",
    ]


def test_dingtalk_is_written_to_with_a_signature_encoded_once(chats):
    from urllib.parse import parse_qs, urlsplit

    bots.send(a_message(DINGTALK))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(chats.heard[0].path).query).items()}
    text = f"{asked['timestamp']}\nSECabc".encode()
    import base64

    assert base64.b64decode(asked["sign"]) == hmac.new(b"SECabc", text, hashlib.sha256).digest()
    assert asked["access_token"] == "566cc69da782ec"


def test_feishu_is_written_to_signed(chats):
    import base64

    bots.send(a_message(FEISHU))
    (heard,) = chats.heard
    said = heard.json()
    assert heard.path == "/feishu/2b1e6b2e-aaaa-bbbb"
    assert said["msg_type"] == "text"
    expected = hmac.new(f"{said['timestamp']}\ns3cret".encode(), b"", hashlib.sha256).digest()
    assert base64.b64decode(said["sign"]) == expected


@pytest.mark.parametrize(
    ("address", "answer", "is_final"),
    [
        (WECOM, '{"errcode":93000,"errmsg":"invalid webhook url"}', True),
        (WECOM, '{"errcode":45009,"errmsg":"reach max api daily quota limit"}', False),
        (DINGTALK, '{"errcode":310000,"errmsg":"sign not match"}', True),
        (FEISHU, '{"code":19021,"msg":"sign match fail"}', True),
    ],
)
def test_a_bot_that_answers_200_to_what_it_refuses_has_not_sent(chats, address, answer, is_final):
    chats.answers = [(200, answer)]
    with pytest.raises(NotPosted) as raised:
        bots.send(a_message(address))
    said = json.loads(answer)
    assert str(said.get("errmsg") or said.get("msg")) in raised.value.why
    assert raised.value.is_final is is_final


def test_a_bot_that_took_it_says_zero(chats):
    for address, answer in ((WECOM, '{"errcode":0,"errmsg":"ok"}'), (FEISHU, '{"code":0,"msg":"success"}')):
        chats.answers = [(200, answer)]
        bots.send(a_message(address))
    assert len(chats.heard) == 2


def test_any_other_service_of_apprise_can_be_named(web):
    bots.send(a_message(web.url.replace("http://", "json://") + "/hook"))
    assert web.heard[0].path == "/hook"
    assert "A-1" in web.heard[0].json()["message"]
    web.answers = [(500, "")]
    with pytest.raises(NotPosted):
        bots.send(a_message(web.url.replace("http://", "json://")))


@pytest.mark.parametrize(
    "address", [WECOM, "wecombot://693a91f6", "dingtalk://566cc69d", DINGTALK, FEISHU, "feishu://2b1e"]
)
def test_addresses_are_taken_as_people_paste_them(address):
    assert bots.service_of(address) in {"WeCom Bot", "DingTalk", "Feishu"}


@pytest.mark.parametrize(
    "address", ["", "hello", "https://office.example/x", "syslog://", "wecombot://", "dingtalk://a b"]
)
def test_what_is_no_bot_is_refused(address):
    with pytest.raises(BotAddressInvalid):
        bots.service_of(address)


# Web push


def a_subscription(url: str) -> str:
    keys = {"p256dh": encoded(public_bytes(new_key())), "auth": encoded(b"0123456789abcdef")}
    return json.dumps({"endpoint": url, "expirationTime": None, "keys": keys})


@pytest.fixture
def push_service(web, settings, tmp_path):
    settings.LINLI_DATA = tmp_path
    settings.LINLI_PUSH_HOSTS = (web.url.removeprefix("http://"),)
    settings.LINLI_SITE_URL = "https://linli.example"
    return web


def test_a_note_goes_to_the_push_service_encrypted(push_service):
    push.send(a_message(a_subscription(f"{push_service.url}/send/abc"), is_urgent=True))
    (heard,) = push_service.heard
    assert heard.path == "/send/abc"
    assert heard.headers["content-encoding"] == "aes128gcm"
    assert heard.headers["urgency"] == "high"
    assert int(heard.headers["ttl"]) > 0
    assert heard.headers["authorization"].startswith("vapid t=")
    assert b"A-1" not in heard.body


def test_a_browser_that_is_gone_is_told_apart(push_service):
    push_service.answers = [(410, "")]
    with pytest.raises(push.SubscriptionGone):
        push.send(a_message(a_subscription(f"{push_service.url}/x")))


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", '{"endpoint": 1, "keys": {}}', '{"endpoint": "https://fcm.googleapis.com/x", "keys": {"p256dh": "AA", "auth": "AA"}}',
    ],
)  # fmt: skip
def test_a_broken_subscription_is_refused(text):
    with pytest.raises(SubscriptionInvalid):
        push.Subscription.parse(text)


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.5/x", "http://fcm.googleapis.com/x", "https://fcm.googleapis.com.evil.example/x", "https://localhost/x",
        "https://fcm.googleapis.com@10.0.0.5/x", "https://fcm.googleapis.com:99999/x", "https://fcm.googleapis.com:8443/x",
    ],
)  # fmt: skip
def test_a_subscription_that_leads_into_the_office_is_refused(url):
    with pytest.raises(SubscriptionInvalid):
        push.Subscription.parse(a_subscription(url))


@pytest.mark.parametrize(
    ("site", "is_on"),
    [("https://linli.example", True), ("http://localhost:8000", True), ("http://linli.example", False), ("", False)],
)
def test_browsers_can_subscribe_only_where_they_would(settings, site, is_on):
    settings.LINLI_SITE_URL = site
    assert push.is_set_up() is is_on


# The list of them


def test_a_channel_that_is_not_set_up_says_so():
    with pytest.raises(ChannelNotSetUp):
        senders.send(Channel.SMS, a_message("13800138000"))
    assert [channel for channel in Channel if senders.is_set_up(channel)] == [Channel.INBOX, Channel.BOT]


def test_the_log_shows_addresses_masked(settings):
    settings.LINLI_PUSH_HOSTS = ("fcm.googleapis.com",)
    assert senders.masked(Channel.MAIL, "sun@office.example") == "s***@office.example"
    assert senders.masked(Channel.SMS, "13800138000") == "138******00"
    assert senders.masked(Channel.BOT, WECOM) == "WeCom Bot"
    assert senders.masked(Channel.PUSH, a_subscription("https://fcm.googleapis.com/fcm/send/x")) == "fcm.googleapis.com"
