"""Whether a text shows anything at all. Pure: no Django."""

import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
"""Letters and a sign by their category, and empty all the same: Hangul's fillers, the Braille cell without a dot."""


def is_blank(text: str) -> bool:
    """White space, zero-width, direction and control characters alone: nobody sees it, and nobody can click on it."""
    return all(unicodedata.category(sign) in _INVISIBLE or sign in _FILLERS for sign in text)
