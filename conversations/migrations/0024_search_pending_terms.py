from typing import Any

from django.db import migrations

KILOBYTES = 64  # the least there is


def keep_short(apps: Any, schema_editor: Any) -> None:
    """PostgreSQL keeps new terms in a list beside the index, which each look-up of each term reads: 4 MB by default."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER INDEX searchdocument_by_terms SET (gin_pending_list_limit = {KILOBYTES})")


def as_before(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER INDEX searchdocument_by_terms RESET (gin_pending_list_limit)")


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0023_intake_by_hour"),
    ]

    operations = [
        migrations.RunPython(keep_short, as_before),
    ]
