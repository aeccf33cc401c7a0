"""Conversations: what was said, and what is derived from it."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from conversations.models.base import Fact, Row, one_of, sane_time
from conversations.models.people import Identity, Profile
from conversations.models.querysets import ConversationQuerySet, LastsLong, MessageQuerySet
from conversations.vocabulary import Channel, EndedBy, HandoffMethod, HandoffStage, Sender, Status
from conversations.wording import CHANNEL, ENDED_BY, HANDOFF_METHOD, HANDOFF_STAGE, SENDER, STATUS, choices

LISTED = ("channel", "status", "test", "messages")


class Label(Row):
    """S8: a topic. `folded` is the name without case; the name is spelt as it first was, at `named_at`."""

    name = models.CharField(_("name"), max_length=80)
    folded = models.CharField(max_length=240)
    named_at = models.DateTimeField()

    class Meta:
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        ordering = ["name"]
        constraints = [UniqueConstraint(fields=["account", "folded"], name="label_once")]

    def __str__(self) -> str:
        return self.name


TO_REVIEW = Q(status__in=[Status.NOT_RESOLVED, Status.CLOSED], reviewed=False, test=False)


class Conversation(Row):
    """One whole thread. Every column but `key` and `reviewed` is derived from facts by `record`, and by nothing else.

    It exists from the first event that names it, and is visible and counted from its first message on: until then
    `messages` is 0 and status, channel, day and times are empty. All times are UTC; `day` is the account's local
    day of `started_at` (T2).
    """

    key = models.CharField(_("id at the source"), max_length=200)

    # From messages (system notes left out).
    messages = models.PositiveIntegerField(_("messages"), default=0)
    channel = models.CharField(_("channel"), max_length=10, null=True, choices=choices(CHANNEL))
    test = models.BooleanField(_("test"), default=False)
    started_at = models.DateTimeField(_("started"), null=True)
    day = models.DateField(null=True)
    first_question = models.TextField(_("first question"), blank=True)
    first_question_id = models.BigIntegerField(null=True)
    first_question_at = models.DateTimeField(null=True)
    first_reply_at = models.DateTimeField(null=True)
    last_message_at = models.DateTimeField(_("last updated"), null=True)
    last_event_id = models.CharField(max_length=200, blank=True)
    last_sender = models.CharField(max_length=8, null=True, choices=choices(SENDER))
    last_word_sender = models.CharField(max_length=8, null=True, choices=choices(SENDER))
    identity = models.ForeignKey(Identity, models.RESTRICT, null=True, related_name="conversations")
    identity_rank = models.PositiveSmallIntegerField(default=0)
    profile = models.ForeignKey(Profile, models.RESTRICT, null=True, related_name="conversations", db_index=False)

    # From handoffs, endings, labels and ratings.
    offered_at = models.DateTimeField(null=True)
    handed_off_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    label = models.ForeignKey(
        Label, models.RESTRICT, null=True, related_name="conversations", verbose_name=_("label"), db_index=False
    )
    rating = models.PositiveSmallIntegerField(null=True)

    # S1–S6b: from all of the above, the account's rules and the clock.
    closes_at = models.DateTimeField(null=True)
    status = models.CharField(_("status"), max_length=12, null=True, choices=choices(STATUS))

    # From reviews: somebody's verdict stands. Kept here, so that the queue is an index and not a search.
    reviewed = models.BooleanField(_("reviewed"), default=False, db_default=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            UniqueConstraint(fields=["account", "key"], name="conversation_once"),
            one_of("channel", Channel),
            one_of("status", Status),
            one_of("last_sender", Sender),
            sane_time("started_at"),
            sane_time("last_message_at"),
            CheckConstraint(
                condition=Q(
                    messages=0,
                    status=None,
                    started_at=None,
                    last_message_at=None,
                    closes_at=None,
                    channel=None,
                    day=None,
                )
                | Q(
                    messages__gt=0,
                    status__isnull=False,
                    started_at__isnull=False,
                    last_message_at__isnull=False,
                    closes_at__isnull=False,
                    channel__isnull=False,
                    day__isnull=False,
                ),
                name="conversation_visible_whole",
            ),
            CheckConstraint(
                condition=Q(started_at=None) | Q(started_at__lte=models.F("last_message_at")),
                name="conversation_starts_before_it_ends",
            ),
            CheckConstraint(
                condition=Q(handed_off_at=None) | Q(status=None) | Q(status=Status.NOT_RESOLVED),
                name="conversation_handed_off_is_not_resolved",
            ),
            CheckConstraint(condition=Q(rating=None) | Q(rating__range=(1, 5)), name="conversation_rating_1_to_5"),
        ]
        indexes = [
            # What lists are filtered by is in the index, so that pages and counts read no row that they do not show.
            Index(
                fields=["account", "started_at", "id", "last_message_at", *LISTED, "label"],
                name="conversation_by_start",
            ),
            Index(
                fields=["account", "last_message_at", "id", "started_at", *LISTED, "label"],
                name="conversation_by_last",
            ),
            Index(
                fields=["account", "messages", "last_message_at", "id", "started_at", "channel", "status", "label"],
                name="conversation_by_messages",
                condition=Q(test=False),
            ),
            Index(fields=["label", "last_message_at", "id", "started_at", *LISTED], name="conversation_by_label"),
            Index(
                fields=["account", "started_at", "last_message_at", "id", *LISTED, "label"],
                condition=Q(LastsLong()),
                name="conversation_long",
            ),
            Index(fields=["profile", "started_at"], name="conversation_by_profile"),
            Index(fields=["account", "closes_at"], condition=Q(status=Status.OPEN), name="conversation_to_close"),
            Index(fields=["account", "started_at", "id"], condition=TO_REVIEW, name="conversation_to_review"),
        ]

    def __str__(self) -> str:
        return self.first_question[:80] or self.key


class Message(Fact):
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+", db_index=False)
    channel = models.CharField(_("channel"), max_length=10, choices=choices(CHANNEL))
    sender = models.CharField(_("sender"), max_length=8, choices=choices(SENDER))
    text = models.TextField(_("text"), blank=True)
    thanks = models.BooleanField(default=False)
    test = models.BooleanField(default=False)
    product_cards = models.JSONField(null=True)
    identity = models.ForeignKey(Identity, models.RESTRICT, null=True, related_name="+", db_index=False)

    objects = MessageQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [*Fact.Meta.constraints, one_of("channel", Channel), one_of("sender", Sender)]
        indexes = [
            Index(fields=["conversation", "occurred_at"], name="message_in_thread"),
            # Who said something last is asked again when a message is corrected, and all of it when a person is erased.
            Index(fields=["identity"], condition=Q(identity__isnull=False), name="message_by_identity"),
        ]


class Handoff(Fact):
    """S2: a step on the way to the team. `offered` alone is not a handoff."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="handoffs")
    stage = models.CharField(_("stage"), max_length=16, choices=choices(HANDOFF_STAGE))
    method = models.CharField(_("method"), max_length=20, choices=choices(HANDOFF_METHOD))
    reason = models.TextField(blank=True)
    ticket = models.CharField(max_length=200, blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("handoff")
        verbose_name_plural = _("handoffs")
        constraints = [*Fact.Meta.constraints, one_of("stage", HandoffStage), one_of("method", HandoffMethod)]


class Ending(Fact):
    """S1: somebody ended the conversation."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="endings")
    by = models.CharField(_("by"), max_length=8, choices=choices(ENDED_BY))

    class Meta(Fact.Meta):
        verbose_name = _("ending")
        verbose_name_plural = _("endings")
        constraints = [*Fact.Meta.constraints, one_of("by", EndedBy)]


class Labelling(Fact):
    """S8: a label was given; the latest one counts. `text` is the label as the event spelt it."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="labellings")
    label = models.ForeignKey(Label, models.RESTRICT, related_name="+")
    text = models.CharField(max_length=80)

    class Meta(Fact.Meta):
        verbose_name = _("labelling")
        verbose_name_plural = _("labellings")


class Rating(Fact):
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="ratings")
    score = models.PositiveSmallIntegerField(_("score"))
    comment = models.TextField(blank=True)

    class Meta(Fact.Meta):
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            *Fact.Meta.constraints,
            CheckConstraint(condition=Q(score__range=(1, 5)), name="rating_1_to_5"),
        ]
