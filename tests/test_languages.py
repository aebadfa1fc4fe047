"""Every main page in every language: nothing of one language is left on a page in another, but for data."""

import html
import re
from collections.abc import Iterator

import click
import pytest
from django.apps import apps
from django.test import Client
from tests.architecture.texts import CHINESE, SIMPLIFIED_ONLY

from linli.cases.actions import disclose_reporter, dispatch_case, file_case, report_case
from linli.cases.rules import State
from linli.cases.testing import RUBBISH, a_command, a_report, make_case, make_places
from linli.core.installation import set_installation
from linli.site.cli import linli
from linli.site.late import loaded
from linli.staff.models import Account
from linli.staff.testing import DISTRICT

pytestmark = pytest.mark.django_db
LANGUAGES = {"en": "en", "zh-hant": "zh-Hant", "zh-hans": "zh-Hans"}
# The language menu names each language in its own writing.
ENDONYMS = ("简体中文", "繁體中文", "English")
ROOMS = ("core", "staff", "places", "cases")
NAMED_IN_EVERY_LANGUAGE = {"CaseKind"}


def foreign_on(page: str, language: str) -> list[str]:
    """Give what does not belong on a page in this language, once data are taken out."""
    for known in known_texts():
        page = page.replace(known, " ")
    parts = [part.strip() for part in re.split(r'[<>"]', page)]
    if language == "en":
        return [part for part in parts if CHINESE.search(part)]
    if language == "zh-hant":
        return [part for part in parts if not SIMPLIFIED_ONLY.isdisjoint(part)]
    return []


def known_texts() -> list[str]:
    """Give all texts of the database, the longest first, and the names of languages."""
    found = set(ENDONYMS)
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model.__name__ in NAMED_IN_EVERY_LANGUAGE:
                continue
            for row in model._default_manager.values():
                found.update(one for value in row.values() for one in _texts(value))
    return sorted((text for text in found if CHINESE.search(text)), key=len, reverse=True)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from (value, *value.split("\n"))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)


def page_in(language: str, client: Client, address: str) -> str:
    """Fetch a page as it reads in this language."""
    answer = client.get(address, headers={"accept-language": language})
    text = answer.content.decode()
    assert f'<html lang="{LANGUAGES[language]}"' in text, (address, answer.status_code)
    return plain(text)


