"""What somebody looks for: words and phrases. Pure: no Django. The rule of what is found is `Word.is_in`.

Every word must be found, each wherever: in the first question, the profile or any message. A word may be a part of a
longer one. Between quotes, words are one phrase, found as it stands in one text. What is written as a phone number
is found in the profile's, too, whatever stands between its digits and whether with the country's code or a 0.
"""

import re
from dataclasses import dataclass

from conversations.search.folding import normal

LONGEST_QUERY, MOST_WORDS = 200, 10

_PARTS = re.compile(r'"([^"]*)"|[“„”]([^“„”]*)[“”]|(\S+)')
_PHONE = re.compile(r"[+(]{0,2}\d[\d().\-/]*")


@dataclass(frozen=True, slots=True)
class Word:
    """`text` is normalised. `phone` are the digits to look for in the profile's phone; empty if it is none."""

    text: str
    phone: str = ""

    def is_in(self, document: str, phone: str) -> bool:
        """Whether it is found in a document's text and phone, as `SearchDocument` has them."""
        return self.text in document or bool(self.phone and self.phone in phone)


def asked(query: str) -> tuple[Word, ...]:
    """What a query looks for, each word once; nothing for one without words."""
    parts = (quoted or curly or plain for quoted, curly, plain in _PARTS.findall(query))
    found = dict.fromkeys(text for part in parts if (text := normal(part)))
    return tuple(Word(text, _phone(text)) for text in found)


def digits_of(phone: str) -> str:
    """An E.164 number's digits."""
    return re.sub(r"\D", "", phone)


def _phone(text: str) -> str:
    """`070-174 06` and `+46 (0)70 174` alike: digits without the 0 that stands for the country's code."""
    if not (text.isascii() and _PHONE.fullmatch(text)):
        return ""
    found = re.sub("^00?", "", digits_of(text.replace("(0)", "")))
    return "" if len(found) < 2 or found == text else found
