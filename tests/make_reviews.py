"""People who read what the agent left, and what they read."""

from typing import Any

from django.test import Client

from conversations.models import Account, Conversation
from conversations.vocabulary import Role, Status
from tests.make import NOW
from tests.make_account import make_user
from tests.make_rows import DAY, make_conversation


def member(account: Account, role: Role) -> Client:
    client = Client()
    client.force_login(make_user(account, role=role, name=f"A {role}"))
    return client


def judged(reader: Client, found: Conversation, verdict: str = "right_call", *, week: str = "", **form: str) -> Any:
    query = f"?week={week}" if week else ""
    return reader.post(f"/shop/review/{found.pk}/judge/{query}", {"verdict": verdict, **form})


def unresolved(account: Account, number: int, **fields: Any) -> Conversation:
    """The higher the number, the older it is."""
    status = fields.pop("status", Status.NOT_RESOLVED if number % 2 else Status.CLOSED)
    return make_conversation(account, at=NOW - number * DAY, text=f"question {number}", status=status, **fields)
