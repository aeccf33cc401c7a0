"""Accounts and the people who may see them."""

import zoneinfo
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from conversations.crediting import Settings, longest_window
from conversations.days import zone
from conversations.ids import new_id
from conversations.models.base import one_of
from conversations.money import exponent
from conversations.status import Rules
from conversations.vocabulary import ClosingThanks, Role, SilenceMeans
from conversations.wording import CLOSING_THANKS, ROLE, SILENCE_MEANS, choices

# An account's pages live at /<slug>/: these belong to the product itself.
RESERVED_SLUGS = frozenset(
    {"account", "accounts", "admin", "api", "assets", "definitions", "docs", "health", "healthz", "help", "hooks"}
    | {"i18n", "login", "logout", "media", "metrics", "profile", "settings", "static", "webhooks"}
)


def validate_slug_is_free(slug: str) -> None:
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("“%(slug)s” is an address of Agentdash itself. Choose another."), params={"slug": slug})


def validate_zone(name: str) -> None:
    try:
        zone(name)
    except ValueError as error:
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name}) from error


def validate_currency(code: str) -> None:
    try:
        exponent(code)
    except ValueError as error:
        raise ValidationError(_("“%(code)s” is not a currency."), params={"code": code}) from error


class Account(models.Model):
    """One shop: one IANA time zone, one currency (ISO 4217), its own people, keys, labels and data."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    slug = models.CharField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(r"\A[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\Z"), validate_slug_is_free],
    )
    name = models.CharField(_("name"), max_length=120)
    timezone = models.CharField(_("time zone"), max_length=64, validators=[validate_zone])
    currency = models.CharField(_("currency"), max_length=3, validators=[validate_currency])
    silence_hours = models.PositiveSmallIntegerField(
        _("hours of silence that close a conversation"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(24 * 30)],
    )
    silence_means = models.CharField(
        _("when the shopper falls silent after the agent's answer"),
        max_length=10,
        choices=choices(SILENCE_MEANS),
        default=SilenceMeans.RESOLVED,
    )
    closing_thanks = models.CharField(
        _("a shopper's closing thank-you"),
        max_length=10,
        choices=choices(CLOSING_THANKS),
        default=ClosingThanks.STRICT,
    )
    longest_window_hours = models.PositiveSmallIntegerField(
        _("longest window of attribution, in hours"),
        default=longest_window(Settings()) // timedelta(hours=1),
        editable=False,
        help_text=_("Follows from the attribution settings. A younger sale can still change (K6)."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    data_version = models.PositiveBigIntegerField(_("changes of the data"), default=0, editable=False)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["name"]
        constraints = [
            one_of("silence_means", SilenceMeans),
            one_of("closing_thanks", ClosingThanks),
            CheckConstraint(condition=Q(silence_hours__gte=1, silence_hours__lte=720), name="account_silence_sane"),
            CheckConstraint(condition=~Q(slug__in=sorted(RESERVED_SLUGS)), name="account_slug_not_reserved"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zone(self.timezone)

    @property
    def status_rules(self) -> Rules:
        """S1, S6 and S6b as this account set them."""
        return Rules(
            silence=timedelta(hours=self.silence_hours),
            silence_means=SilenceMeans(self.silence_means),
            closing_thanks=ClosingThanks(self.closing_thanks),
        )

    @property
    def longest_window(self) -> timedelta:
        """K6: a sale younger than this can still change."""
        return timedelta(hours=self.longest_window_hours)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in, known by their email address."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("email"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    theme = models.CharField(_("theme"), max_length=5, blank=True)
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["email"]
        constraints = [UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def accounts(self) -> models.QuerySet[Account]:
        """The accounts this person may see: those they are a member of, and no other, superuser or not."""
        return Account.objects.filter(memberships__user=self)


class Membership(models.Model):
    """A person's role in an account."""

    id = models.BigIntegerField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships", db_index=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=choices(ROLE), default=Role.VIEWER)
    default_view = models.ForeignKey(
        "conversations.SavedView",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("view that the list opens with"),
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [UniqueConstraint(fields=["account", "user"], name="membership_once"), one_of("role", Role)]

    def __str__(self) -> str:
        return f"{self.user} – {self.account}"
