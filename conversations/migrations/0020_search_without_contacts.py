from typing import Any

from django.db import migrations, models

TABLE = "conversations_searchdocument"


def make_again(apps: Any, schema_editor: Any) -> None:
    """Documents so far keep contact data among the other texts: all of them are made again, by the worker."""
    schema_editor.execute(
        "INSERT INTO conversations_searchpending (conversation_id, account_id) "
        "SELECT conversation_id, account_id FROM conversations_searchdocument"
    )
    schema_editor.execute("DELETE FROM conversations_searchdocument")


def column(name: str, words: str) -> migrations.SeparateDatabaseAndState:
    """By hand: Django would make SQLite's table anew, which drops the triggers that keep its full-text table."""
    field = models.TextField(blank=True, db_default="", verbose_name=words)
    return migrations.SeparateDatabaseAndState(
        [
            migrations.RunSQL(
                f"ALTER TABLE {TABLE} ADD COLUMN {name} text NOT NULL DEFAULT ''",
                f"ALTER TABLE {TABLE} DROP COLUMN {name}",
            )
        ],
        [migrations.AddField(model_name="searchdocument", name=name, field=field)],
    )


class Migration(migrations.Migration):
    dependencies = [("conversations", "0019_every_order_has_a_day")]

    operations = [
        column("contacts", "text with contact data"),
        column("around", "text around contact data"),
        migrations.RunPython(make_again, make_again),
    ]
