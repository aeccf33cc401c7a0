"""Promise 8: every number and every list of rows, worked out once more from the raw events as a source sends them.

Plain Python over plain dicts, slow and simple: no ORM, nothing of our own rules. Where the product and this file
differ, one of them has misread `docs/metrics.md`. Times are whole minutes of UTC unless a rule is about less.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from tests.shop_words import DAY, HOUR, MINUTE, Question, Rules, Wire

THANKS = {"Thank you!", "Tack så mycket!"}
CLICKS = {"add_to_carts": "added_to_cart", "link_clicks": "link_clicked", "product_card_clicks": "product_card_clicked"}
STRENGTH = {"product_card_clicked": 3, "link_clicked": 3, "message_opened": 2, "message_delivered": 1}


@dataclass
class Thread:
    key: str
    channel: str
    start: datetime
    last: datetime
    test: bool
    status: str
    by_silence: bool
    senders: tuple[str, str | None]  # of the last message, and of the last that is no thanks
    label: str
    rating: int | None
    wait: float | None
    offer_only: bool
    profile: tuple[str, str] | None


class Oracle:
    def __init__(self, events: Iterable[Wire], rules: Rules, now: datetime) -> None:
        self.rules, self.now = rules, now
        self.events = _kept(list(events))
        self.links = self._links()
        keys = {event["conversation"] for event in self._of("message") if event["sender"] != "system"}
        self.threads = {key: self._thread(key) for key in sorted(keys)}
        self.credits = {order["id"]: found for order in self._of("order") if (found := self._credit(order))}

    def _of(self, kind: str, conversation: str | None = None) -> list[Wire]:
        """In time order; at one instant by event id, shorter ones first."""
        found = [event for event in self.events if event["type"] == kind]
        return sorted((e for e in found if conversation in (None, e.get("conversation"))), key=_order)

    def _links(self) -> dict[tuple[str, str], tuple[str, str]]:
        """A weaker name follows the latest event that names it beside a stronger one."""
        links: dict[tuple[str, str], tuple[str, str]] = {}
        for event in sorted(self.events, key=_order):
            strongest, *weaker = _names(event.get("shopper")) or [("", "")]
            links |= dict.fromkeys(weaker, strongest)
        return links

    def _profile(self, shopper: Wire | None) -> tuple[str, str] | None:
        names = _names(shopper)
        name = names[0] if names else None
        while name in self.links:
            name = self.links[name]
        return name

    def _thread(self, key: str) -> Thread:
        said = [event for event in self._of("message", key) if event["sender"] != "system"]
        last = said[-1]
        words = [event for event in said if not (event["sender"] == "shopper" and event["text"] in THANKS)]
        senders = (last["sender"], words[-1]["sender"] if words else None)
        stages = {event["stage"] for event in self._of("handoff", key)}
        handed = bool(stages & {"accepted", "message_shown"})
        silent_at = _at(last) + self.rules.silence_hours * HOUR
        ends = [_at(end) for end in self._of("conversation_ended", key) if _at(last) <= _at(end) <= silent_at]
        closed = self.now >= min(ends, default=silent_at)
        labels, ratings = self._of("label", key), self._of("rating", key)
        thread = Thread(
            key=key,
            channel=said[0]["channel"],
            start=_at(said[0]),
            last=_at(last),
            test=any(event.get("test") for event in said),
            status="not_resolved" if handed else "closed" if closed else "open",
            by_silence=not ends,
            senders=senders,
            label=labels[-1]["label"] if labels else "",
            rating=ratings[-1]["score"] if ratings else None,
            wait=_wait(said),
            offer_only="offered" in stages and not handed,
            profile=self._profile(_strongest(said)),
        )
        if thread.status == "closed" and self._resolves(thread, self.rules.closing_thanks, self.rules.silence_means):
            thread.status = "resolved"
        return thread

    @staticmethod
    def _resolves(thread: Thread, thanks: str, silence: str) -> bool:
        """S3, S6, S6b of a conversation that is closed and was not handed off."""
        word = thread.senders[0 if thanks == "strict" else 1]
        return word == "agent" and not (thread.by_silence and silence == "closed")

    def _credit(self, order: Wire) -> str | None:
        """The conversation that earned the order."""
        who, placed = self._profile(order.get("shopper")), _at(order)
        if who is None:
            return None
        won = [touch for touch in self._of("touch") if self._qualifies(touch, order, who=who, placed=placed)]
        best = max(won, key=lambda touch: (_at(touch), STRENGTH[touch["kind"]], _natural(touch.get("message", "")),
                                           _natural(touch["id"])), default=None)  # fmt: skip
        return best["conversation"] if best else None

    def _qualifies(self, touch: Wire, order: Wire, *, who: tuple[str, str], placed: datetime) -> bool:
        thread = self.threads.get(touch["conversation"])
        if thread is None or self._touched_by(touch, thread) != who or (thread.test and not order.get("test")):
            return False
        hours = self.rules.windows.get((thread.channel, touch["kind"]))
        if hours is None or (touch.get("bot") and self.rules.ignore_bots):
            return False
        start = _at(touch)
        if self.rules.anchor == "received" and thread.channel != "web_chat" and touch.get("message"):
            mine = touch["message"]
            reports = [t for t in self._of("touch") if t["kind"] == "message_delivered" and t.get("message") == mine]
            sent = reports[:1] or [m for m in self._of("message") if m["id"] == mine]
            start = min([start, *map(_at, sent)])
        return _at(touch) <= placed <= start + hours * HOUR

    def _touched_by(self, touch: Wire, thread: Thread) -> tuple[str, str] | None:
        return self._profile(touch["shopper"]) if touch.get("shopper") else thread.profile

    def day(self, at: datetime) -> date:
        return at.astimezone(self.rules.zone).date()

    def _is_in(self, at: datetime, asked: Question) -> bool:
        return asked.first <= self.day(at) <= asked.last and (asked.until is None or at < asked.until)

    @staticmethod
    def _is_asked(thread: Thread, asked: Question) -> bool:
        chosen = ((asked.channels, thread.channel), (asked.statuses, thread.status), (asked.labels, thread.label))
        return not thread.test and all(not wanted or own in wanted for wanted, own in chosen)

    def rows(self, asked: Question, which: Callable[[Thread], object] = lambda _: True) -> set[str]:
        """The keys of the conversations that a list shows."""
        return {t.key for t in self.threads.values()
                if self._is_in(t.start, asked) and self._is_asked(t, asked) and which(t)}  # fmt: skip

    def came_back(self, thread: Thread) -> bool:
        later = [t for t in self.threads.values() if t.profile == thread.profile and not t.test]
        return thread.profile is not None and any(thread.last < t.start <= thread.last + 7 * DAY for t in later)

    def has_click(self, thread: Thread, kind: str) -> bool:
        return any(t["kind"] == kind and not t.get("bot") for t in self._of("touch", thread.key))

    def before(self, asked: Question) -> Question:
        """T4: as many days, up to the day before; with today among them, up to the same time on the clock."""
        today = self.day(self.now)
        is_part = asked.first <= today <= asked.last
        last = asked.first - DAY
        first = last - ((today if is_part else asked.last) - asked.first)
        clock = datetime.combine(last, self.now.astimezone(self.rules.zone).time())
        until = datetime.combine(last, clock.time(), UTC) - DAY
        while is_part and until.astimezone(self.rules.zone).replace(tzinfo=None) < clock:
            until += MINUTE
        return replace(asked, first=first, last=last, until=until if is_part else None)

    def orders(self, asked: Question) -> dict[str, Wire]:
        """The credited orders placed in the period, in any currency."""
        placed = {o["id"]: o for o in self._of("order") if self._is_in(_at(o), asked) and not o.get("test")}
        return {key: order for key, order in placed.items()
                if key in self.credits and self._is_asked(self.threads[self.credits[key]], asked)}  # fmt: skip

    def bars(self, asked: Question, bucket: str, group: str) -> dict[str, Counter[str]]:
        """The bars that are not empty, by their key: conversations by channel, status or label."""
        found: dict[str, Counter[str]] = {}
        for key in self.rows(asked):
            thread = self.threads[key]
            found.setdefault(self._bar(thread.start, bucket), Counter())[getattr(thread, group)] += 1
        return found

    def _bar(self, at: datetime, bucket: str) -> str:
        local = at.astimezone(self.rules.zone)
        if bucket == "hour":  # it began on the hour, or when the clock was changed since
            at = at.replace(second=0, microsecond=0)
            while local.minute and (at - MINUTE).astimezone(self.rules.zone).utcoffset() == local.utcoffset():
                at -= MINUTE
                local = at.astimezone(self.rules.zone)
            return at.astimezone(self.rules.zone).isoformat(timespec="minutes")
        year, week, _ = local.isocalendar()
        return {"day": f"{local:%Y-%m-%d}", "week": f"{year}-W{week:02}", "month": f"{local:%Y-%m}"}[bucket]

    def numbers(self, asked: Question) -> dict[str, Any]:
        """The numbers of the Overview, under the names of the API; money as decimals."""
        threads = [self.threads[key] for key in self.rows(asked)]
        by_status = Counter(thread.status for thread in threads)
        resolved = [thread for thread in threads if thread.status == "resolved"]
        waits = sorted(thread.wait for thread in threads if thread.wait is not None)
        ratings = [thread.rating for thread in threads if thread.rating is not None]
        touched = Counter(t["kind"] for t in self._of("touch") if not t.get("bot")
                          and t["conversation"] in {thread.key for thread in threads})  # fmt: skip
        return {
            "total_volume": len(threads),
            **{status: by_status[status] for status in ("resolved", "not_resolved", "open", "closed")},
            "resolved_rate": _rate(by_status["resolved"], len(threads)),
            "not_resolved_rate": _rate(by_status["not_resolved"], len(threads)),
            "first_reply_seconds": _quantile(waits, 0.5),
            "first_reply_seconds_p90": _quantile(waits, 0.9),
            "came_back_rate": _rate(sum(map(self.came_back, resolved)), len(resolved)),
            "handoffs_not_accepted": sum(thread.offer_only for thread in threads),
            "rating": _rate(sum(ratings), len(ratings)),
            "ratings": len(ratings),
            **{name: touched[kind] for name, kind in CLICKS.items()},
            **self._sales(asked),
        }

    def _sales(self, asked: Question) -> dict[str, Any]:
        mine, all_of_it = self.orders(asked).values(), self._of("order")
        own = [order for order in mine if order["currency"] == self.rules.currency]
        shop = [o for o in all_of_it if self._is_in(_at(o), asked) and not o.get("test")]
        gross, whole = _sum(own), _sum(o for o in shop if o["currency"] == self.rules.currency)
        net = [Decimal(o["total"]) - Decimal(o.get("refunded", 0)) for o in own if not o.get("cancelled_at")]
        other = Counter(order["currency"] for order in mine if order not in own)
        return {
            "sales": gross,
            "sales_net": sum(net, Decimal()),
            "orders": len(own),
            "average_order_value": (gross / len(own)).quantize(Decimal("0.01"), ROUND_HALF_UP) if own else None,
            "sales_share": _rate(gross, whole),
            "sales_in_other_currencies": [
                {"currency": name, "orders": other[name], "sales": _sum(o for o in mine if o["currency"] == name)}
                for name in sorted(other)
            ],
        }

    def otherwise(self, asked: Question, *, thanks: str, silence: str) -> int:
        """S6, S6b: how many would be resolved under these settings."""
        return len(
            self.rows(asked, lambda t: t.status in {"resolved", "closed"} and self._resolves(t, thanks, silence))
        )


def _kept(events: list[Wire]) -> list[Wire]:
    """Of an event in several versions the latest; of conversations nothing from a pause of the agent (S9)."""
    switches = sorted((e for e in events if e["type"] == "agent"), key=_order)
    kept: dict[tuple[str, str], Wire] = {}
    for event in sorted(events, key=lambda e: str(e.get("updated_at", e["occurred_at"]))):
        before = [switch["live"] for switch in switches if _at(switch) <= _at(event)]
        if "conversation" not in event or not before or before[-1]:
            kept[event["type"], event["id"]] = event
    return list(kept.values())


def _at(event: Wire) -> datetime:
    return datetime.fromisoformat(event["occurred_at"])


def _order(event: Wire) -> tuple[datetime, int, str]:
    return _at(event), len(event["id"]), event["id"]


def _names(shopper: Wire | None) -> list[tuple[str, str]]:
    """From strong to weak."""
    return [(kind, shopper[kind]) for kind in ("id", "email", "phone", "visitor") if kind in (shopper or {})]  # type: ignore[index]


def _strongest(said: list[Wire]) -> Wire | None:
    """The strongest that any message named; of equally strong ones the latest."""
    ranks = {"id": 4, "email": 3, "phone": 2, "visitor": 1}
    named = [(ranks[_names(e["shopper"])[0][0]], place) for place, e in enumerate(said) if e.get("shopper")]
    return said[max(named)[1]]["shopper"] if named else None


def _wait(said: list[Wire]) -> float | None:
    """From the shopper's first message to the agent's first one after it, in seconds."""
    senders = [event["sender"] for event in said]
    if "shopper" not in senders or "agent" not in senders[senders.index("shopper") :]:
        return None
    asked = senders.index("shopper")
    return (_at(said[senders.index("agent", asked)]) - _at(said[asked])).total_seconds()


def _natural(text: str) -> tuple[int, str]:
    return len(text), text


def _rate(part: Any, whole: Any) -> float | None:
    return float(part) / float(whole) if whole else None


def _quantile(ranked: list[float], share: float) -> float | None:
    place = share * (len(ranked) - 1)
    around = ranked[int(place) : int(place) + 2]
    return around[0] + (around[-1] - around[0]) * (place - int(place)) if around else None


def _sum(orders: Iterable[Wire]) -> Decimal:
    return sum((Decimal(order["total"]) for order in orders), Decimal())
