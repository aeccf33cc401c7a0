"""What the demo shops sell. Prices are whole minor units of the shop's currency, VAT included."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    """`kinds` are the words by which scripts ask for it; the first one is its shelf."""

    id: str
    title: str
    price_minor: int
    kinds: tuple[str, ...]


def _outdoor(title: str, kronor: int, *kinds: str) -> Product:
    return Product(_slug(title), title, kronor * 100, kinds)


def _coffee(title: str, pence: int, *kinds: str) -> Product:
    return Product(_slug(title), title, pence, kinds)


def _slug(title: str) -> str:
    plain = title.lower().translate(str.maketrans("åäöé−×", "aaoe-x"))
    return "-".join(plain.split())


OUTDOOR = (
    _outdoor("Fjäll Boot W", 1899, "boots"),
    _outdoor("Fjäll Boot M", 1899, "boots"),
    _outdoor("Kebne Mid", 2199, "boots"),
    _outdoor("Sarek Trail", 1499, "boots"),
    _outdoor("Vinter Boot", 2399, "boots"),
    _outdoor("Storm Shell", 3499, "jackets", "shells"),
    _outdoor("Dunder Rain Jacket", 1799, "jackets", "shells"),
    _outdoor("Skare Shell", 2799, "jackets", "shells"),
    _outdoor("Polcirkel Down", 3299, "jackets"),
    _outdoor("Vind Anorak", 1299, "jackets"),
    _outdoor("Myr Trousers", 1399, "trousers"),
    _outdoor("Stig Zip-off", 1099, "trousers"),
    _outdoor("Frost Softshell Pants", 1599, "trousers"),
    _outdoor("Ripa 2", 4995, "tents"),
    _outdoor("Tarn Ultralight 2", 5495, "tents"),
    _outdoor("Lavvu Light 2", 3995, "tents"),
    _outdoor("Natt 0", 1799, "sleeping"),
    _outdoor("Natt Three Season", 2499, "sleeping"),
    _outdoor("Moss Mat", 899, "mats"),
    _outdoor("Moss Mat Long", 999, "mats"),
    _outdoor("Storfjäll 65", 2499, "packs"),
    _outdoor("Vidda 45", 1899, "packs"),
    _outdoor("Ås 38", 1499, "packs"),
    _outdoor("Låga Stove", 649, "cooking"),
    _outdoor("Gnista Ultralight Stove", 499, "cooking"),
    _outdoor("Ull Base Top", 799, "wool"),
    _outdoor("Ull Base Zip", 899, "wool"),
    _outdoor("Norrsken Headlamp", 599, "lights", "gifts"),
    _outdoor("Stig Headlamp", 399, "lights"),
    _outdoor("Glöd Flask 0.75", 349, "small", "gifts"),
    _outdoor("Lovikka Beanie", 299, "small", "gifts"),
    _outdoor("Tuva Merino Socks", 179, "small"),
    _outdoor("Repair Kit", 129, "small"),
    _outdoor("Kåsa Mug", 149, "small"),
)

COFFEE = (
    _coffee("House Blend 250 g", 850, "beans"),
    _coffee("Lighthouse Espresso 250 g", 900, "beans"),
    _coffee("Guji Natural 250 g", 1150, "beans"),
    _coffee("Huila Washed 250 g", 1050, "beans"),
    _coffee("House Blend 1 kg", 2800, "beans"),
    _coffee("Tide Decaf 250 g", 950, "decaf"),
    _coffee("Tide Decaf 1 kg", 3200, "decaf"),
    _coffee("Two Bags a Month", 1700, "subscription"),
    _coffee("Four Bags a Month", 3200, "subscription"),
    _coffee("Pier Hand Grinder", 5900, "grinder", "gear"),
    _coffee("Pier Electric Grinder", 12900, "grinder", "gear"),
    _coffee("Bosun Espresso Machine", 44900, "machine"),
    _coffee("Mate Espresso Machine", 29900, "machine"),
    _coffee("Gooseneck Kettle", 7400, "gear"),
    _coffee("Stovetop Pot", 3400, "gear", "gifts"),
    _coffee("Dripper Set", 2950, "gear", "gifts"),
    _coffee("Harbour Mug", 1400, "small", "gifts"),
    _coffee("Paper Filters 100", 650, "small"),
    _coffee("Descaler", 750, "small"),
)
