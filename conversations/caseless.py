"""Text as it is compared without case. Pure: no Django."""

import unicodedata


def caseless(text: str) -> str:
    """The same for texts that differ in case alone, however their accents are stored: "É" or "E" and an accent."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
