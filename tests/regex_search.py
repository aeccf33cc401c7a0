"""The slow search that the quick one is held against: regular expressions over every row. For plain words only.

Neither database folds case beyond ASCII whatever its language, so each letter is asked for in all its cases.
"""

import unicodedata

from django.db.models import Exists, OuterRef, Q

from conversations.models import Message
from conversations.models.querysets import ConversationQuerySet
from conversations.search.marking import in_any_case

_LOOKED_IN = ("first_question", "profile__name", "profile__email", "profile__phone")


def regex_search(rows: ConversationQuerySet, query: str) -> ConversationQuerySet:
    """The `rows` in which all words of `query` are found, each wherever; all of them if there is no word."""
    for word in words(query):
        pattern = in_any_case(word)
        said = Message.objects.filter(account=OuterRef("account"), conversation=OuterRef("pk"), text__regex=pattern)
        anywhere = Q(Exists(said))
        for column in _LOOKED_IN:
            anywhere |= Q((f"{column}__regex", pattern))
        rows = rows.filter(anywhere)
    return rows


def words(query: str) -> list[str]:
    """The words of a query, each once, composed (NFC) as keyboards type them."""
    return list(dict.fromkeys(unicodedata.normalize("NFC", query).split()))
