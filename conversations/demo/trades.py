"""The two shops of the demo, and what each of them sells to whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from conversations.demo.catalogue import COFFEE, OUTDOOR, Product


@dataclass(frozen=True, slots=True)
class Shop:
    """A demo account. `share` is its volume beside the larger shop's 3,000 conversations in 90 days."""

    slug: str
    name: str
    timezone: str
    currency: str
    share: float


@dataclass(frozen=True, slots=True)
class Trade:
    """What makes a shop's conversations its own: its texts, goods, shoppers and topics.

    `topics` weigh the labels; `codes` are discount codes with their per cent; `euro_rate` is one euro in the
    shop's currency; `freight_minor` is added to orders below `free_from_minor`; `orders_a_conversation`
    is how many orders are placed without the agent's doing, for each conversation.
    """

    texts: str
    host: str
    languages: Mapping[str, float]
    topics: Mapping[str, float]
    products: tuple[Product, ...]
    codes: tuple[tuple[str, int], ...]
    euro_rate: float
    freight_minor: int
    free_from_minor: int
    orders_a_conversation: float
    odd_share: float = 0.0


NORDIC = Shop("nordic-outdoor", "Nordic Outdoor", "Europe/Stockholm", "SEK", 1.0)
HARBOUR = Shop("harbour-coffee", "Harbour Coffee", "Europe/London", "GBP", 0.135)

TRADES = {
    NORDIC.slug: Trade(
        texts="outdoor",
        host="nordic-outdoor.example",
        languages={"sv": 0.6, "en": 0.4},
        topics={
            "Order status": 21,
            "Returns": 16,
            "Product advice": 16,
            "Sizes": 13,
            "Delivery": 10,
            "Payment": 7,
            "Discount codes": 6,
            "Warranty": 5,
            "Store hours": 4,
            "Complaints": 3,
        },
        products=OUTDOOR,
        codes=(("HEJ10", 10), ("VANDRA15", 15), ("FJALL20", 20)),
        euro_rate=11.0,
        freight_minor=4900,
        free_from_minor=59900,
        orders_a_conversation=0.8,
        odd_share=0.012,
    ),
    HARBOUR.slug: Trade(
        texts="coffee",
        host="harbour-coffee.example",
        languages={"en": 1.0},
        topics={
            "Order status": 20,
            "Brewing advice": 20,
            "Subscription": 15,
            "Equipment": 13,
            "Delivery": 8,
            "Discount codes": 7,
            "Café hours": 6,
            "Returns": 5,
            "Payment": 4,
            "Complaints": 2,
        },
        products=COFFEE,
        codes=(("BEANS10", 10), ("HARBOUR15", 15)),
        euro_rate=0.86,
        freight_minor=295,
        free_from_minor=2500,
        orders_a_conversation=1.15,
    ),
}


def shops() -> tuple[Shop, ...]:
    """The demo's accounts, the larger one first."""
    return NORDIC, HARBOUR
