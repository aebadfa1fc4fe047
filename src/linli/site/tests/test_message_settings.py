"""What an installation may say about its channels: wrong values stop the start with a sentence."""

import pytest

from linli.site import environment


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        (environment.SMTP_URL, "smtp://mail.office.example"),
        (environment.SMTP_URL, "smtp+starttls://linli:p%40ss@mail.office.example:587"),
        (environment.SMTP_URL, "smtps://mail.office.example"),
        (environment.SMTP_URL, ""),
        (environment.SMS_URL, "https://sms.office.example/v1/send"),
        (environment.QUIET_HOURS, "23:30-06:00"),
    ],
)
def test_a_right_value_is_taken_as_it_is(monkeypatch, setting, text):
    monkeypatch.setenv(setting.name, text)
    assert setting.value() == text


@pytest.mark.parametrize(
    ("setting", "text"),
    [
        (environment.SMTP_URL, "mail.office.example"),
        (environment.SMTP_URL, "https://mail.office.example"),
        (environment.SMTP_URL, "smtp://"),
        (environment.SMS_URL, "ftp://sms.office.example"),
        (environment.SITE_URL, "linli.office.example"),
        (environment.QUIET_HOURS, "22-7"),
        (environment.QUIET_HOURS, "25:00-07:00"),
    ],
)
def test_a_wrong_value_stops_the_start_and_names_the_setting(monkeypatch, setting, text):
    monkeypatch.setenv(setting.name, text)
    with pytest.raises(SystemExit, match=setting.name):
        setting.value()


def test_the_site_s_address_is_joined_with_pages_that_begin_with_a_slash(monkeypatch):
    monkeypatch.setenv("LINLI_SITE_URL", "https://linli.office.example/")
    assert environment.SITE_URL.value() == "https://linli.office.example"


def test_push_services_are_listed_by_comma(monkeypatch):
    monkeypatch.setenv("LINLI_PUSH_HOSTS", "push.office.example, *.push.example")
    assert environment.PUSH_HOSTS.value() == ("push.office.example", "*.push.example")


def test_a_password_may_come_from_a_file(monkeypatch, tmp_path):
    (tmp_path / "smtp").write_text("smtps://linli:secret@mail.office.example\n", encoding="utf-8")
    monkeypatch.setenv("LINLI_SMTP_URL_FILE", str(tmp_path / "smtp"))
    assert environment.SMTP_URL.value() == "smtps://linli:secret@mail.office.example"
