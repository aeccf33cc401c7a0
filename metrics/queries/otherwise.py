"""S6, S6b: what would be resolved under the other setting. The rules of `status`, asked of stored columns.

Only what is closed and not handed off can turn: what is open stays open, whatever is set.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Q

from conversations.status import Rules
from conversations.vocabulary import ClosingThanks, Sender, SilenceMeans, Status

_OTHER_THANKS = {
    ClosingThanks.STRICT: ClosingThanks.CONFIRMS,
    ClosingThanks.CONFIRMS: ClosingThanks.STRICT,
}
_OTHER_SILENCE = {SilenceMeans.RESOLVED: SilenceMeans.CLOSED, SilenceMeans.CLOSED: SilenceMeans.RESOLVED}


@dataclass(frozen=True, slots=True)
class Otherwise:
    """`thanked` are those that end with the shopper's thanks, `silent` those closed by silence after the agent's word.

    `if_thanks` and `if_silence` would be resolved if that one setting were the other.
    """

    rules: Rules
    thanked: int
    silent: int
    if_thanks: int
    if_silence: int


def otherwise_aggregates(rules: Rules) -> Mapping[str, Count]:
    """What to ask of a set of conversations, for `otherwise` to read."""
    strict = rules.closing_thanks is ClosingThanks.STRICT
    thanks = Q(last_sender=Sender.SHOPPER, last_word_sender=Sender.AGENT)
    asked = {
        "thanked": thanks & Q(status=Status.CLOSED if strict else Status.RESOLVED),
        "silent": _agent_last(rules) & ~_ENDED,
        "if_thanks": _resolves(replace(rules, closing_thanks=_OTHER_THANKS[rules.closing_thanks])),
        "if_silence": _resolves(replace(rules, silence_means=_OTHER_SILENCE[rules.silence_means])),
    }
    return {name: Count("pk", filter=_CLOSED & which) for name, which in asked.items()}


def otherwise(found: Mapping[str, Any], rules: Rules) -> Otherwise:
    return Otherwise(rules, *(found[name] for name in ("thanked", "silent", "if_thanks", "if_silence")))


_CLOSED = Q(status__in=(Status.RESOLVED, Status.CLOSED))
_ENDED = Q(ended_at__isnull=False, ended_at=F("closes_at"))
"""By somebody, before the silence ran out (S1)."""


def _resolves(rules: Rules) -> Q:
    """S3, S6, S6b."""
    by_silence = rules.silence_means is SilenceMeans.RESOLVED
    return _agent_last(rules) if by_silence else _agent_last(rules) & _ENDED


def _agent_last(rules: Rules) -> Q:
    strict = rules.closing_thanks is ClosingThanks.STRICT
    return Q((("last_sender" if strict else "last_word_sender"), Sender.AGENT))
