"""`search`: a query and rows to the rows in which everything asked for is found. Exact at every moment.

Who sees contact data masked searches what is left when it is cut out of all texts, and no email and no phone of a
profile: so nothing that they are shown, no count and no order of rows, tells which letters or digits are hidden.
Documents are looked up by the terms of their tokens; conversations that wait for theirs are read as they are. Hits are
passed on by id. Where rows are walked in an order, many hits are not looked for: each row's document is read.
"""

from collections.abc import Mapping, Sequence

from django.db.models import BooleanField, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL

from conversations.masking import Sight
from conversations.models import Account, SearchDocument
from conversations.models.querysets import ConversationQuerySet
from conversations.prepared import as_array, each_of_array
from conversations.search.asking import Word, asked
from conversations.search.dictionary import lookup, months_of
from conversations.search.engine import Terms, Wanted, Way, Window, engine
from conversations.search.planning import is_told_by_tokens, parts
from conversations.search.tail import waiting
from conversations.search.terms import all_terms

FEW = 10_000
"""So many hits are looked up faster than rows of an order are read until some are hits."""

MANY = 500_000
"""So many are passed on by id: a planner that knows how many there are makes no plan that takes seconds longer."""

MOST_TERMS = 6000
WIDE = 300
_NOTHING: Terms = ()


def search(
    rows: ConversationQuerySet,
    account: Account,
    query: str,
    *,
    sight: Sight,
    window: Window | None = None,
    walked: bool = False,
    by_id: ConversationQuerySet | None = None,
) -> ConversationQuerySet:
    """The `rows` of the account in which all words of `query` are found; all of them if there is no word.

    `window` is when all of `rows` started (half-open, UTC), if that is known: only those months are looked up.
    `walked` says that they are read in an order until a few are found: many hits are not looked for all at once, then.
    `by_id` are the same rows, in the form in which the database looks them up by id.
    """
    words = asked(query) if sight.full else tuple(Word(word.text) for word in asked(query))
    if not words:
        return rows
    looked_up = rows if by_id is None else by_id
    ids = waiting(looked_up, account, words, sight=sight)
    wanted = _wanted(account, words, window, sight)
    if wanted is None:
        return looked_up.filter(pk__among=ids)
    most = FEW if walked else MANY
    count, found = engine().fetch(wanted, most + 1)
    if count <= most:
        hits = Q(pk__among=found) | Q(pk__among=ids) if ids else Q(pk__among=found)
        return (looked_up if count <= FEW else rows).filter(hits)
    if walked:
        return rows.filter(Q(_is_in_document(account, words, sight)) | Q(pk__among=ids))
    sql, values = engine().ids(wanted)
    if ids:
        sql, values = f"{sql} UNION ALL {each_of_array()}", [*values, as_array(ids)]
    return rows.filter(pk__in=RawSQL(sql, values))  # noqa: S611  (made of words of ours, with parameters)


def _is_in_document(account: Account, words: Sequence[Word], sight: Sight) -> Subquery:
    """Whether all of the words are in the row's own document."""
    conditions = list(Wanted(account, None, (), words, (), sight).comparisons(engine().found_in))
    values = [value for _, own in conditions for value in own]
    held = RawSQL(" AND ".join(sql for sql, _ in conditions), values, output_field=BooleanField())  # noqa: S611
    documents = SearchDocument.objects.filter(conversation=OuterRef("pk"))
    return Subquery(documents.annotate(held=held).values("held"))


def _wanted(account: Account, words: Sequence[Word], window: Window | None, sight: Sight) -> Wanted | None:
    """None if the dictionary tells that no document can have all of the words."""
    months = months_of(account, window)
    ways_to: dict[Word, list[Way]] = {}
    for word in words:
        ways = [way for text in (word.text, word.phone) if text and (way := _way(account, text, months)) != [_NOTHING]]
        if not ways:
            return None
        ways_to[word] = ways
    looked_up = _looked_up(ways_to)
    told = [word for word in looked_up if is_told_by_tokens(word)]
    compared = [word for word in words if word not in told]
    return Wanted(account, window, [ways_to[word] for word in looked_up], compared, told, sight)


def _looked_up(ways_to: Mapping[Word, list[Way]]) -> list[Word]:
    """The words to look up. One with very many terms is in very many documents: beside another it is only compared."""
    possible = [word for word, ways in ways_to.items() if all(ways)]
    narrow = [word for word in possible if sum(len(terms) for way in ways_to[word] for terms in way) <= WIDE]
    return narrow or possible


def _way(account: Account, text: str, months: range) -> Way:
    """The terms to look up, one of each; empty if nothing can be; nothing of one if no document can have it."""
    way = []
    for part in parts(text):
        ids = lookup(account, part)
        if ids is not None and not ids:
            return [_NOTHING]
        if ids is not None and len(ids) * len(months) <= MOST_TERMS:
            way.append(all_terms(ids, months))
    return way
