"""The real dialogues (see tests/data/agent_dialogues.LICENSE.txt) become exactly what they are known to be."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from conversations.models import Conversation
from tests.make_account import make_account

DATA = Path(__file__).parents[1] / "data"


def stated(conversation: Conversation, fact: dict[str, Any]) -> dict[str, Any]:
    return {
        "conversation": conversation.key,
        "channel": conversation.channel,
        "messages": conversation.messages,
        "first_question": conversation.first_question,
        "profile": (conversation.profile and conversation.profile.shown_name) or None,
        "status": conversation.status,
        "last_sender": conversation.last_sender,
        "ended_by_shopper": fact["ended_by_shopper"],
    }


@pytest.mark.django_db
def test_the_real_dialogues_are_imported_to_exactly_what_is_expected_of_them() -> None:
    expected = json.loads((DATA / "agent_dialogues.expected.json").read_text())
    account = make_account(slug="real")

    call_command("import_events", str(DATA / "agent_dialogues.events.jsonl"), account="real", quiet=True)

    conversations = {row.key: row for row in account.conversations.select_related("profile")}
    assert [stated(conversations[fact["conversation"]], fact) for fact in expected["facts"]] == expected["facts"]
    assert len(conversations) == expected["conversations"]
    assert sum(row.messages for row in conversations.values()) == expected["messages"]
    by_status = dict.fromkeys(expected["by_status"], 0)
    for row in conversations.values():
        by_status[str(row.status)] += 1
    assert by_status == expected["by_status"]
    ended = {fact["conversation"] for fact in expected["facts"] if fact["ended_by_shopper"]}
    assert {row.key for row in conversations.values() if row.endings.exists()} == ended
