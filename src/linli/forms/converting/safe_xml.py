"""XML from outside, read without what could do harm: no document types, no entities, bounded in size and depth."""

from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

MOST_DEPTH = 40
MOST_BYTES = 4 * 1024 * 1024


class XmlUnsafe(ValueError):
    """The text is no XML, or XML of a kind that is not read."""


def parse(content: bytes) -> Element:
    """Read XML into elements named `{namespace}local`."""
    if len(content) > MOST_BYTES:
        raise XmlUnsafe("too large")  # noqa: EM101 shown as the reason
    reader = _Reader()
    try:
        return reader.read(content)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise XmlUnsafe(str(error)) from None


class _Reader:
    """Builds elements from what expat reads; a document type ends the reading."""

    def __init__(self) -> None:
        self._depth, self._builder = 0, TreeBuilder()
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartDoctypeDeclHandler = self._refuse
        self._parser.EntityDeclHandler = self._refuse
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._builder.data

    def read(self, content: bytes) -> Element:
        """Read the whole."""
        self._parser.Parse(content, True)  # noqa: FBT003 expat's signature
        return self._builder.close()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise XmlUnsafe("too deep")  # noqa: EM101 as above
        self._builder.start(_named(name), {_named(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._builder.end(_named(name))

    def _refuse(self, *_args: object) -> None:
        raise XmlUnsafe("document types are not read")  # noqa: EM101 as above


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def local(name: str) -> str:
    """Give a name without its namespace."""
    return name.rsplit("}", 1)[-1]
