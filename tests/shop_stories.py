"""Random shops for promise 8: wire events, settings and questions, around the days on which clocks are changed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.shop_words import DAY, HOUR, MINUTE, Question, Rules, Wire

# A zone, and a day on which its clock is changed: by an hour at night, by half of one, by two, at and over midnight.
WORLDS = [
    ("Europe/Stockholm", date(2025, 10, 26)),
    ("Europe/Stockholm", date(2026, 3, 29)),
    ("America/New_York", date(2026, 3, 8)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2025, 10, 5)),
    ("Asia/Beirut", date(2026, 3, 29)),
    ("America/Santiago", date(2025, 9, 7)),
    ("America/Santiago", date(2026, 4, 5)),
    ("America/Havana", date(2025, 11, 2)),
    ("Atlantic/Azores", date(2025, 10, 26)),
    ("Antarctica/Troll", date(2026, 3, 29)),
    ("Pacific/Chatham", date(2025, 9, 28)),
    ("Asia/Kathmandu", date(2025, 12, 31)),
    ("Pacific/Kiritimati", date(2026, 2, 28)),
]
CHANNELS = ("web_chat", "sms", "email", "whatsapp")
LABELS = ("", "Returns", "Sizes")
TEXTS = ("Where is it?", "Thank you!", "Nothing else.")
SHOPPERS = (
    *({"id": "s-1"}, {"id": "s-2", "email": "two@example.com"}, {"email": "two@example.com"}, {"visitor": "v-1"}),
    *({"id": "s-1", "visitor": "v-1"}, {"email": "three@example.com", "visitor": "v-1"}, {"phone": "+46701740605"}),
)
POINTS = (
    *(("web_chat", "product_card_clicked"), ("sms", "link_clicked"), ("sms", "message_opened")),
    *(("sms", "message_delivered"), ("email", "link_clicked"), ("whatsapp", "link_clicked")),
    ("whatsapp", "message_opened"),
)
KINDS = ("product_card_clicked", "link_clicked", "added_to_cart", "message_delivered", "message_opened")


@dataclass
class Story:
    """`told` are the batches in which the events arrive by `heard_at`; what is asked is asked at `now`."""

    day: date
    rules: Rules
    rules_before: Rules
    told: list[list[Wire]]
    heard_at: datetime
    now: datetime

    @property
    def events(self) -> list[Wire]:
        return [event for batch in self.told for event in batch]


@st.composite
def stories(draw: st.DrawFn) -> Story:
    name, day = draw(st.sampled_from(WORLDS))
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    events = draw(st.lists(_EVENTS, min_size=4, max_size=40))
    for number, event in enumerate(events):
        event.setdefault("id", f"m{number}" if event["type"] == "message" else f"e{number}")
        # A microsecond of its own: two things said of one shopper at once have no order.
        event["occurred_at"] = (noon + event.pop("at") + timedelta(microseconds=number)).isoformat()
    pairs = zip(events, draw(_AGAIN), strict=False)
    again = [_again(event, minutes) for event, minutes in pairs if minutes and event["type"] != "agent"]
    switches = [event for event in events if event["type"] == "agent"]
    rest = draw(st.permutations([*(event for event in events if event["type"] != "agent"), *again]))
    cut = draw(st.integers(0, len(rest)))
    heard_at = noon + 4 * DAY + HOUR
    return Story(
        day=day,
        rules=draw(_rules(name)),
        rules_before=draw(st.sampled_from([name, "Asia/Tokyo"]).flatmap(_rules)),
        told=[switches + rest[:cut], rest[cut:]],
        heard_at=heard_at,
        now=heard_at + MINUTE * draw(st.integers(0, 72 * 60)),
    )


def _again(event: Wire, minutes: int) -> Wire:
    """A later version of the same event, of another time; what it hangs on stays."""
    at = datetime.fromisoformat(event["occurred_at"])
    return {**event, "occurred_at": (at - minutes * MINUTE).isoformat(), "updated_at": (at + MINUTE).isoformat()}


@st.composite
def questions(draw: st.DrawFn, story: Story) -> Question:
    first, last = sorted(draw(st.tuples(st.integers(-5, 8), st.integers(-5, 8))))
    return Question(
        story.day + timedelta(days=first),
        story.day + timedelta(days=last),
        channels=draw(st.sampled_from([(), (), (), ("sms",), ("web_chat", "email")])),
        statuses=draw(st.sampled_from([(), (), (), ("resolved",), ("closed", "not_resolved")])),
        labels=draw(st.sampled_from([(), (), (), ("",), ("Returns", "")])),
    )


def _rules(name: str) -> st.SearchStrategy[Rules]:
    return st.builds(
        Rules,
        timezone=st.just(name),
        silence_hours=st.sampled_from([1, 24, 48, 72]),
        silence_means=st.sampled_from(["resolved", "closed"]),
        closing_thanks=st.sampled_from(["strict", "confirms"]),
        anchor=st.sampled_from(["received", "touch"]),
        ignore_bots=st.booleans(),
        windows=st.dictionaries(st.sampled_from(POINTS), st.sampled_from([1, 12, 24, 120]), max_size=7),
    )


def _event(event_type: str, /, **fields: Any) -> st.SearchStrategy[Wire]:
    optional = {"test": st.sampled_from([True])} if event_type in {"message", "order"} else {}
    required = {"type": st.just(event_type), "at": _TIMES, **fields}
    return st.fixed_dictionaries(required, optional={**optional, **_OPTIONAL.get(event_type, {})})


_TIMES = st.integers(-4 * 24 * 4, 4 * 24 * 4).map(lambda quarters: 15 * MINUTE * quarters)
_THREADS = st.sampled_from([f"c{number}" for number in range(6)])
_SHOPPER = st.sampled_from(SHOPPERS)
_MONEY = st.integers(0, 99999).map(lambda cents: f"{cents / 100:.2f}")
_AGAIN = st.lists(st.sampled_from([0, 0, 0, 30, 60 * 30]), max_size=40)
_OPTIONAL: dict[str, dict[str, Any]] = {
    "message": {"shopper": _SHOPPER},
    "touch": {
        "shopper": _SHOPPER,
        "bot": st.booleans(),
        "message": st.integers(0, 20).map(lambda number: f"m{number}"),
    },
    "order": {"refunded": st.sampled_from(["0.00", "1.00"]), "cancelled_at": st.just("2025-01-01T00:00:00Z")},
}
_MESSAGES = _event(
    "message",
    conversation=_THREADS,
    channel=st.sampled_from(CHANNELS),
    sender=st.sampled_from(["shopper", "shopper", "agent", "agent", "agent", "team", "system"]),
    text=st.sampled_from(TEXTS),
)
_EVENTS = st.one_of(
    _MESSAGES,
    _MESSAGES,
    _MESSAGES,
    _event(
        "handoff",
        conversation=_THREADS,
        stage=st.sampled_from(["offered", "offered", "accepted", "message_shown", "answered"]),
        method=st.sampled_from(["help_desk_ticket", "custom_message"]),
    ),
    _event("conversation_ended", conversation=_THREADS, by=st.sampled_from(["shopper", "team"])),
    _event("label", conversation=_THREADS, label=st.sampled_from(LABELS[1:])),
    _event("rating", conversation=_THREADS, score=st.integers(1, 5)),
    _event("shopper", shopper=st.sampled_from([each for each in SHOPPERS if "id" in each])),
    _event("touch", conversation=_THREADS, kind=st.sampled_from(KINDS)),
    _event("touch", conversation=_THREADS, kind=st.sampled_from(KINDS)),
    _event("order", shopper=_SHOPPER, total=_MONEY, currency=st.sampled_from(["SEK", "SEK", "SEK", "EUR"])),
    _event("agent", live=st.booleans()),
)
