"""Documents are made here, by the worker: once a conversation is quiet, in batches of a transaction each."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q

from conversations.models import Account, SearchDocument, SearchPending, SearchToken
from conversations.models.querysets import owned
from conversations.record import holding_account
from conversations.record.rows import insert
from conversations.search.dictionary import forget, months_of, numbered
from conversations.search.engine import engine
from conversations.search.folding import document_text, tokens
from conversations.search.tail import documents
from conversations.search.terms import all_terms, month_of, term

QUIET = timedelta(minutes=10)
BATCH = 250
"""Conversations a transaction: the account's writers wait for it."""
SWEPT_IN = 14
_COLUMNS = ("conversation_id", "account_id", "started_at", "phone", "text", "contacts", "around", "terms")


def index_quiet(*, now: datetime) -> int:
    """Make the documents of every account's conversations that said nothing for ten minutes; how many there were."""
    return sum(index_account(account, now=now) for account in Account.objects.order_by("pk"))


def index_account(account: Account, *, now: datetime) -> int:
    total = 0
    while made := _index_some(account, now=now):
        total += made
    return total


@holding_account
def _index_some(account: Account, *, now: datetime) -> int:
    said = Q(conversation__last_message_at=None) | Q(conversation__last_message_at__lte=now - QUIET)
    pending = SearchPending.objects.filter(said, account=account).order_by("conversation")
    ids = list(pending.values_list("conversation_id", flat=True)[:BATCH])
    if ids:
        _make(account, ids)
        owned(SearchPending.objects.filter(conversation__among=ids), account.pk).delete()
    return len(ids)


def _make(account: Account, ids: Sequence[int]) -> None:
    made = [(document, document.columns) for document in documents(account, ids)]
    found = [tokens(text) | tokens(contacts) for _, (text, contacts, _) in made]
    number = numbered(account, set().union(*found))
    rows = []
    for (document, columns), own in zip(made, found, strict=True):
        month = month_of(document.started_at)
        terms = [term(number[token], month) for token in own]
        rows.append((document.id, account.pk, document.started_at, document.phone, *columns, terms))
    insert(SearchDocument, _COLUMNS, rows)


def words_of(account: Account, ids: Sequence[int], *texts: str) -> set[str]:
    """The tokens of these conversations, and of further texts about the same people, as they are now."""
    said = (line for document in documents(account, ids) for line in (*document.addresses, *document.texts))
    return tokens(document_text([*texts, *said]))


def sweep(account: Account, *, day: int) -> int:
    """Drop tokens that no document has any more; how many there were. Each is looked at every `SWEPT_IN` days.

    Search does not mind those that are left, which lead to nothing; but a word may be somebody's name.
    """
    rows = SearchToken.objects.filter(account=account).alias(turn=F("pk") % SWEPT_IN).filter(turn=day % SWEPT_IN)
    ids = list(rows.values_list("pk", flat=True))
    return sum(_sweep_some(account, ids[start : start + BATCH]) for start in range(0, len(ids), BATCH))


def forget_words(account: Account, words: Collection[str]) -> None:
    """Drop these tokens where no document has them any more. The caller holds the account."""
    rows = SearchToken.objects.filter(account=account, token__among=words)
    _drop_unused(account, list(rows.values_list("pk", flat=True)))


@holding_account
def _sweep_some(account: Account, ids: Sequence[int]) -> int:
    return _drop_unused(account, ids)


def _drop_unused(account: Account, ids: Sequence[int]) -> int:
    uses, months = engine().uses, months_of(account)
    unused = [pk for pk in ids if not uses(account, all_terms([pk], months))]
    forget(account, unused)
    return len(unused)
