"""Parse a written address: by the model where one was trained, by rules alone where none was."""

from collections.abc import Iterator, Sequence

from linli.places.addresses import crf
from linli.places.addresses.conll import spans_of
from linli.places.addresses.features import features_of, words_of
from linli.places.addresses.gazetteer import Gazetteer, divisions
from linli.places.addresses.grammar import cut
from linli.places.addresses.parts import Parsed, Part, Piece

LONGEST = 300


def parse(
    text: str, *, gazetteer: Gazetteer | None = None, model: crf.Model | None = None, how_sure: bool = False
) -> Parsed:
    """Cut an address into its parts, with how sure a model is of the cut where that is asked for.

    Spaces at its ends and whatever stands behind the longest length are left out.
    """
    said, names = text.strip()[:LONGEST], gazetteer or divisions()
    if model is None or not said:
        return parse_by_rules(said, names)
    words = words_of(said)
    scores = model.scores(features_of(words, names))
    path = crf.best_path(scores, model)
    sure = crf.least_sure(scores, path, model) if how_sure else 1.0
    return Parsed(said, tuple(_pieces(said, words, [model.tags[tag] for tag in path])), sure)


def parse_by_rules(text: str, gazetteer: Gazetteer) -> Parsed:
    """Cut an address by rules alone."""
    return Parsed(text, cut(text, gazetteer))


def _pieces(text: str, words: Sequence[str], tags: Sequence[str]) -> Iterator[Piece]:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    for first, end, name in spans_of(tags):
        yield Piece(Part(name), text[starts[first] : starts[end]], starts[first], starts[end])
