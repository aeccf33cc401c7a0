"""What people think of how conversations ended. A verdict never changes a status."""

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from conversations.models.base import Row, one_of
from conversations.models.thread import Conversation
from conversations.vocabulary import Cause, ReviewKind, Status, Verdict
from conversations.wording import CAUSE, REVIEW_KIND, STATUS, VERDICT, choices

LONGEST_NOTE = 2000


class ReviewQuerySet(models.QuerySet["Review"]):
    def current(self) -> "ReviewQuerySet":
        """Those that stand: neither changed nor taken back since."""
        return self.filter(replaced_at=None)


class Review(Row):
    """A verdict on a conversation under the `status` that it had then. Changing it adds another and keeps this one.

    `week` is the ISO week of the sample (2026-W23) in which it was read; empty in the queue.
    """

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="reviews", db_index=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("reviewer")
    )
    kind = models.CharField(_("kind"), max_length=8, choices=choices(REVIEW_KIND))
    week = models.CharField(_("week"), max_length=8, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=choices(STATUS))
    verdict = models.CharField(_("verdict"), max_length=24, choices=choices(VERDICT))
    cause = models.CharField(_("cause"), max_length=20, blank=True, choices=choices(CAUSE))
    note = models.TextField(_("note"), blank=True, max_length=LONGEST_NOTE)
    at = models.DateTimeField(_("read"))
    replaced_at = models.DateTimeField(_("replaced"), null=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        constraints = [
            UniqueConstraint(fields=["conversation"], condition=Q(replaced_at=None), name="review_current_once"),
            one_of("kind", ReviewKind),
            one_of("status", Status),
            one_of("verdict", Verdict),
            CheckConstraint(condition=Q(cause="") | Q(cause__in=[str(cause) for cause in Cause]), name="review_cause"),
        ]
        indexes = [
            Index(fields=["conversation", "at"], name="review_of_conversation"),
            Index(fields=["account", "at"], name="review_by_time"),
            Index(fields=["account", "week"], condition=~Q(week=""), name="review_by_week"),
        ]

    def __str__(self) -> str:
        return f"{VERDICT[Verdict(self.verdict)]}"
