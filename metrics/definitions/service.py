"""How the agent served: how soon it replied, whether its answers lasted, what was offered, what shoppers thought."""

from django.utils.translation import gettext_lazy as _

from conversations.vocabulary import Status, Trait
from metrics.definitions.metric import Better, Metric, Unit, having, of_status, with_

FIRST_REPLY_MEDIAN = Metric(
    key="first_reply_seconds",
    rule="K4",
    name=_("First reply"),
    sentence=_(
        "How long shoppers waited for the agent: from a shopper's first message to the agent's first one after it. "
        "Half of the conversations were answered sooner. Those that the agent never answered are not among them."
    ),
    formula=_("median of the times from first question to first reply"),
    unit=Unit.SECONDS,
    better=Better.LOWER,
    part=having(Trait.REPLIED),
    quantile=0.5,
    rows=with_(traits=(Trait.REPLIED,)),
)
FIRST_REPLY_P90 = Metric(
    key="first_reply_seconds_p90",
    rule="K4",
    name=_("First reply, slowest tenth"),
    sentence=_("Nine conversations in ten got their first reply from the agent at least as soon as this."),
    formula=_("90th percentile of the times from first question to first reply"),
    unit=Unit.SECONDS,
    better=Better.LOWER,
    part=having(Trait.REPLIED),
    quantile=0.9,
    rows=with_(traits=(Trait.REPLIED,)),
)
CAME_BACK_RATE = Metric(
    key="came_back_rate",
    rule="K4",
    name=_("Came back within 7 days"),
    sentence=_(
        "The share of the conversations resolved by AI whose shopper started another one, on any channel, within 7 "
        "days of the last message. It can still rise until a conversation is 7 days old. Shoppers of whom nothing is "
        "known are not recognised again."
    ),
    formula=_("came back ÷ resolved by AI"),
    unit=Unit.RATE,
    better=Better.LOWER,
    part=lambda figures: figures.resolved_came_back,
    whole=of_status(Status.RESOLVED),
    rows=with_(statuses=(Status.RESOLVED,), traits=(Trait.CAME_BACK,)),
)
HANDOFFS_NOT_ACCEPTED = Metric(
    key="handoffs_not_accepted",
    rule="K4",
    name=_("Handoffs not accepted"),
    sentence=_(
        "Conversations in which the agent offered to put the shopper through to the team, and no handoff followed."
    ),
    formula=_("conversations with an offer and without a handoff"),
    unit=Unit.COUNT,
    better=Better.NEITHER,
    part=having(Trait.OFFER_NOT_ACCEPTED),
    rows=with_(traits=(Trait.OFFER_NOT_ACCEPTED,)),
)
RATING = Metric(
    key="rating",
    rule="K4",
    name=_("Rating"),
    sentence=_(
        "What shoppers gave on average, from 1 to 5. Of a conversation that was rated twice the later one counts."
    ),
    formula=_("sum of ratings ÷ rated conversations"),
    unit=Unit.SCORE,
    better=Better.HIGHER,
    part=lambda figures: figures.ratings_sum,
    whole=having(Trait.RATED),
    rows=with_(traits=(Trait.RATED,)),
)
RATINGS = Metric(
    key="ratings",
    rule="K4",
    name=_("Ratings"),
    sentence=_("Conversations that were rated by their shopper."),
    formula=_("rated conversations"),
    unit=Unit.COUNT,
    better=Better.NEITHER,
    part=having(Trait.RATED),
    rows=with_(traits=(Trait.RATED,)),
)
