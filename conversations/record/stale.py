"""Search documents that are true no more are dropped in the transaction that changes what they say."""

from collections.abc import Set

from django.db import connection

from conversations.models import Account, Conversation
from conversations.models.querysets import owned
from conversations.prepared import as_array, in_array


def drop_documents(
    account: Account, conversations: Set[int], *, profiles: Set[int] = frozenset(), identities: Set[int] = frozenset()
) -> None:
    """These conversations wait for a new document, and so do those of these profiles and identities.

    The caller holds the account.
    """
    ids = set(conversations)
    for column, theirs in (("profile", profiles), ("identity", identities)):
        if theirs:
            rows = owned(Conversation.objects.filter((f"{column}__among", theirs)), account.pk)
            ids.update(rows.values_list("pk", flat=True))
    if not ids:
        return
    given = [account.pk, as_array(ids)]
    # The plus keeps SQLite from the indexes that begin with the account.
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM conversations_searchdocument WHERE +account_id = %s AND {in_array('conversation_id')}",  # noqa: S608  (words of ours)
            given,
        )
        cursor.execute(
            "INSERT INTO conversations_searchpending (conversation_id, account_id) "  # noqa: S608  (words of ours)
            "SELECT id, account_id FROM conversations_conversation "
            f"WHERE +account_id = %s AND {in_array('id')} ON CONFLICT DO NOTHING",
            given,
        )
