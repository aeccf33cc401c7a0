"""What each conversation is like, as SQL: layer upon layer of expressions over its number n.

Chance is arithmetic on n, so both databases come to the same rows, in any order, chunk by chunk.
"""

from datetime import datetime
from itertools import count
from random import Random
from typing import NamedTuple

from benchmarks.world.dialects import Dialect

BIG, SMALL, TINY = "big", "small-1", "tiny"
EMAIL, PASSWORD = "bench@example.com", "a long password"  # who may see these three accounts

PRIME = 2_147_483_647
BLOCK, IN_BIG = 500, 300
"""Of 500 conversations 300 are the big account's, and one each of the small ones."""

SMALL_ACCOUNTS = BLOCK - IN_BIG
TINY_ROWS, LONG_MESSAGES = 100, 10_000
LABELS, PERCENT = 12, 100
DAYS = 731


class World(NamedTuple):
    """What was built. `now` (UTC) is the moment that all of it happened by; `long_thread` a conversation's id."""

    conversations: int
    now: datetime
    long_thread: int


class Size(NamedTuple):
    """`conversations` in the big and the small accounts; those from number `told_from` on have their messages."""

    conversations: int
    told_from: int
    now: int

    @property
    def last(self) -> int:
        """The number of the long thread, which comes after the tiny account's."""
        return self.conversations + TINY_ROWS


class Chance:
    """Numbers that look drawn, each use with a constant of its own."""

    def __init__(self, seed: int) -> None:
        self._random, self._uses = Random(seed), count()

    def __call__(self, below: str | int, *, of: str = "n") -> str:
        factor, shift = self._random.randrange(10**8, 10**9), self._random.randrange(PRIME)
        line = f"(({of} * {factor} + {shift}) % {PRIME})"
        return f"({line} * {line} % {PRIME} % {below})"


def layers(size: Size, *, seed: int) -> list[str]:
    """Each selects from the one before, by the name `before`; the first from the numbers n."""
    chance, tiny, total = Chance(seed), size.conversations, size.conversations
    usual = f"n < {tiny}"
    return [
        f"SELECT n, n / {BLOCK} AS block, n % {BLOCK} * 7919 % {BLOCK} AS seat FROM before",
        f"""SELECT n,
            CASE WHEN n = {size.last} THEN 0 WHEN NOT {usual} THEN {SMALL_ACCOUNTS + 1}
                WHEN seat < {IN_BIG} THEN 0 ELSE seat - {IN_BIG - 1} END AS a,
            CASE WHEN n = {size.last} THEN {DAYS - 10} WHEN {usual} THEN n * {DAYS} / {total}
                ELSE (n - {tiny}) * {DAYS} / {TINY_ROWS} END AS day_number,
            {chance(PERCENT)} AS c_channel, {chance(PERCENT)} AS c_fate, {chance(7)} + 1 AS pairs,
            {chance(PERCENT)} AS c_gap, {chance(280)} + 20 AS short_gap, {chance(140_000)} + 3600 AS long_gap,
            {chance(PERCENT)} AS c_ended, {chance(1000)} AS c_label, {chance(1000)} AS c_test,
            {chance(PERCENT)} AS c_rating, {chance(3)} AS touches, {chance(PERCENT)} AS c_order,
            {chance(70_000)} AS order_wait, {chance(200_000)} + 5000 AS order_minor, {chance(PRIME)} AS c_profile,
            {chance(1000)} AS spot_1, {chance(1000)} AS spot_2, {chance(PERCENT)} AS c_odd FROM before""",
        f"""SELECT before.*, account_id, account.profile_base + c_profile % account.profiles AS profile_id,
            c_profile % account.profiles % 20 AS profile_kind, account.zone AS zone, day.day AS day,
            starts + seconds * (spot_1 + spot_2) / 2000 AS started,
            CASE WHEN c_label < 150 THEN NULL
                ELSE account.label_base + c_label * c_label * {LABELS} / 1000000 END AS label_id
            FROM before JOIN world_account account USING (a) JOIN world_day day
            ON day.zone = account.zone AND day.number = before.day_number""",
        f"""SELECT before.*,
            CASE WHEN n = {size.last} THEN {LONG_MESSAGES} WHEN c_fate >= 86 THEN 2 * pairs - 1 ELSE 2 * pairs END AS m,
            CASE WHEN c_fate >= 62 AND c_fate < 86 THEN 1 ELSE 0 END AS handed_off,
            CASE WHEN c_fate < 5 THEN 1 ELSE 0 END AS offered,
            CASE WHEN c_fate >= 86 AND c_fate < 96 AND pairs > 1 THEN 1 ELSE 0 END AS thanked,
            CASE WHEN c_channel < 62 THEN 'web_chat' WHEN c_channel < 80 THEN 'sms'
                WHEN c_channel < 94 THEN 'email' ELSE 'whatsapp' END AS channel,
            CASE WHEN profile_kind < 9 THEN 4 WHEN profile_kind < 11 THEN 3
                WHEN profile_kind < 12 THEN 2 ELSE 1 END AS identity_rank,
            CASE WHEN n = {size.last} THEN 60 WHEN c_gap < 97 THEN short_gap ELSE long_gap END AS wished_gap
            FROM before""",
        f"""SELECT before.*, CASE WHEN wished_gap * m > {size.now} - started
            THEN ({size.now} - started) / m ELSE wished_gap END AS gap FROM before""",
        "SELECT before.*, started + (m - 1) * gap AS last FROM before",
        f"""SELECT before.*, CASE WHEN c_ended < 30 AND last + 240 <= {size.now} THEN last + 240 END AS ended
            FROM before""",
        "SELECT before.*, COALESCE(ended, last + 172800) AS closes FROM before",
        f"""SELECT before.*, CASE WHEN handed_off = 1 THEN 'not_resolved' WHEN closes > {size.now} THEN 'open'
            WHEN c_fate >= 86 THEN 'closed' ELSE 'resolved' END AS status FROM before""",
    ]


def planned(first: int, last: int, *, size: Size, dialect: Dialect, seed: int) -> str:
    """A query of the conversations numbered `first` to `last`. Each layer is worked out once, hence MATERIALIZED."""
    parts = [f"layer0 AS MATERIALIZED ({dialect.numbers(first, last)})"]
    made = layers(size, seed=seed)
    for number, layer in enumerate(made):
        parts.append(
            f"layer{number + 1} AS MATERIALIZED ({layer.replace('FROM before', f'FROM layer{number} before')})"
        )
    return f"WITH {', '.join(parts)} SELECT * FROM layer{len(made)}"
