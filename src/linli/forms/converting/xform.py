"""What an XForm asks, read from the XForm itself: every bind with its control, words, choices and binding to the register."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from linli.forms import errors
from linli.forms.converting.answer_lists import AnswerList
from linli.forms.converting.safe_xml import local, parse
from linli.forms.rules import MOST_CHOICES, Question, attribute_of, plain_name

_XF = "{http://www.w3.org/2002/xforms}"
_JR = "{http://openrosa.org/javarosa}"
_CONTROLS = {"input", "select1", "select", "upload", "range", "rank", "trigger", "secret", "group", "repeat"}
_KIND_OF_TYPE = {
    "string": "text", "int": "int", "integer": "int", "decimal": "decimal", "date": "date", "time": "time",
    "dateTime": "dateTime", "geopoint": "geopoint", "binary": "file", "select1": "select", "select": "selects",
}  # fmt: skip
_OF_SEVERAL = {"select", "rank"}
_ANY = "default"
_MEDIA = {"image", "audio", "video", "big-image"}
_OWN = "jr://instance/"  # what the client knows by itself, such as the form filled in last
_REFS = (f"{_XF}value", f"{_XF}label")
_SEARCH = re.compile(r"""\bsearch\s*\(\s*(?:['"]([^'"]*)['"])?""")
_INSTANCE = re.compile(r"""instance\(['"]([^'"]+)['"]\)""")


@dataclass
class XForm:
    """The parts of an XForm that questions are put together from."""

    root: str
    texts: Mapping[str, Mapping[str, str]]  # by id, by language
    instances: Mapping[str, Element]
    lists: Mapping[str, AnswerList]  # by the name of their file
    controls: dict[str, Element] = field(default_factory=dict)
    labels: dict[str, Element] = field(default_factory=dict)


def read_questions(xform: bytes, lists: Mapping[str, AnswerList] | None = None) -> tuple[Question, ...]:
    """List the questions of an XForm in its order, with headings, repeats and hidden values; `lists` are those beside it."""
    _head, body, model = _parts(xform)
    form = _read_form(model, lists or {})
    _note_controls(body, form)
    binds = {bind.get("nodeset", ""): bind for bind in model.findall(f"{_XF}bind")}
    meta = f"/{form.root}/meta"
    repeats = sorted((one.get("nodeset", "") for one in body.iter(f"{_XF}repeat")), key=len, reverse=True)
    paths = [path for path in _paths(model, form.root) if not path.startswith(meta)]
    paths += [path for path in binds if path not in paths and not path.startswith(meta)]
    found: list[Question] = []
    choices = 0
    for path in paths:
        found.append(_question(path, binds, form, repeats))
        choices += len(found[-1].choices)
        if choices > MOST_CHOICES:  # counted on the way, for a list is copied into each question that takes it
            raise errors.FormChoicesTooMany(field="file", most=MOST_CHOICES)
    return tuple(found)


def files_of(xform: bytes) -> tuple[str, ...]:
    """Name the files that an XForm leans on."""
    _head, _body, model = _parts(xform)
    sources = [one.get("src", "") for one in model.findall(f"{_XF}instance")]
    media = [value.text or "" for value in model.iter(f"{_XF}value") if value.get("form") in _MEDIA]
    media += [(one.text or "").strip() for one in _primary(model).iter()]  # a picture that stands there to draw on
    named = [plain_name(one) for one in (*sources, *media) if one.startswith("jr://") and not one.startswith(_OWN)]
    return tuple(dict.fromkeys(named))


def check_shown(xform: bytes) -> None:
    """Refuse questions whose list no client here would show: the two older ways of choosing from a file."""
    for control in _parts(xform)[1].iter():
        question = (control.get("ref") or "").rsplit("/", 1)[-1]
        if control.get("query"):
            why = _(
                "“%(question)s”是 select_one_external，填写时看不到选项。请改为 select_one，选项移到 choices 工作表，"
                "筛选条件照旧写在 choice_filter 里；选项多的，另存为 CSV，用 select_one_from_file。"
            )
            raise errors.FormBroken(field="file", why=why % {"question": question})
        if found := _SEARCH.search(control.get("appearance") or ""):
            why = _(
                "“%(question)s”用了 search()，填写时看不到清单。请把 type 改为 select_one_from_file %(file)s.csv，"
                "去掉 appearance 里的 search()，筛选条件写在 choice_filter 里。"
            )
            raise errors.FormBroken(field="file", why=why % {"question": question, "file": found[1] or _("清单")})


def titles_of(xform: bytes) -> str:
    """Give the form's one title."""
    head, _body, _model = _parts(xform)
    return (head.findtext("{http://www.w3.org/1999/xhtml}title") or "").strip()


def identity_of(xform: bytes) -> tuple[str, str]:
    """Give form id and version as an instance will carry them."""
    _head, _body, model = _parts(xform)
    primary = _primary(model)
    version = primary.get("version") or primary.get(f"{_JR}version") or ""
    return primary.get("id", ""), version


def _parts(xform: bytes) -> tuple[Element, Element, Element]:
    page = parse(xform)
    head = next(one for one in page if local(one.tag) == "head")
    body = next(one for one in page if local(one.tag) == "body")
    model = next(one for one in head if local(one.tag) == "model")
    return head, body, model


def _primary(model: Element) -> Element:
    first = next(one for one in model.findall(f"{_XF}instance") if not one.get("src"))
    return next(iter(first))


def _read_form(model: Element, lists: Mapping[str, AnswerList]) -> XForm:
    texts: dict[str, dict[str, str]] = {}
    for translation in model.iter(f"{_XF}translation"):
        language = language_of(translation.get("lang", ""))
        for text in translation.iter(f"{_XF}text"):
            plain = [value for value in text.findall(f"{_XF}value") if not value.get("form")]
            if plain:
                texts.setdefault(text.get("id", ""), {})[language] = "".join(plain[0].itertext()).strip()
    instances = {one.get("id", ""): one for one in model.findall(f"{_XF}instance") if one.get("id")}
    return XForm(local(_primary(model).tag), texts, instances, lists)


def language_of(name: str) -> str:
    """Give the code of a language that a sheet names: `简体中文 (zh-Hans)` is zh-hans; one without a code goes by its name."""
    code = name.rsplit("(", 1)[1].rstrip(") ") if "(" in name else name
    return code.strip().lower() or _ANY


def _note_controls(body: Element, form: XForm) -> None:
    for one in body.iter():
        if (name := local(one.tag)) in _CONTROLS:
            ref = one.get("ref") or one.get("nodeset") or ""
            if ref and (name != "group" or ref not in form.controls):
                form.controls[ref] = one
            if ref and (label := one.find(f"{_XF}label")) is not None:
                form.labels[ref] = label


def _paths(model: Element, _root: str) -> Iterator[str]:
    """Walk the instance in its order, each path once."""
    seen: set[str] = set()
    stack: list[tuple[Element, str]] = [(_primary(model), "")]
    while stack:
        one, above = stack.pop()
        path = f"{above}/{local(one.tag)}"
        if above and path not in seen:
            seen.add(path)
            yield path
        stack.extend((child, path) for child in reversed(list(one)))


def _question(path: str, binds: Mapping[str, Element], form: XForm, repeats: list[str]) -> Question:
    bind, control = binds.get(path), form.controls.get(path)
    said = bind.attrib if bind is not None else {}
    name = path.rsplit("/", 1)[-1]
    kind = _kind(control, said)
    ancestors = [path[: len(path) - len(part)] for part in _tails(path)]
    conditional = any("relevant" in binds[one].attrib for one in (path, *ancestors) if one in binds)
    return Question(
        path=path, name=name, kind=kind, labels=_said(form.labels.get(path), form),
        attribute=attribute_of(name, said=_binding(said)) if kind not in {"group", "note"} else "",
        required=said.get("required", "").strip() == "true()", conditional=conditional,
        readonly=said.get("readonly", "").strip() == "true()", choices=_choices(control, form),
        constraint=said.get("constraint", ""), repeat=next((one for one in repeats if path.startswith(f"{one}/")), ""),
    )  # fmt: skip


def _tails(path: str) -> list[str]:
    parts = path.split("/")
    return ["/" + "/".join(parts[place:]) for place in range(2, len(parts))]


def _binding(said: Mapping[str, str]) -> str:
    return next((value for key, value in said.items() if local(key) == "linli"), "")


def _kind(control: Element | None, said: Mapping[str, str]) -> str:
    if control is None:
        return "hidden"
    name = local(control.tag)
    if name in {"group", "repeat"}:
        return name
    if "calculate" in said and name == "input" and said.get("readonly") == "true()":
        return "hidden"
    found = {"select1": "select", "select": "selects", "rank": "rank", "upload": "file", "trigger": "text"}.get(name)
    if found is None:
        found = _KIND_OF_TYPE.get(said.get("type", "string").rsplit(":", 1)[-1], "text")
    is_note = found == "text" and said.get("readonly", "") == "true()" and "calculate" not in said
    return "note" if is_note else found


def _said(label: Element | None, form: XForm) -> dict[str, str]:
    if label is None:
        return {}
    ref = label.get("ref", "")
    if ref.startswith("jr:itext("):
        return dict(form.texts.get(ref[len("jr:itext(") : -1].strip("'\""), {}))
    text = "".join(label.itertext()).strip()
    return {_ANY: text} if text else {}


def _choices(control: Element | None, form: XForm) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Give the answers to choose from; a filter picks among the same ones."""
    if control is None:
        return ()
    here = [(item.findtext(f"{_XF}value") or "", item) for item in control.findall(f"{_XF}item")]
    if here:
        return tuple((code, _said(item.find(f"{_XF}label"), form)) for code, item in here)
    itemset = control.find(f"{_XF}itemset")
    nodeset = itemset.get("nodeset", "") if itemset is not None else ""
    found = _INSTANCE.search(nodeset)
    source = form.instances.get(found[1]) if found else None
    if itemset is not None and source is not None and source.get("src"):
        listed = _listed(itemset, plain_name(source.get("src", "")), form.lists)
        if local(control.tag) in _OF_SEVERAL:
            _check_codes((code for code, _words in listed), plain_name(source.get("src", "")))
        return listed
    items = source.iter(f"{_XF}item") if source is not None else ()
    return tuple((item.findtext(f"{_XF}name") or "", _instance_words(item, form)) for item in items)


def _listed(itemset: Element, name: str, lists: Mapping[str, AnswerList]) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Give the answers of a list beside the form, by the columns that the question takes code and words from."""
    answers = lists.get(name)
    if answers is None:
        return ()
    code, words = (one.get("ref", "") if one is not None else "" for one in map(itemset.find, _REFS))
    if lacking := [one for one in (code, words) if one not in answers.columns]:
        why = _("没有列“%(columns)s”，问题的选项要从这里取。") % {"columns": "、".join(lacking)}
        raise errors.FormFileUnfit(field="beside", name=name, why=why)
    return tuple((row.get(code, ""), {_ANY: row.get(words, "")}) for row in answers.rows if row.get(code))


def _check_codes(codes: Iterable[str], name: str) -> None:
    """Refuse codes with blanks where several are chosen: an answer writes them one after the other, with blanks between."""
    if broken := next((code for code in codes if len(code.split()) > 1), None):
        why = _("有一个选项的代码是“%(code)s”，中间有空格；多选题和排序题的代码不能有空格，请改掉。") % {
            "code": broken[:40]
        }
        raise errors.FormFileUnfit(field="beside", name=name, why=why)


def _instance_words(item: Element, form: XForm) -> dict[str, str]:
    if key := item.findtext(f"{_XF}itextId"):
        return dict(form.texts.get(key, {}))
    text = (item.findtext(f"{_XF}label") or "").strip()
    return {_ANY: text} if text else {}
