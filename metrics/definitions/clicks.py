"""K4: what shoppers clicked in the conversations that are counted. A bot's click is nobody's."""

from django.utils.translation import gettext_lazy as _

from conversations.vocabulary import TouchKind
from metrics.definitions.metric import Better, Metric, Unit, touches, with_

ADD_TO_CARTS = Metric(
    key="add_to_carts",
    rule="K4",
    name=_("Add to carts"),
    sentence=_("How often something was put into the cart because of these conversations. Bots do not count."),
    formula=_("products added to a cart"),
    unit=Unit.COUNT,
    better=Better.HIGHER,
    part=touches(TouchKind.ADDED_TO_CART),
    rows=with_(touches=(TouchKind.ADDED_TO_CART,)),
)
LINK_CLICKS = Metric(
    key="link_clicks",
    rule="K4",
    name=_("Link clicks"),
    sentence=_("How often a link in a message of these conversations was clicked. Bots do not count."),
    formula=_("clicks on links"),
    unit=Unit.COUNT,
    better=Better.HIGHER,
    part=touches(TouchKind.LINK_CLICKED),
    rows=with_(touches=(TouchKind.LINK_CLICKED,)),
)
PRODUCT_CARD_CLICKS = Metric(
    key="product_card_clicks",
    rule="K4",
    name=_("Product card clicks"),
    sentence=_("How often a product that the agent showed in these conversations was clicked. Bots do not count."),
    formula=_("clicks on product cards"),
    unit=Unit.COUNT,
    better=Better.HIGHER,
    part=touches(TouchKind.PRODUCT_CARD_CLICKED),
    rows=with_(touches=(TouchKind.PRODUCT_CARD_CLICKED,)),
)
