"""Promise 8: every number and every list of rows, worked out once more from the raw events as a source sends them.

Plain Python over plain dicts, slow and simple: no ORM, nothing of our own rules. Where the product and this file
differ, one of them has misread `docs/metrics.md`. Times are whole minutes of UTC unless a rule is about less.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from statistics import quantiles
from typing import Any

from tests.shop_words import DAY, HOUR, MINUTE, Question, Rules, Wire

THANKS = {"Thank you!", "Tack så mycket!"}
CLICKS = {"add_to_carts": "added_to_cart", "link_clicks": "link_clicked", "product_card_clicks": "product_card_clicked"}
STRENGTH = {"product_card_clicked": 3, "link_clicked": 3, "message_opened": 2, "message_delivered": 1}
NAMES = ("id", "email", "phone", "visitor")  # from strong to weak
Name = tuple[str, str]


@dataclass
class Thread:
    key: str
    channel: str
    start: datetime
    last: datetime
    messages: int
    test: bool
    status: str
    resolves: dict[tuple[str, str], bool]  # once closed, by the settings of thanks and of silence (S3, S6, S6b)
    label: str
    rating: int | None
    wait: float | None
    offer_only: bool
    profile: Name | None


class Oracle:
    def __init__(self, events: Iterable[Wire], rules: Rules, now: datetime) -> None:
        self.rules, self.now = rules, now
        self.events = _kept(list(events))
        self.links: dict[Name, Name] = {}  # a weaker name follows the latest event that names it beside a stronger one
        for event in self.events:
            strongest, *weaker = _names(event) or [("", "")]
            self.links |= dict.fromkeys(weaker, strongest)
        keys = {event["conversation"] for event in self._of("message") if event["sender"] != "system"}
        self.threads = {key: self._thread(key) for key in sorted(keys)}
        self.credits = {order["id"]: found for order in self._of("order") if (found := self._credit(order))}

    def _of(self, kind: str, conversation: str | None = None) -> list[Wire]:
        found = [event for event in self.events if event["type"] == kind]
        return [event for event in found if conversation in (None, event.get("conversation"))]

    def _profile(self, event: Wire) -> Name | None:
        name = next(iter(_names(event)), None)
        while name in self.links:
            name = self.links[name]
        return name

    def _thread(self, key: str) -> Thread:
        said = [event for event in self._of("message", key) if event["sender"] != "system"]
        words = [event for event in said if not (event["sender"] == "shopper" and event["text"] in THANKS)]
        last, named = said[-1]["at"], [event for event in said if _names(event)]
        stages = {event["stage"] for event in self._of("handoff", key)}
        handed = bool(stages & {"accepted", "message_shown"})
        silent_at = last + self.rules.silence_hours * HOUR
        ends = [end["at"] for end in self._of("conversation_ended", key) if last <= end["at"] <= silent_at]
        closed = self.now >= min(ends, default=silent_at)
        last_word = {"strict": said[-1]["sender"], "confirms": words[-1]["sender"] if words else None}
        resolves = {(thanks, silence): sender == "agent" and (bool(ends) or silence == "resolved")
                    for thanks, sender in last_word.items() for silence in ("resolved", "closed")}  # fmt: skip
        ended = "resolved" if resolves[self.rules.closing_thanks, self.rules.silence_means] else "closed"
        return Thread(
            key=key,
            channel=said[0]["channel"],
            start=said[0]["at"],
            last=last,
            messages=len(said),
            test=any(event.get("test") for event in said),
            status="not_resolved" if handed else ended if closed else "open",
            resolves=resolves,
            label=next((event["label"] for event in reversed(self._of("label", key))), ""),
            rating=next((event["score"] for event in reversed(self._of("rating", key))), None),
            wait=_wait(said),
            offer_only="offered" in stages and not handed,
            # By the strongest name that any message gave, of equally strong ones the latest.
            profile=self._profile(min(reversed(named), key=lambda event: NAMES.index(_names(event)[0][0]), default={})),
        )

    def _credit(self, order: Wire) -> str | None:
        """The conversation that earned the order: that of the last touch; at one instant the stronger, then by id."""
        won = [(touch["at"], STRENGTH[touch["kind"]], _natural(touch.get("message", "")), _natural(touch["id"]), touch)
               for touch in self._of("touch") if self._qualifies(touch, order)]  # fmt: skip
        return max(won)[-1]["conversation"] if won else None

    def _qualifies(self, touch: Wire, order: Wire) -> bool:
        thread, who = self.threads.get(touch["conversation"]), self._profile(order)
        if thread is None or who is None or who != (self._profile(touch) or thread.profile):
            return False
        hours = self.rules.windows.get((thread.channel, touch["kind"]))
        if not hours or (thread.test and not order.get("test")) or (touch.get("bot") and self.rules.ignore_bots):
            return False
        start = touch["at"]
        if self.rules.anchor == "received" and thread.channel != "web_chat" and (mine := touch.get("message")):
            reports = [t for t in self._of("touch") if t["kind"] == "message_delivered" and t.get("message") == mine]
            sent = reports[:1] or [message for message in self._of("message") if message["id"] == mine]
            start = min([start, *(event["at"] for event in sent)])
        return bool(touch["at"] <= order["at"] <= start + hours * HOUR)

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.rules.zone)

    def _is_in(self, at: datetime, asked: Question) -> bool:
        return asked.first <= self._local(at).date() <= asked.last and (asked.until is None or at < asked.until)

    @staticmethod
    def _is_asked(thread: Thread, asked: Question) -> bool:
        chosen = ((asked.channels, thread.channel), (asked.statuses, thread.status), (asked.labels, thread.label))
        return not thread.test and all(not wanted or own in wanted for wanted, own in chosen)

    def rows(self, asked: Question, which: Callable[[Thread], object] = lambda _: True) -> dict[str, Thread]:
        """The conversations that a list shows."""
        return {key: thread for key, thread in self.threads.items()
                if self._is_in(thread.start, asked) and self._is_asked(thread, asked) and which(thread)}  # fmt: skip

    def orders(self, asked: Question) -> dict[str, Wire]:
        """The credited orders placed in the period, in any currency."""
        return {order["id"]: order for order in self._placed(asked)
                if (key := self.credits.get(order["id"])) and self._is_asked(self.threads[key], asked)}  # fmt: skip

    def _placed(self, asked: Question) -> list[Wire]:
        return [order for order in self._of("order") if self._is_in(order["at"], asked) and not order.get("test")]

    def came_back(self, thread: Thread) -> bool:
        later = [t for t in self.threads.values() if t.profile == thread.profile and not t.test]
        return thread.profile is not None and any(thread.last < t.start <= thread.last + 7 * DAY for t in later)

    def clicks(self, thread: Thread, kind: str) -> int:
        return sum(touch["kind"] == kind and not touch.get("bot") for touch in self._of("touch", thread.key))

    def before(self, asked: Question) -> Question:
        """T4: as many days, up to the day before; with today among them, up to the same time on the clock."""
        today = self._local(self.now).date()
        is_part = asked.first <= today <= asked.last
        last = asked.first - DAY
        first = last - ((today if is_part else asked.last) - asked.first)
        clock = datetime.combine(last, self._local(self.now).time())
        until = clock.replace(tzinfo=UTC) - DAY
        while is_part and self._local(until).replace(tzinfo=None) < clock:
            until += MINUTE
        return replace(asked, first=first, last=last, until=until if is_part else None)

    def bars(self, asked: Question, bucket: str, group: str) -> dict[str, Counter[str]]:
        """The bars that are not empty, by their key: conversations by channel, status or label."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for thread in self.rows(asked).values():
            found[self._bar(thread.start, bucket)][getattr(thread, group)] += 1
        return found

    def _bar(self, at: datetime, bucket: str) -> str:
        local = self._local(at.replace(second=0, microsecond=0))
        if bucket == "hour":  # it began on the hour, or when the clock was changed since
            while local.minute and self._local(local.astimezone(UTC) - MINUTE).utcoffset() == local.utcoffset():
                local -= MINUTE
            return local.isoformat(timespec="minutes")
        year, week, _ = local.isocalendar()
        return {"day": f"{local:%Y-%m-%d}", "week": f"{year}-W{week:02}", "month": f"{local:%Y-%m}"}[bucket]

    def numbers(self, asked: Question) -> dict[str, Any]:
        """The numbers of the Overview, under the names of the API; money as decimals."""
        threads = self.rows(asked).values()
        by_status = Counter(thread.status for thread in threads)
        resolved = [thread for thread in threads if thread.status == "resolved"]
        waits = [thread.wait for thread in threads if thread.wait is not None]
        ratings = [thread.rating for thread in threads if thread.rating is not None]
        return {
            "total_volume": len(threads),
            **{status: by_status[status] for status in ("resolved", "not_resolved", "open", "closed")},
            "resolved_rate": _rate(by_status["resolved"], len(threads)),
            "not_resolved_rate": _rate(by_status["not_resolved"], len(threads)),
            "first_reply_seconds": _tenth(waits, 5),
            "first_reply_seconds_p90": _tenth(waits, 9),
            "came_back_rate": _rate(sum(map(self.came_back, resolved)), len(resolved)),
            "handoffs_not_accepted": sum(thread.offer_only for thread in threads),
            "rating": _rate(sum(ratings), len(ratings)),
            "ratings": len(ratings),
            **{name: sum(self.clicks(thread, kind) for thread in threads) for name, kind in CLICKS.items()},
            **self._sales(asked),
        }

    def _sales(self, asked: Question) -> dict[str, Any]:
        mine: dict[str, list[Wire]] = defaultdict(list)
        for order in self.orders(asked).values():
            mine[order["currency"]].append(order)
        own = mine.pop(self.rules.currency, [])
        paid = [order for order in own if not order.get("cancelled_at")]
        whole = _sum(order for order in self._placed(asked) if order["currency"] == self.rules.currency)
        return {
            "sales": _sum(own),
            "sales_net": _sum(paid) - _sum(paid, "refunded"),
            "orders": len(own),
            "average_order_value": (_sum(own) / len(own)).quantize(Decimal("0.01"), ROUND_HALF_UP) if own else None,
            "sales_share": _rate(_sum(own), whole),
            "sales_in_other_currencies": [
                {"currency": name, "orders": len(found), "sales": _sum(found)} for name, found in sorted(mine.items())
            ],
        }


