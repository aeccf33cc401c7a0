"""Search: words → conversations, exactly, at every moment, on either database.

`asking` is what somebody looks for and the rule of what is found; `folding` how texts are compared. A conversation has
one document (`indexing`, by the worker) with the numbers of its tokens in a month (`terms`). A word is turned into
tokens by the account's `dictionary` (`planning` says which), these into documents by the database (`postgresql`,
`sqlite`). What has no document yet is read itself (`tail`).
"""

from conversations.search.asking import LONGEST_QUERY, MOST_WORDS, asked
from conversations.search.finding import search
from conversations.search.indexing import forget_words, index_account, index_quiet, sweep, words_of
from conversations.search.marking import extract, hits, is_seen, pieces
from conversations.search.quoting import Quote, latest_hit, quotes

__all__ = [
    "LONGEST_QUERY",
    "MOST_WORDS",
    "Quote",
    "asked",
    "extract",
    "forget_words",
    "hits",
    "index_account",
    "index_quiet",
    "is_seen",
    "latest_hit",
    "pieces",
    "quotes",
    "search",
    "sweep",
    "words_of",
]
