"""K1–K3: conversations, and how they ended."""

from django.utils.translation import gettext_lazy as _

from conversations.vocabulary import Status
from metrics.definitions.metric import Better, Metric, Unit, of_status, total, with_

TOTAL_VOLUME = Metric(
    key="total_volume",
    rule="K1",
    name=_("Total volume"),
    sentence=_(
        "Conversations that were started in the period. A conversation is one whole thread, never a single question."
    ),
    formula=_("conversations started"),
    unit=Unit.COUNT,
    better=Better.NEITHER,
    part=total,
    rows=with_(),
)
RESOLVED_RATE = Metric(
    key="resolved_rate",
    rule="K2",
    name=_("Resolved by AI"),
    sentence=_(
        "The share of all conversations in which the agent had the last word, nobody from the team was needed, and "
        "which are closed. Open and ended ones stay in the whole."
    ),
    formula=_("resolved by AI ÷ conversations started"),
    unit=Unit.RATE,
    better=Better.HIGHER,
    part=of_status(Status.RESOLVED),
    whole=total,
    rows=with_(statuses=(Status.RESOLVED,)),
)
NOT_RESOLVED_RATE = Metric(
    key="not_resolved_rate",
    rule="K3",
    name=_("Not resolved by AI"),
    sentence=_(
        "The share of all conversations that were handed off: the shopper accepted to be put through to the team, or "
        "the custom closing message was shown. An offer alone is no handoff."
    ),
    formula=_("handed off ÷ conversations started"),
    unit=Unit.RATE,
    better=Better.LOWER,
    part=of_status(Status.NOT_RESOLVED),
    whole=total,
    rows=with_(statuses=(Status.NOT_RESOLVED,)),
)
