"""Make the weights that reconciliation ships with, from invented people: `python scripts/train_linkage.py`.

No real person is in it. The same seed and versions give the same file.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

import splink

from linli.register.linking.invented import Flaws, invent_list, invent_people
from linli.register.linking.normalising import short_id_number
from linli.register.linking.samples import sample_tables
from linli.register.linking.training import train
from linli.register.linking.weighing import SHIPPED, written_weights

PEOPLE, FOUND, STRANGERS, SEED = 300_000, 48_000, 12_000, 2026
RANDOM_PAIRS = 1e7


def main() -> None:
    """Train and write the file."""
    people = invent_people(PEOPLE, seed=SEED)
    listed = invent_list(people, found=FOUND, strangers=STRANGERS, flaws=Flaws(), seed=SEED + 1)
    left, right = sample_tables(people, listed)
    right["id_number"] = right["id_hash"]  # invented, so open on both sides
    right["id_short"] = [short_id_number(number or "") or None for number in right["id_hash"]]
    weights = train(left, right, random_pairs=RANDOM_PAIRS, seed=SEED)
    made = {
        "by": "scripts/train_linkage.py", "splink": splink.__version__, "from": "invented people", "people": PEOPLE,
        "list": FOUND + STRANGERS, "seed": SEED, "random_pairs": RANDOM_PAIRS,
    }  # fmt: skip
    SHIPPED.write_text(written_weights(weights, made=made), encoding="utf-8")
    print(SHIPPED)


if __name__ == "__main__":
    main()
