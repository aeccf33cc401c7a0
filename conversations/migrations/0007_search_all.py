from typing import Any

from django.db import migrations


def wait(apps: Any, schema_editor: Any) -> None:
    """Every conversation waits for its document; the worker makes them, and search reads the messages meanwhile."""
    schema_editor.execute(
        "INSERT INTO conversations_searchpending (conversation_id, account_id) "
        "SELECT id, account_id FROM conversations_conversation"
    )


class Migration(migrations.Migration):
    dependencies = [("conversations", "0006_search")]
    operations = [migrations.RunPython(wait, migrations.RunPython.noop)]
