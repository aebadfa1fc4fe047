"""Train the address parser on a city's own tagged addresses; the model stays in the installation's data."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from linli.places.addresses import crf, divisions
from linli.places.addresses.conll import Score, Tagged, read_tagged
from linli.places.addresses.evaluation import score_of
from linli.places.addresses.training import Course, train
from linli.places.errors import TaggedTooFew
from linli.places.queries.address_models import model_path

LEAST = 20


@dataclass(frozen=True)
class Trained:
    """What training made: from how many addresses, and how it does on those held back, by part; '' is all of them."""

    learnt: int
    held: int
    scores: Mapping[str, Score]
    path: Path


def train_addresses(files: Iterable[Path], *, rounds: int, held_percent: int) -> Trained:
    """Train the parser and keep the model; the same addresses are held back every time."""
    tagged = [address for path in files for address in read_tagged(path)]
    held = [address for address in tagged if _draw(address) < held_percent]
    learnt = [address for address in tagged if _draw(address) >= held_percent]
    if len(learnt) < LEAST:
        raise TaggedTooFew(count=len(learnt), least=LEAST)
    model = train(learnt, divisions(), Course(rounds=rounds))
    crf.save(model, model_path())
    return Trained(len(learnt), len(held), score_of(held, model=model), model_path())


def _draw(address: Tagged) -> int:
    return int(hashlib.sha256(address.text.encode()).hexdigest()[:8], 16) % 100
