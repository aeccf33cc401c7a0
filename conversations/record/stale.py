"""Search documents that are true no more are dropped in the transaction that changes what they say."""

import json
from collections.abc import Set

from django.db import connection

from conversations.models import Account, SearchDocument

_AMONG = {"postgresql": "id = ANY(%s)", "sqlite": "id IN (SELECT value FROM json_each(%s))"}


def drop_documents(
    account: Account, conversations: Set[int], *, profiles: Set[int] = frozenset(), identities: Set[int] = frozenset()
) -> None:
    """These conversations wait for a new document, and so do those of these profiles and identities.

    The caller holds the account.
    """
    ids = set(conversations)
    for column, theirs in (("profile", profiles), ("identity", identities)):
        if theirs:
            rows = account.conversations.filter(**{f"{column}__among": theirs})
            ids.update(rows.values_list("pk", flat=True))
    if not ids:
        return
    SearchDocument.objects.filter(account=account, pk__among=ids).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_searchpending (conversation_id, account_id) "  # noqa: S608  (words of ours)
            "SELECT id, account_id FROM conversations_conversation "
            f"WHERE account_id = %s AND {_AMONG[connection.vendor]} ON CONFLICT DO NOTHING",
            [account.pk, list(ids) if connection.vendor == "postgresql" else json.dumps(list(ids))],
        )
