"""The rows of each table, as expressions over the plan `p` (and for messages over the turns `t` of a thread)."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Model

from benchmarks.world.dialects import Dialect
from benchmarks.world.plan import Chance, Size
from benchmarks.world.texts import SENTENCES, THANKS
from conversations.models import Conversation, Credit, Ending, Handoff, Labelling, Message, Order, Rating, Touch

CONVERSATION, MESSAGE, TOUCH, ORDER, OTHER = 10**12, 10**13, 10**14, 2 * 10**14, 3 * 10**14
HALF_HOUR, DAY = 1800, 86_400
QUESTION = "s.said || ' ' || (1000000 + n)"
"""With a number that no other conversation has, to be looked for."""


class Rows(NamedTuple):
    model: type[Model]
    values: Mapping[str, str]
    source: str

    @property
    def command(self) -> str:
        names = ", ".join(f'"{name}"' for name in self.values)
        values = ", ".join(self.values.values())
        return f'INSERT INTO "{self.model._meta.db_table}" ({names}) SELECT {values} {self.source}'


def conversation(dialect: Dialect, *, seed: int) -> Rows:
    at = dialect.moment
    values = {
        "id": f"{CONVERSATION} + n",
        "account_id": "account_id",
        "key": "'c-' || n",
        "messages": "m",
        "channel": "channel",
        "test": "c_test < 3",
        "started_at": at("started"),
        "day": "day",
        "first_question": QUESTION,
        "first_question_id": f"{MESSAGE} + n * 16",
        "first_question_at": at("started"),
        "first_reply_at": at("CASE WHEN m > 1 THEN started + gap END"),
        "last_message_at": at("last"),
        "last_event_id": "'m-' || n || '-' || (m - 1)",
        "last_sender": "CASE WHEN m % 2 = 0 THEN 'agent' ELSE 'shopper' END",
        "last_word_sender": "CASE WHEN m % 2 = 0 OR thanked = 1 THEN 'agent' ELSE 'shopper' END",
        "identity_id": "profile_id",
        "identity_rank": "identity_rank",
        "profile_id": "profile_id",
        "offered_at": at("CASE WHEN offered = 1 THEN started END"),
        "handed_off_at": at("CASE WHEN handed_off = 1 THEN last END"),
        "ended_at": at("ended"),
        "label_id": "label_id",
        "rating": "CASE WHEN c_rating < 8 THEN c_rating % 5 + 1 END",
        "closes_at": at("closes"),
        "status": "status",
    }
    return Rows(Conversation, values, f"FROM world_plan p JOIN world_text s ON s.number = {_sentence(seed)} ORDER BY n")


def messages(dialect: Dialect, size: Size, *, seed: int) -> Rows:
    """Shopper and agent in turn."""
    thanks = " ".join(f"WHEN {index} THEN '{text}'" for index, text in enumerate(THANKS))
    values = {
        **_fact(f"{MESSAGE} + n * 16 + turn", "'m-' || n || '-' || turn", at="started + turn * gap", dialect=dialect),
        "conversation_id": f"{CONVERSATION} + n",
        "channel": "channel",
        "sender": "CASE WHEN turn % 2 = 0 THEN 'shopper' ELSE 'agent' END",
        "text": f"""CASE WHEN thanked = 1 AND turn = m - 1 THEN CASE n % {len(THANKS)} {thanks} END
            WHEN turn = 0 THEN {QUESTION} ELSE s.said END""",
        "thanks": "thanked = 1 AND turn = m - 1",
        "test": "c_test < 3",
        "identity_id": "CASE WHEN turn % 2 = 0 THEN profile_id END",
    }
    told = f"n >= {size.told_from}"
    return Rows(
        Message,
        values,
        "FROM world_plan p JOIN world_turn t ON t.turn < p.m JOIN world_text s "
        f"ON s.number = CASE WHEN turn = 0 THEN {_sentence(seed)} "
        f"ELSE {Chance(seed + 2)(SENTENCES, of='(n * 16 + turn)')} END WHERE {told} ORDER BY n, turn",
    )


def happenings(dialect: Dialect, size: Size) -> list[Rows]:
    """Handoffs, endings, labels and ratings of the conversations that are told."""

    def fact(model: type[Model], letter: str, number: int, at: str, condition: str, **own: str) -> Rows:
        key = _fact(f"{OTHER} + n * 8 + {number}", f"'{letter}-' || n", at=at, dialect=dialect)
        values = {**key, "conversation_id": f"{CONVERSATION} + n", **own}
        return Rows(model, values, f"FROM world_plan p WHERE n >= {size.told_from} AND {condition}")

    step = {"reason": "''", "ticket": "''", "method": "'help_desk_ticket'"}
    return [
        fact(Handoff, "h", 0, "last", "handed_off = 1", stage="'accepted'", **step),
        fact(Handoff, "o", 1, "started", "offered = 1", stage="'offered'", **step),
        fact(Ending, "e", 2, "ended", "ended IS NOT NULL", by="'shopper'"),
        Rows(
            Labelling,
            {
                **_fact(f"{OTHER} + n * 8 + 3", "'l-' || n", at="started", dialect=dialect, account="p.account_id"),
                "conversation_id": f"{CONVERSATION} + n",
                "label_id": "label_id",
                "text": "l.name",
            },
            f"FROM world_plan p JOIN conversations_label l ON l.id = p.label_id WHERE n >= {size.told_from}",
        ),
        fact(Rating, "r", 4, "last", "c_rating < 8", score="c_rating % 5 + 1", comment="''"),
    ]


def commerce(dialect: Dialect, size: Size) -> list[Rows]:
    """Touches; orders within a day of a click, credited to it; and orders that nobody earned."""
    order = {
        "number": "'#' || n",
        "identity_id": "profile_id",
        "profile_id": "profile_id",
        "total_minor": "order_minor",
        "refunded_minor": "CASE WHEN c_odd < 5 THEN order_minor / 3 ELSE 0 END",
        "currency": "CASE WHEN c_odd > 97 THEN 'NOK' ELSE 'SEK' END",
        "test": "c_test < 3",
    }
    clicked = f"started + gap + {HALF_HOUR}"
    earned = f"{clicked} + order_wait"
    earns = f"channel = 'web_chat' AND touches > 0 AND c_order < 7 AND c_odd >= 2 AND {earned} <= {size.now}"
    before = f"started - {3 * DAY} - order_wait"
    day = "(SELECT d.day FROM world_day d WHERE d.zone = p.zone AND d.starts <= {} ORDER BY d.starts DESC LIMIT 1)"
    cancelled = dialect.moment(f"CASE WHEN c_odd > 94 THEN {before} + {DAY} END")
    return [
        *(_touch(index, dialect, size) for index in range(2)),
        Rows(
            Order,
            {
                **_fact(f"{ORDER} + n * 2", "'b-' || n", at=earned, dialect=dialect),
                **order,
                "day": day.format(earned),
            },
            f"FROM world_plan p WHERE {earns}",
        ),
        Rows(
            Order,
            {
                **_fact(f"{ORDER} + n * 2 + 1", "'a-' || n", at=before, dialect=dialect),
                **order,
                "day": day.format(before),
                "cancelled_at": cancelled,
            },
            "FROM world_plan p WHERE c_order >= 70",
        ),
        Rows(
            Credit,
            {
                "id": f"{ORDER} + n",
                "account_id": "account_id",
                "order_id": f"{ORDER} + n * 2",
                "touch_id": f"{TOUCH} + n * 2",
                "conversation_id": f"{CONVERSATION} + n",
                "window_start": dialect.moment(clicked),
                "window_hours": "24",
            },
            f"FROM world_plan p WHERE {earns}",
        ),
    ]


def _touch(index: int, dialect: Dialect, size: Size) -> Rows:
    at = f"started + gap + {HALF_HOUR * (index + 1)}"
    chat, else_ = ("product_card_clicked", "message_delivered") if index == 0 else ("added_to_cart", "link_clicked")
    values = {
        **_fact(f"{TOUCH} + n * 2 + {index}", f"'t-' || n || '-{index}'", at=at, dialect=dialect),
        "conversation_id": f"{CONVERSATION} + n",
        "kind": f"CASE channel WHEN 'web_chat' THEN '{chat}' WHEN 'email' THEN 'link_clicked' ELSE '{else_}' END",
        "message_key": "CASE WHEN channel = 'web_chat' THEN '' ELSE 'm-' || n || '-1' END",
        "product": "CASE WHEN channel = 'web_chat' THEN 'p-' || (n % 300) ELSE '' END",
        "bot": "c_odd < 2",
        "identity_id": "profile_id",
        "profile_id": "profile_id",
    }
    return Rows(Touch, values, f"FROM world_plan p WHERE touches > {index} AND {at} <= {size.now}")


def _fact(id_: str, event_id: str, *, at: str, dialect: Dialect, account: str = "account_id") -> dict[str, Any]:
    moment = dialect.moment(at)
    own = {"id": id_, "account_id": account, "event_id": event_id, "digest": dialect.digest(id_)}
    return {**own, "occurred_at": moment, "version_at": moment, "received_at": moment}


def _sentence(seed: int) -> str:
    return Chance(seed + 1)(SENTENCES)
