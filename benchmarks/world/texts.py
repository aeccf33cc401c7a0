"""What is said: sentences of words as frequent as in any language, a few in most of them and most in a few (Zipf)."""

import random
from collections.abc import Iterator
from itertools import accumulate

SENTENCES = 20_000
COMMON = (
    "order the my is and a to for when where parcel please size have it in not you can delivery return jacket "
    "paket storlek retur när beställning jag är min och på leverans återbetalning färg tröja hjälp tack"
).split()
STARTS = (
    "ba be bi bo by bå bä bö da de di do fa fe fi ga go ka ki ko la le lo ma me mo na ne no ra re sa so ta to va vi"
).split()
ENDS = "l n r s t d k m ll nd rk st ng lt sk".split()
THANKS = ("Thank you!", "Thanks, bye!", "Tack så mycket!", "Great, thanks a lot!")


def sentences(seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    words = [*COMMON, *_made_up(chance)]
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    for _ in range(SENTENCES):
        said = chance.choices(words, cum_weights=weights, k=chance.randint(4, 12))
        yield " ".join(said).capitalize() + chance.choice(".?!")


def _made_up(chance: random.Random) -> list[str]:
    """Some thousand words that no other is part of by design."""
    made = {
        "".join(chance.choice(STARTS) for _ in range(chance.randint(2, 3))) + chance.choice(ENDS) for _ in range(8000)
    }
    return sorted(made - set(COMMON), key=lambda word: (chance.random(), word))
