"""Servers standing for those of others, and nobody's unread count kept from the test before."""

from collections.abc import Iterator

import pytest

from linli.messages.queries import inbox
from linli.messages.testing import HttpServer, MailServer, http_server, mail_server


@pytest.fixture(autouse=True)
def _count_anew() -> Iterator[None]:
    inbox._kept.clear()
    yield
    inbox._kept.clear()


@pytest.fixture
def web() -> Iterator[HttpServer]:
    with http_server() as server:
        yield server


@pytest.fixture
def post_office(settings) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.LINLI_SMTP_URL, settings.LINLI_MAIL_FROM = server.url, "邻里 <linli@office.example>"
        yield server


@pytest.fixture
def gateway(web: HttpServer, settings) -> HttpServer:
    settings.LINLI_SMS_URL, settings.LINLI_SMS_KEY = f"{web.url}/sms", "shared-key"
    return web
