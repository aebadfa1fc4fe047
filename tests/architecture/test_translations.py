"""The catalogues of translations: whole, current, with the same placeholders, each in its own script."""

import re
import string

import opencc
import polib
import pytest
from django.utils import translation
from django.utils.translation import trans_real
from tests.architecture.texts import CHINESE, SIMPLIFIED_ONLY, texts_of_the_app, texts_of_the_code

from linli.site import translations

TEXTS = {"django": texts_of_the_code, "djangojs": texts_of_the_app}
CATALOGUES = {
    f"{language} {domain}": polib.pofile(str(translations.LOCALE / language / f"LC_MESSAGES/{domain}.po"))
    for language in ("en", "zh_Hant")
    for domain in TEXTS
}


def said_in(language):
    """Give the texts whose translations a catalogue holds."""
    return TEXTS[language.split()[1]]()


PERCENT = re.compile(r"%\(\w+\)[-#0 +]*[\d.]*\w|%%")
each_catalogue = pytest.mark.parametrize("language", CATALOGUES)


def said_by(entry):
    """Give every form of a translation."""
    return [*entry.msgstr_plural.values()] or [entry.msgstr]


def placeholders(text):
    named = sorted(f"{{{name}}}" for _, name, _, _ in string.Formatter().parse(text) if name) if "{" in text else []
    return [*sorted(PERCENT.findall(text)), *named]


@each_catalogue
def test_every_text_of_the_code_is_translated(language):
    """When this fails, run `.venv/bin/python scripts/messages.py` and fill in what is new."""
    kept = {(entry.msgctxt or "", entry.msgid) for entry in CATALOGUES[language] if entry.translated()}
    assert sorted(said_in(language) - kept) == []


@each_catalogue
def test_no_catalogue_keeps_what_the_code_no_longer_says(language):
    kept = {(entry.msgctxt or "", entry.msgid) for entry in CATALOGUES[language]}
    assert sorted(kept - said_in(language)) == []


@each_catalogue
def test_no_translation_is_empty_or_a_guess(language):
    found = CATALOGUES[language]
    assert [entry.msgid for entry in found if entry.fuzzy or entry.obsolete or not all(said_by(entry))] == []


@each_catalogue
def test_a_translation_fills_in_the_same_values(language):
    wrong = [
        (entry.msgid, said)
        for entry in CATALOGUES[language]
        for said in said_by(entry)
        if placeholders(said) != placeholders(entry.msgid)
    ]
    assert wrong == []


@each_catalogue
def test_a_translation_keeps_the_blanks_and_line_ends_that_matter(language):
    wrong = [
        entry.msgid
        for entry in CATALOGUES[language]
        for said in said_by(entry)
        if entry.msgid.startswith("\n") != said.startswith("\n") or entry.msgid.endswith("\n") != said.endswith("\n")
    ]
    assert wrong == []


def test_english_has_no_chinese_characters():
    english = [entry for name, found in CATALOGUES.items() if name.startswith("en") for entry in found]
    assert [entry.msgid for entry in english for said in said_by(entry) if CHINESE.search(said)] == []


def test_traditional_chinese_has_no_simplified_characters():
    said = [
        said for name in ("zh_Hant django", "zh_Hant djangojs") for entry in CATALOGUES[name] for said in said_by(entry)
    ]
    assert [one for one in said if SIMPLIFIED_ONLY & set(one)] == []


def test_the_source_texts_are_in_simplified_chinese():
    traditional = opencc.OpenCC("t2s").convert
    own = {"繁體中文"}  # a language is named in its own writing
    texts = {text for _, text in texts_of_the_code()} - own
    assert [text for text in texts if traditional(text) != text] == []


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_each_language_says_its_own_words(language):
    own = {"zh-hans": "案卷", "zh-hant": "案卷", "en": "Cases"}
    with translation.override(language):
        assert translation.gettext("案卷") == own[language]
        assert translation.gettext("登录") == {"zh-hans": "登录", "zh-hant": "登錄", "en": "Sign in"}[language]


def test_the_number_decides_the_english_form():
    text = "登录失败次数过多，请过 %(minutes)s 分钟再试。忘记密码请联系本单位的管理员。"
    with translation.override("en"):
        one, many = (translation.ngettext(text, text, count) for count in (1, 2))
    assert "%(minutes)s minute." in one
    assert "%(minutes)s minutes." in many


def test_simplified_chinese_stands_where_another_language_is_the_default(settings):
    settings.LANGUAGE_CODE = "en"
    assert trans_real.DjangoTranslation("zh-hans").gettext("登录") == "登录"


def test_a_catalogue_is_compiled_when_it_is_new_and_not_again(tmp_path):
    place = tmp_path / "zh_Hant/LC_MESSAGES"
    place.mkdir(parents=True)
    CATALOGUES["zh_Hant django"].save(str(place / "django.po"))
    written = translations.compile_all(tmp_path)
    assert {path.parent.parent.name for path in written} == {"zh_Hant", "zh_Hans"}
    compiled = {entry.msgid: entry.msgstr for entry in polib.mofile(str(place / "django.mo"))}
    assert compiled["登录"] == "登錄"
    assert translations.compile_all(tmp_path) == []
