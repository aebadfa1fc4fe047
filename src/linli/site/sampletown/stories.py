"""What people of the town say for each kind of case, and what is answered: from `stories.toml`, thrown together anew."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from linli.cases.queries.kinds import catalogue
from linli.site.sampletown.chance import Choice

_FILE = Path(__file__).with_name("stories.toml")
_UNTOLD_WEIGHT = 0.8


@dataclass(frozen=True)
class Story:
    """How cases of one kind are told."""

    kind: str
    weight: float
    said: Sequence[str]
    more: Sequence[str]
    results: Sequence[str]


@dataclass(frozen=True)
class Stories:
    """All stories by kind, and the sentences that any case may use."""

    by_kind: Mapping[str, Story]
    phrases: Mapping[str, Sequence[str]]
    kinds: Choice[str]

    def text(self, kind: str, *, place: str, thrown: random.Random) -> str:
        """Tell a report: opener, what and where, perhaps a detail, perhaps a plea."""
        story, phrase = self.by_kind[kind], self.phrases
        said = thrown.choice(story.said)
        more = f"，{thrown.choice(story.more)}" if story.more and thrown.random() < 0.6 else ""
        whole = f"{thrown.choice(phrase['openers'])}{said}{more}。{thrown.choice(phrase['pleas'])}"
        return whole.format(place=place, when=thrown.choice(phrase["whens"]))

    def result(self, kind: str, *, thrown: random.Random) -> str:
        """Tell what a unit answers."""
        return thrown.choice(self.by_kind[kind].results)

    def phrase(self, name: str, *, thrown: random.Random) -> str:
        """Choose one of the sentences any case may use."""
        return thrown.choice(self.phrases[name])


@cache
def stories() -> Stories:
    """Read the stories; kinds of the catalogue without one are told from their filing condition."""
    read = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    told = {story["kind"]: Story(**story) for story in read.pop("story")}
    kinds = {code: told.get(code) or _from_declaration(code) for code in catalogue().kinds}
    return Stories(kinds, read, Choice({code: story.weight for code, story in kinds.items()}))


def _from_declaration(code: str) -> Story:
    kind = catalogue().kinds[code]
    condition, ending = str(kind.filing_condition.zh_hans), str(kind.closing_condition.zh_hans)
    words = [word for word in kind.keywords if word not in condition] or [str(kind.name.zh_hans)]
    said = [f"{{place}}{condition}", *(f"{{place}}附近有{word}的情况" for word in words[:3])]
    if code.startswith(("service.", "request.")):
        said = [
            f"住在{{place}}，想办理{kind.name.zh_hans}",
            *(f"住在{{place}}，{word}的事想问一下" for word in words[:3]),
        ]
    if code.startswith("dispute."):
        said = [f"住在{{place}}，因{word}闹矛盾，想请人调解" for word in words[:3]]
    return Story(code, _UNTOLD_WEIGHT, said, ("请帮忙看看", "希望早点解决"), (ending, f"已办理：{ending}"))
