"""What is stored of conversations and credits follows from the facts: a sample is derived again and compared."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

from django.utils.translation import gettext_noop

from conversations.faults import Fault, fault
from conversations.models import Account
from conversations.record import differences

SAMPLE = 200
"""Conversations: the latest ones, and as many from anywhere."""


def derived_is_facts(account: Account, now: datetime) -> Iterator[Fault]:
    rows = account.conversations.order_by("-last_message_at", "-pk").values_list("pk", flat=True)
    latest = list(rows[:SAMPLE])
    ends = [rows.order_by(order).first() for order in ("pk", "-pk")]
    if ends[0] is None or ends[1] is None:
        return
    random = Random(now.toordinal())  # noqa: S311  (a sample, no secret)
    anywhere = sorted(random.randint(ends[0], ends[1]) for _ in range(SAMPLE))
    for pk in anywhere:
        latest += rows.filter(pk__gte=pk).order_by("pk")[:1]
    found, credits_found = differences(account, set(latest), now=now)
    if credits_found:
        yield fault(gettext_noop("credits that the rules would not give, or would: %(credits)s"), credits=credits_found)
    for key, names in found.items():
        words = gettext_noop("conversation %(key)s: not as the events say: %(columns)s")
        yield fault(words, key=key, columns=", ".join(names))
