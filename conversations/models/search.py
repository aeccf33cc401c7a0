"""What search reads beside the facts: derived, made by the worker, thrown away by whatever changes a conversation.

A conversation either has its `SearchDocument` or waits for it as `SearchPending`; never both, and never neither.
`SearchToken` numbers the words of an account, so that a part of a word is looked for among words, not among texts.
"""

from typing import Any

from django.db import models
from django.db.models import Index, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from conversations.models.base import account_key
from conversations.models.thread import Conversation

LONGEST_TOKEN = 64


class TermsField(models.Field):  # type: ignore[type-arg]  # its values are lists, written in bulk only
    """Whole numbers that are looked for one by one: an array on PostgreSQL, on SQLite words of a full-text table."""

    def db_type(self, connection: Any) -> str:
        return "bigint[]" if connection.vendor == "postgresql" else "text"


class SearchDocument(models.Model):
    """All that can be found of one conversation.

    Its texts are normalised (`search.folding`), a line for each name, address and message. `text` has the lines without
    contact data (`masking`), `contacts` those with some, `around` what is left of these when it is cut out. `phone` is
    the profile's, its digits alone; `terms` are the numbers of all tokens in the month it started in (`search.terms`).
    """

    conversation = models.OneToOneField(Conversation, models.CASCADE, primary_key=True, related_name="document")
    account = account_key("documents")
    started_at = models.DateTimeField(_("started"), null=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    text = models.TextField(_("text"), blank=True)
    contacts = models.TextField(_("text with contact data"), blank=True, db_default="")
    around = models.TextField(_("text around contact data"), blank=True, db_default="")
    terms = TermsField()

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        indexes = [Index(fields=["account", "started_at", "conversation"], name="searchdocument_by_start")]

    def __str__(self) -> str:
        return str(self.pk)


class SearchPending(models.Model):
    """A conversation that changed since its document was made, or has none yet: search reads the messages instead."""

    conversation = models.OneToOneField(Conversation, models.CASCADE, primary_key=True, related_name="pending")
    account = account_key("pending_documents")

    class Meta:
        verbose_name = _("conversation not indexed yet")
        verbose_name_plural = _("conversations not indexed yet")
        indexes = [Index(fields=["account", "conversation"], name="searchpending_of_account")]

    def __str__(self) -> str:
        return str(self.pk)


class SearchToken(models.Model):
    """A run of letters, a number's three digits, or a sign, in some document of the account.

    The id is the database's own, for it must be small: `search.terms` puts a month beside it in 64 bits.
    """

    id = models.BigAutoField(primary_key=True)
    account = account_key("tokens")
    token = models.CharField(_("token"), max_length=LONGEST_TOKEN)

    class Meta:
        verbose_name = _("search token")
        verbose_name_plural = _("search tokens")
        constraints = [UniqueConstraint(fields=["account", "token"], name="searchtoken_once")]

    def __str__(self) -> str:
        return self.token
