"""Shoppers: who they are (profiles) and what each event said about them (identities)."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from conversations.models.base import Row, account_key
from conversations.wording import ANONYMOUS

PROFILE_KINDS = ("id", "email", "phone", "visitor")


class Profile(Row):
    """A shopper, or an anonymous visitor, known by `kind` and `value`. Derived from identities (A5, S7)."""

    kind = models.CharField(max_length=8)
    value = models.CharField(max_length=320)
    name = models.CharField(_("name"), max_length=200, blank=True)
    email = models.CharField(_("email"), max_length=320, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        constraints = [
            UniqueConstraint(fields=["account", "kind", "value"], name="profile_once"),
            CheckConstraint(condition=Q(kind__in=PROFILE_KINDS), name="profile_kind_known"),
        ]

    def __str__(self) -> str:
        return self.shown_name or str(ANONYMOUS)

    @property
    def shown_name(self) -> str:
        """S7: name, else email, else phone, else nothing (the page then says Anonymous)."""
        return self.name or self.email or self.phone


class Reveal(Row):
    """Somebody whose role sees contact data masked looked at a shopper's, and said why. Kept, and changed by nobody.

    `conversation_id` and `profile_id` are ids as they were: what they name may have been merged or erased since.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="reveals")
    who = models.CharField(_("person"), max_length=254)
    conversation_id = models.BigIntegerField(_("conversation"))
    profile_id = models.BigIntegerField(_("profile"), null=True)
    reason = models.CharField(_("reason"), max_length=200)
    revealed_at = models.DateTimeField(_("revealed"))

    class Meta:
        verbose_name = _("reveal")
        verbose_name_plural = _("reveals")
        indexes = [Index(fields=["account", "revealed_at"], name="reveal_by_time")]
        constraints = [CheckConstraint(condition=~Q(reason=""), name="reveal_says_why")]

    def __str__(self) -> str:
        return f"{self.who}: {self.reason}"


class Identity(Row):
    """A fact: some event said that this id, visitor, email and phone are one shopper, last at `last_at` (UTC)."""

    account = account_key("identities")
    digest = models.BinaryField(max_length=16)
    external_id = models.CharField(max_length=200, blank=True)
    visitor = models.CharField(max_length=200, blank=True)
    email_key = models.CharField(max_length=320, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=320, blank=True)
    last_at = models.DateTimeField()
    profile = models.ForeignKey(Profile, models.RESTRICT, related_name="identities")

    class Meta:
        verbose_name = _("identity")
        verbose_name_plural = _("identities")
        constraints = [
            UniqueConstraint(fields=["account", "digest"], name="identity_once"),
            CheckConstraint(
                condition=~Q(external_id="", visitor="", email_key="", phone=""), name="identity_names_someone"
            ),
        ]
        indexes = [
            Index(fields=["account", "visitor"], condition=~Q(visitor=""), name="identity_by_visitor"),
            Index(fields=["account", "email_key"], condition=~Q(email_key=""), name="identity_by_email"),
            Index(fields=["account", "phone"], condition=~Q(phone=""), name="identity_by_phone"),
        ]

    def __str__(self) -> str:
        return self.external_id or self.email or self.phone or self.visitor
