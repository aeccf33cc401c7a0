from typing import Any

import django.db.models.deletion
from django.db import migrations, models

import conversations.models.search


def index_terms(apps: Any, schema_editor: Any) -> None:
    """PostgreSQL indexes the array; SQLite has a full-text table of the same numbers, which triggers keep."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CREATE INDEX searchdocument_by_terms ON conversations_searchdocument USING gin (terms)")
        return
    schema_editor.execute(
        "CREATE VIRTUAL TABLE conversations_searchterms "
        "USING fts5(terms, content='', tokenize='ascii', detail=none, columnsize=0)"
    )
    add = "INSERT INTO conversations_searchterms (rowid, terms) VALUES (new.conversation_id, new.terms);"
    drop = (
        "INSERT INTO conversations_searchterms (conversations_searchterms, rowid, terms) "
        "VALUES ('delete', old.conversation_id, old.terms);"
    )
    for event, does in {"INSERT": add, "DELETE": drop, "UPDATE": f"{drop} {add}"}.items():
        schema_editor.execute(
            f"CREATE TRIGGER searchterms_after_{event.lower()} "
            f"AFTER {event} ON conversations_searchdocument BEGIN {does} END"
        )


def drop_terms(apps: Any, schema_editor: Any) -> None:
    """The index and the triggers go with the documents' table."""
    if schema_editor.connection.vendor == "sqlite":
        for event in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER searchterms_after_{event}")
        schema_editor.execute("DROP TABLE conversations_searchterms")


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0005_exports"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="document",
                        serialize=False,
                        to="conversations.conversation",
                    ),
                ),
                ("started_at", models.DateTimeField(null=True, verbose_name="started")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                ("text", models.TextField(blank=True, verbose_name="text")),
                ("terms", conversations.models.search.TermsField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="documents",
                        to="conversations.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "search document",
                "verbose_name_plural": "search documents",
                "indexes": [
                    models.Index(fields=["account", "started_at", "conversation"], name="searchdocument_by_start")
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchPending",
            fields=[
                (
                    "conversation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="pending",
                        serialize=False,
                        to="conversations.conversation",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pending_documents",
                        to="conversations.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "conversation not indexed yet",
                "verbose_name_plural": "conversations not indexed yet",
                "indexes": [models.Index(fields=["account", "conversation"], name="searchpending_of_account")],
            },
        ),
        migrations.CreateModel(
            name="SearchToken",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=64, verbose_name="token")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tokens",
                        to="conversations.account",
                    ),
                ),
            ],
            options={
                "verbose_name": "search token",
                "verbose_name_plural": "search tokens",
                "constraints": [models.UniqueConstraint(fields=("account", "token"), name="searchtoken_once")],
            },
        ),
        migrations.RunPython(index_terms, drop_terms),
    ]
