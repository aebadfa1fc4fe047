"""Addresses: pieces found on tagged addresses (rules; what is shipped; trained), matches in Nanjing, speed.

    linli bench addresses

A piece counts when its place and its kind are as tagged. Learns from train.txt alone; the figure is that of dev.txt. None of
the data may be copied into this repository, nor a model made from it.
"""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.addressing_nanjing import DATA as NANJING
from benchmarks.addressing_nanjing import Outcome, measure
from benchmarks.shapes import Row, at_least, told

from linli.places.addresses import crf, divisions, parse
from linli.places.addresses.conll import Score, Span, Tagged, read_tagged, score, spans_of
from linli.places.addresses.evaluation import score_of, spans_by
from linli.places.addresses.training import Course, train

_SHARED = Path(os.environ.get("LINLI_SHARED", Path(__file__).resolve().parents[2] / "shared"))
DATA = _SHARED / "data" / "address-parsing-cn"
AIM = 0.95
LEAST_FOUND, LEAST_RIGHT, LEAST_PER_SECOND = 0.9, 0.98, 500.0
# What matching asks of an address: one name for a place and the places within it, one for a road and its side roads.
_ONE = {"poi": "place", "subpoi": "place", "road": "road", "subroad": "road", "roadno": "number", "subroadno": "number"}
_NOTHING = frozenset({"redundant", "assist", "otherinfo"})


def run(_repeats: int = 1) -> list[Row]:
    """Give the figures as rows of `linli bench`; a note where the data are not there."""
    rows = list(_parsing()) if (DATA / "dev.txt").is_file() else []
    rows += _matching(measure()) if (NANJING / "buildings.geojson").is_file() else []
    return rows or [told("addresses", 0, "addresses", note=f"no data at {_SHARED}: nothing measured")]


def learn() -> crf.Model:
    """Learn from the tagged addresses of train.txt, by way of the file as an installation keeps it."""
    model = train(read_tagged(DATA / "train.txt"), divisions(), Course())
    with TemporaryDirectory() as folder:
        crf.save(model, Path(folder) / "model.npz")
        return crf.load(Path(folder) / "model.npz")


def _parsing() -> Iterator[Row]:
    dev = read_tagged(DATA / "dev.txt")
    rules = score_of(dev)
    yield told("addresses: F1, rules alone (as shipped)", rules[""].f1, "", note=_note(rules[""]))
    begun = time.perf_counter()
    model = learn()
    seconds = time.perf_counter() - begun
    learnt = score_of(dev, model=model)
    yield at_least(
        "addresses: F1, trained", AIM, learnt[""].f1, "", note=f"{_note(learnt[''])}; {seconds:.0f} s to learn"
    )
    used = _as_used(dev, model)
    yield told("addresses: F1, trained, parts that matching uses", used[""].f1, "", note=_note(used[""]))
    yield told("addresses: F1, rules, parts that matching uses", _as_used(dev, None)[""].f1, "")
    yield told(
        "addresses: words tagged one way in dev, another in train", _disagreement(dev), "", note="of those in both"
    )
    for name, how in (("rules", None), ("trained", model)):
        yield at_least(f"addresses: parsed, {name}", LEAST_PER_SECOND, _per_second(dev, how), "/CPU-s")
    yield from (told(f"addresses: F1 of {name}", one.f1, "", note=_note(one)) for name, one in learnt.items() if name)


def _as_used(dev: Sequence[Tagged], model: crf.Model | None) -> Mapping[str, Score]:
    """Score what is left when pieces side by side that matching takes as one are one, and chatter is left out."""
    names = divisions()
    return score((_joined(spans_of(one.tags)), _joined(spans_by(one, model, names))) for one in dev)


def _joined(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for start, end, name in spans:
        kind = _ONE.get(name, name)
        if name in _NOTHING:
            continue
        if found and found[-1][1] == start and found[-1][2] == kind:
            found[-1] = (found[-1][0], end, kind)
        else:
            found.append((start, end, kind))
    return found


def _disagreement(dev: Sequence[Tagged]) -> float:
    """Say how often the very words that are one piece in dev are one piece of another kind, mostly, in train."""
    kinds: dict[str, dict[str, int]] = {}
    for words, kind in _pieces(read_tagged(DATA / "train.txt")):
        kinds.setdefault(words, {}).setdefault(kind, 0)
        kinds[words][kind] += 1
    pairs = [(kinds[words], kind) for words, kind in _pieces(dev) if words in kinds and not words.isascii()]
    return sum(max(known, key=lambda name: known[name]) != kind for known, kind in pairs) / max(1, len(pairs))


def _pieces(addresses: Sequence[Tagged]) -> Iterator[tuple[str, str]]:
    for one in addresses:
        for start, end, kind in spans_of(one.tags):
            yield "".join(one.words[start:end]), kind


def _per_second(dev: Sequence[Tagged], model: crf.Model | None) -> float:
    texts = [one.text for one in dev]
    begun = time.process_time()
    for text in texts:
        parse(text, model=model)
    return len(texts) / (time.process_time() - begun)


def _matching(found: Outcome) -> list[Row]:
    note = f"{found.found} of {found.findable} addresses that name a plate or house the footprints hold; {found.addresses} in all"
    return [
        at_least("Nanjing: addresses found", LEAST_FOUND, found.found / found.findable, "", note=note),
        at_least("Nanjing: of these on the right plate", LEAST_RIGHT, found.right / found.found, "", note=f"{found.right}"),
        told("Nanjing: sure without asking", found.sure / found.findable, "", note=f"{found.sure_right} of {found.sure} right"),
        told("Nanjing: found though the check reads no plate", found.elsewhere, "addresses"),
        at_least("Nanjing: matched", LEAST_PER_SECOND, found.per_second, "/CPU-s"),
        told("Nanjing: index of the named footprints", found.index_seconds, "CPU-s"),
    ]  # fmt: skip


def _note(one: Score) -> str:
    return f"precision {one.precision:.3f}, recall {one.recall:.3f}, {one.tagged} tagged"
