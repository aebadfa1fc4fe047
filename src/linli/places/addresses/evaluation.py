"""How well the rules, or a model, cut tagged addresses: a piece is right when its place and its kind are."""

from collections.abc import Sequence

from linli.places.addresses import crf
from linli.places.addresses.conll import Score, Span, Tagged, score, spans_of
from linli.places.addresses.features import features_of
from linli.places.addresses.gazetteer import Gazetteer, divisions
from linli.places.addresses.grammar import cut

NOWHERE = -1


def score_of(
    addresses: Sequence[Tagged], *, model: crf.Model | None = None, gazetteer: Gazetteer | None = None
) -> dict[str, Score]:
    """Compare what was tagged with what a model finds, or the rules alone; by part, '' is all of them."""
    names = gazetteer or divisions()
    return score((spans_of(one.tags), spans_by(one, model, names)) for one in addresses)


def spans_by(address: Tagged, model: crf.Model | None, gazetteer: Gazetteer) -> list[Span]:
    """Give the pieces a model finds in a tagged address, or the rules where there is none."""
    return _by_model(address, model, gazetteer) if model else _by_rules(address, gazetteer)


def _by_model(address: Tagged, model: crf.Model, gazetteer: Gazetteer) -> list[Span]:
    path = crf.best_path(model.scores(features_of(address.words, gazetteer)), model)
    return spans_of([model.tags[tag] for tag in path])


def _by_rules(address: Tagged, gazetteer: Gazetteer) -> list[Span]:
    """Count in the words of the tagged file; a piece that ends inside a word is nowhere, and so wrong."""
    starts, ends, here = dict[int, int](), dict[int, int](), 0
    for place, word in enumerate(address.words):
        starts[here] = place
        here += len(word)
        ends[here] = place + 1
    return [
        (starts.get(piece.start, NOWHERE), ends.get(piece.end, NOWHERE - piece.start), piece.part.value)
        for piece in cut(address.text, gazetteer)
    ]
