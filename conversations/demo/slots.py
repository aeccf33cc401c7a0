"""What the `{slots}` of a dialogue say: names, goods, prices and days, in the shopper's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from conversations.demo.catalogue import Product
from conversations.demo.people import Person
from conversations.demo.scripts import names, phrases
from conversations.demo.trades import Shop, Trade

SHOE_SIZES = ("36", "37", "38", "39", "40", "41", "42", "43", "44", "45")
CLOTHES_SIZES = ("XS", "S", "M", "L", "XL", "XXL")
LINK_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True, slots=True)
class Goods:
    """The product that a dialogue is about, another one like it, and the gifts that the agent may propose."""

    product: Product
    other: Product
    gifts: tuple[Product, ...]


def choose_goods(trade: Trade, kind: str, rng: Random) -> Goods:
    """Two products of the kind (of any shelf but the small things when empty), and three small gifts or fewer."""
    shelf = [p for p in trade.products if (kind in p.kinds if kind else p.kinds[0] != "small")]
    product, other = rng.sample(shelf, 2)
    return Goods(product, other, tuple(p for p in trade.products if "gifts" in p.kinds)[:3])


def fill_slots(
    shop: Shop, trade: Trade, *, person: Person, at: datetime, goods: Goods, order: str, rng: Random
) -> Mapping[str, str]:
    """All slots of one dialogue. `at` is local; `order` is an order's number."""
    size, larger = _sizes(goods.product, rng)
    code, percent = rng.choice(trade.codes)
    return {
        **_place(shop, trade, person, rng),
        **_days(at, person.language, rng),
        "product": goods.product.title,
        "other": goods.other.title,
        "price": price(goods.product.price_minor, shop.currency, person.language),
        "other_price": price(goods.other.price_minor, shop.currency, person.language),
        "size": size,
        "size2": larger,
        "order": f"#{order}",
        "code": code,
        "percent": str(percent),
        "ticket": f"T-{rng.randint(2100, 9899)}",
    }


def price(minor: int, currency: str, language: str) -> str:
    """A price as people write it in chat: £8.50, 1,899 kr, 1 899 kr (with a no-break space)."""
    if currency == "GBP":
        return f"£{minor / 100:,.2f}"
    return f"{minor // 100:,} kr" if language == "en" else f"{minor // 100:,} kr".replace(",", "\N{NO-BREAK SPACE}")


def tracked_link(trade: Trade, rng: Random) -> str:
    return f"https://{trade.host}/r/{''.join(rng.choices(LINK_LETTERS, k=6))}"


def _place(shop: Shop, trade: Trade, person: Person, rng: Random) -> dict[str, str]:
    words = names()
    return {
        "shop": shop.name,
        "host": trade.host,
        "name": person.first,
        "full_name": person.name,
        "city": person.town,
        "street": person.street,
        "store": rng.choice(words[f"{trade.texts} stores"]),
        "carrier": rng.choice(words[f"{trade.texts} carriers"]),
        "colleague": rng.choice(words[f"{trade.texts} colleagues"]),
        "tracking": f"{rng.choice(('NF', 'SB', 'PG'))}{rng.randrange(10**8, 10**9)}",
        "link": tracked_link(trade, rng),
    }


def _days(at: datetime, language: str, rng: Random) -> dict[str, str]:
    words, today = phrases(language), at.date()
    soon, past = _working_day(today, rng.randint(1, 3)), _working_day(today, -rng.randint(2, 4))
    later = today + timedelta(days=rng.randint(4, 12))
    return {
        "today": words["weekdays"][today.weekday()],
        "next_day": words["weekdays"][soon.weekday()],
        "past_day": words["weekdays"][past.weekday()],
        "next_date": f"{later.day} {words['months'][later.month - 1]}",
    }


def _working_day(today: date, days: int) -> date:
    """That many days away, and on over the weekend in the same direction."""
    step, day = (1 if days > 0 else -1), today + timedelta(days=days)
    while day.weekday() > 4:
        day += timedelta(days=step)
    return day


def _sizes(product: Product, rng: Random) -> tuple[str, str]:
    sizes = SHOE_SIZES if "boots" in product.kinds else CLOTHES_SIZES
    index = rng.randrange(1, len(sizes) - 1)
    return sizes[index], sizes[index + 1]