def plain(text: str) -> str:
    """Undo the escapes of HTML and JSON; leave out what nobody reads."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), html.unescape(text))
    return re.sub(r'<input type="hidden"[^>]*>|<span class="desk-user-face".*?</span>', "", text)


each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_language
@pytest.mark.parametrize(
    "address", ["/", "/report/", "/track/", "/track/ABCDEFGHJKMN/", "/accounts/login/", "/nothing-here/"]
)
def test_pages_for_everybody_speak_one_language(cast, language, address):
    set_installation(name="", root_code=DISTRICT, is_demo=True)
    assert foreign_on(page_in(language, Client(), address), language) == []


@each_language
@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("chen", "/desk/"),
        ("chen", "/desk/cases/?tab=all"),
        ("chen", "/desk/cases/?tab=all&q=nothing-of-the-kind"),
        ("chen", "/desk/cases/new/"),
        ("chen", "/desk/cases/map/"),
        ("feng", "/desk/figures/"),
        ("feng", "/desk/figures/?area=990101001&from=2026-11-01&to=2026-11-20"),
        ("feng", "/desk/areas/"),
        ("lin", "/desk/areas/?code=990101001001001"),
        ("zhao", "/desk/areas/"),
        ("lin", "/accounts/me/"),

        ("lin", "/accounts/logout/"),
        ("zhao", "/desk/figures/"),
    ],
)  # fmt: skip
def test_pages_of_the_desk_speak_one_language(cast, language, who, address):
    for state in (State.REPORTED, State.DISPATCHED, State.CLOSED):
        make_case(cast, state=state)
    report_case(a_report(area_code="", kind_code=""), command=a_command())
    page = page_in(language, getattr(cast, who).sign_in(), address)
    assert foreign_on(page, language) == []


@each_language
@pytest.mark.parametrize(
    ("who", "state"),
    [("chen", "reported"), ("wei", "filed"), ("sun", "dispatched"), ("sun", "handling"), ("qian", "responded"), ("wu", "checked"), ("wu", "closed")],
)  # fmt: skip
def test_a_case_speaks_one_language_in_every_state(cast, language, who, state):
    case = make_case(cast, state=State(state), text="楼道口有点情况，请来看看", lon_cgcs2000=121.5, lat_cgcs2000=29.8)
    page = page_in(language, getattr(cast, who).sign_in(), f"/desk/cases/{case.pk}/")
    assert foreign_on(page, language) == []


@each_language
def test_a_followed_report_speaks_one_language(cast, language):
    make_places()
    told = report_case(a_report(reporter_name="王女士", reporter_phone="13800000000"), command=a_command())
    case = told.case
    file_case(case.pk, command=a_command(cast.chen.actor), kind_code=RUBBISH)
    dispatch_case(case.pk, command=a_command(cast.wei.actor))
    disclose_reporter(case.pk, command=a_command(cast.chen.actor), purpose="核实地点")
    page = page_in(language, Client(), f"/track/{told.tracking_code}/")
    assert foreign_on(page, language) == []


@each_language
@pytest.mark.parametrize(
    ("address", "values", "said"),
    [
        ("/report/", {"text": ""}, {"en": "This field is required.", "zh-hans": "这个字段是必填项。", "zh-hant": "這個欄位是必須的。"}),
        ("/report/", {"text": "楼道灯坏了", "lon": "500", "lat": "1"}, {"en": "less than or equal to 180"}),
        ("/accounts/login/", {"login": "nobody", "password": "wrong"}, {"en": "The user name or password is not right."}),
    ],
)  # fmt: skip
def test_what_django_and_allauth_say_is_in_the_language_of_the_page(cast, language, address, values, said):
    answer = Client().post(address, values, headers={"accept-language": language})
    page = plain(answer.content.decode())
    assert said.get(language, "") in page
    assert foreign_on(page.replace(values.get("text") or "\0", ""), language) == []


@pytest.mark.parametrize(
    ("asked", "given"),
    [("zh-TW,zh;q=0.9", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-CN", "zh-Hans"), ("zh", "zh-Hans"), ("en-GB,en;q=0.8", "en"), ("fr", "zh-Hans")],
)  # fmt: skip
def test_a_browser_gets_the_nearest_language(client, asked, given):
    assert f'<html lang="{given}"' in client.get("/", headers={"accept-language": asked}).content.decode()


def test_the_language_an_account_chose_goes_before_the_browser_s(cast):
    Account.objects.filter(pk=cast.lin.account.pk).update(language="en")
    page = cast.lin.sign_in().get("/desk/areas/", headers={"accept-language": "zh-CN"}).content.decode()
    assert '<html lang="en"' in page


def test_times_are_written_alike_in_every_language(cast):
    case = make_case(cast)
    for language in LANGUAGES:
        assert "2026-11-16 09:00" in page_in(language, cast.chen.sign_in(), f"/desk/cases/{case.pk}/")


def test_a_page_in_another_language_is_found_out(cast):
    assert foreign_on(page_in("zh-hans", Client(), "/"), "en")
    assert foreign_on(page_in("zh-hans", Client(), "/"), "zh-hant")


def every_command(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Give a command and all below it."""
    yield name, command
    for part, below in getattr(command, "commands", {}).items():
        yield from every_command(loaded(below), f"{name} {part}")


@pytest.mark.parametrize(("name", "command"), [*every_command(linli, "linli")])
def test_a_command_says_what_it_does_in_the_language_of_the_installation(name, command):
    options = [option for option in command.params if isinstance(option, click.Option) and option.help]
    silent = [option.opts for option in options if not CHINESE.search(str(option.help)) and option.name != "version"]
    assert CHINESE.search(str(command.help))
    assert silent == []
