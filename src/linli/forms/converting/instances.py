"""A filled form as it comes in: which form and version, its own id, and its answers by their paths."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, tostring

from linli.forms import errors
from linli.forms.converting.safe_xml import XmlUnsafe, local, parse
from linli.forms.rules import Question

_JR = "{http://openrosa.org/javarosa}"
_MOST_ID = 100


@dataclass(frozen=True)
class Instance:
    """One filled form."""

    form_code: str
    version: str
    instance_id: str
    replaces: str
    root: Element = field(repr=False)

    @property
    def root_name(self) -> str:
        """The name all paths begin with."""
        return local(self.root.tag)

    def answers(self, path: str) -> list[str]:
        """Give every answer of a path, one for each turn of its repeats."""
        return [(one.text or "").strip() for one in self._at(path)]

    def first(self, path: str) -> str:
        """Give the one answer of a path; '' where there is none."""
        return next(iter(self.answers(path)), "")

    def turns(self, repeat: str, questions: Sequence[Question]) -> list[dict[str, str]]:
        """Give the answers of each turn of a repeat, by the path of their question; turns that say nothing are left out."""
        found = [_said(turn, repeat, questions) for turn in self._at(repeat)]
        return [turn for turn in found if any(turn.values())]

    def clear(self, question: Question) -> None:
        """Empty an answer that stands in no repeat."""
        _clear(self._at(question.path))

    def clear_in_turns(
        self, question: Question, asked: Sequence[Question], *, where: Callable[[dict[str, str]], bool]
    ) -> None:
        """Empty an answer of a repeat in those turns whose answers say so."""
        for turn in self._at(question.repeat):
            if where(_said(turn, question.repeat, asked)):
                _clear(_below(turn, question.path[len(question.repeat) + 1 :]))

    def blank(self) -> None:
        """Leave which form it is and its own id, and no answer."""
        for child in [one for one in self.root if local(one.tag) != "meta"]:
            self.root.remove(child)

    @property
    def xml(self) -> str:
        """The form as it is written."""
        return tostring(self.root, encoding="unicode")

    def all_answers(self) -> list[tuple[str, str]]:
        """Walk every answer that says something, with its path, in the order of the form; not what is about the instance."""
        return [(path, text) for path, text in _walk(self.root, f"/{local(self.root.tag)}") if text]

    def _at(self, path: str) -> list[Element]:
        first, _, rest = path.strip("/").partition("/")
        if first != local(self.root.tag):
            return []
        return list(_below(self.root, rest)) if rest else [self.root]


def read_instance(xml: bytes) -> Instance:
    """Read a filled form; what is none, or has no id of its own, is refused."""
    try:
        xml.decode()  # what is kept is text, and every client writes UTF-8
        root = parse(xml)
    except (XmlUnsafe, UnicodeDecodeError) as error:
        raise errors.InstanceUnreadable(field="xml", why=str(error)) from None
    meta = next((one for one in root if local(one.tag) == "meta"), None)
    said = _texts(meta)
    form_code = root.get("id") or ""
    if not form_code:
        raise errors.InstanceUnreadable(field="xml", why="id")
    instance_id = said.get("instanceID") or root.get("instanceID") or ""
    if not instance_id or len(instance_id) > _MOST_ID:
        raise errors.InstanceIdMissing(field="instanceID")
    version = root.get("version") or root.get(f"{_JR}version") or ""
    return Instance(form_code, version, instance_id, said.get("deprecatedID", "")[:_MOST_ID], root)


def _texts(meta: Element | None) -> Mapping[str, str]:
    return {local(one.tag): (one.text or "").strip() for one in meta} if meta is not None else {}


def _said(turn: Element, repeat: str, questions: Sequence[Question]) -> dict[str, str]:
    return {
        one.path: next(((node.text or "").strip() for node in _below(turn, one.path[len(repeat) + 1 :])), "")
        for one in questions
    }


def _clear(nodes: Iterator[Element] | Sequence[Element]) -> None:
    for node in nodes:
        node.text = ""


def _below(one: Element, path: str) -> Iterator[Element]:
    first, _, rest = path.partition("/")
    for child in one:
        if local(child.tag) == first:
            if rest:
                yield from _below(child, rest)
            else:
                yield child


def _walk(one: Element, path: str) -> Iterator[tuple[str, str]]:
    for child in one:
        name = local(child.tag)
        if name in {"meta", "__version__"}:
            continue
        here = f"{path}/{name}"
        yield here, (child.text or "").strip() if not len(child) else ""
        yield from _walk(child, here)