def _kept(events: list[Wire]) -> list[Wire]:
    """In time order, of an event in several versions the latest; of conversations nothing from a pause (S9)."""
    events = [{**event, "at": datetime.fromisoformat(event["occurred_at"])} for event in events]
    switches = [(event["at"], event["live"]) for event in events if event["type"] == "agent"]
    kept: dict[tuple[str, str], Wire] = {}
    for event in sorted(events, key=lambda event: str(event.get("updated_at", event["occurred_at"]))):
        before = [switch for switch in switches if switch[0] <= event["at"]]
        if "conversation" not in event or not before or max(before)[1]:
            kept[event["type"], event["id"]] = event
    return sorted(kept.values(), key=lambda event: (event["at"], _natural(event["id"])))


def _natural(text: str) -> tuple[int, str]:
    return len(text), text


def _names(event: Wire) -> list[Name]:
    shopper = event.get("shopper") or {}
    return [(kind, shopper[kind]) for kind in NAMES if kind in shopper]


def _wait(said: list[Wire]) -> float | None:
    """From the shopper's first message to the agent's first one after it, in seconds."""
    asked = next((event["at"] for event in said if event["sender"] == "shopper"), None)
    replies = [event["at"] for event in said if event["sender"] == "agent" and asked and event["at"] > asked]
    return float((replies[0] - asked).total_seconds()) if replies else None


def _rate(part: Any, whole: Any) -> float | None:
    return float(part) / float(whole) if whole else None


def _tenth(values: list[float], number: int) -> float | None:
    return quantiles(values, n=10, method="inclusive")[number - 1] if len(values) > 1 else next(iter(values), None)


def _sum(orders: Iterable[Wire], amount: str = "total") -> Decimal:
    return sum((Decimal(order.get(amount, 0)) for order in orders), Decimal())
