"""Conversations and what was said in them; only how a label is spelt can be changed here."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.db.models.functions import Left
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conversations.admin.base import Admin, FactAdmin, Names, ReadOnlyAdmin, page_link, row_links
from conversations.admin.choosing import ScoreFilter
from conversations.models import (
    Account,
    Conversation,
    Credit,
    Ending,
    Handoff,
    Label,
    Labelling,
    Message,
    Rating,
    Touch,
)
from conversations.models.base import EARLIEST
from conversations.record import holding_account
from conversations.record.shelves import fold_label

EXCERPT = 100
"""Characters of a text in a list; the rest of it is not even read."""


class FactInThreadAdmin(FactAdmin):
    """Facts of a conversation, named by what its source calls it."""

    list_select_related: ClassVar[Names] = ("account", "conversation")
    search_fields: ClassVar[Names] = ("event_id__exact", "conversation__key__exact")
    search_help_text = _("The whole id of the event or of its conversation.")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("conversation__first_question")

    @admin.display(description=_("conversation"))
    def thread(self, row: Any) -> str:
        return page_link(row.conversation, row.conversation.key)


@admin.register(Conversation)
class ConversationAdmin(ReadOnlyAdmin):
    list_display = (
        *("key", "account", "question", "profile", "channel", "status", "label"),
        *("messages", "last_message_at"),
    )
    list_filter = ("account", "status", "channel", "test")
    list_select_related = ("account", "profile", "label")
    search_fields = ("key__exact", "first_question__istartswith", "profile__email__iexact", "label__name__iexact")
    search_help_text = _("The whole id, email of the shopper or label, or the first words of the first question.")
    left_out = ("id", "first_question_id")
    further = (row_links(Message, Handoff, Ending, Labelling, Rating, Touch, Credit, by="conversation"),)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).annotate(excerpt=Left("first_question", EXCERPT)).defer("first_question")

    @admin.display(description=_("first question"))
    def question(self, row: Any) -> str:
        return str(row.excerpt)


@admin.register(Message)
class MessageAdmin(FactInThreadAdmin):
    list_display = ("event_id", "account", "thread", "channel", "sender", "excerpt", "occurred_at")
    list_filter = ("account", "channel", "sender", "test")
    search_fields = ("event_id__exact", "conversation__key__exact", "text__istartswith")
    search_help_text = _("The whole id of the event or of its conversation, or the first words of the text.")

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = super().get_queryset(request).defer("text", "product_cards", "meta")
        return rows.annotate(opening=Left("text", EXCERPT))

    @admin.display(description=_("text"))
    def excerpt(self, row: Any) -> str:
        return str(row.opening)


@admin.register(Handoff)
class HandoffAdmin(FactInThreadAdmin):
    list_display = ("event_id", "account", "thread", "stage", "method", "ticket", "occurred_at")
    list_filter = ("account", "stage", "method")
    search_fields = ("event_id__exact", "conversation__key__exact", "ticket__exact")
    search_help_text = _("The whole id of the event, of its conversation or of the ticket.")


@admin.register(Ending)
class EndingAdmin(FactInThreadAdmin):
    list_display = ("event_id", "account", "thread", "by", "occurred_at")
    list_filter = ("account", "by")


@admin.register(Labelling)
class LabellingAdmin(FactInThreadAdmin):
    list_display = ("event_id", "account", "thread", "label", "text", "occurred_at")
    list_select_related = ("account", "conversation", "label")
    search_fields = ("event_id__exact", "conversation__key__exact", "label__name__iexact")
    search_help_text = _("The whole id of the event or of its conversation, or the label.")


@admin.register(Rating)
class RatingAdmin(FactInThreadAdmin):
    list_display = ("event_id", "account", "thread", "score", "occurred_at")
    list_filter = ("account", ScoreFilter)


class LabelForm(forms.ModelForm):  # type: ignore[type-arg]
    def clean_name(self) -> str:
        """S8: labels are found by their name without case, by sources and by addresses: that must stay as it is."""
        name = str(self.cleaned_data["name"])
        if fold_label(name) != self.instance.folded:
            told = _("Only capitals can be changed: the sources call it “%(name)s”.")
            raise forms.ValidationError(told, params={"name": self.instance.folded})
        return name


@admin.register(Label)
class LabelAdmin(Admin):
    form = LabelForm
    fields = ("account", "name", "folded", "named_at", "see")
    readonly_fields = ("account", "folded", "named_at", "see")
    list_display = ("name", "account", "named_at")
    list_filter = ("account",)
    list_select_related = ("account",)
    search_fields = ("name__istartswith",)

    @admin.display(description=_("see"))
    def see(self, row: Label) -> str:
        return row_links(Conversation, Labelling, by="label")(row)

    def save_model(self, request: HttpRequest, obj: Label, form: Any, change: Any) -> None:
        spell(obj.account, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Label | None = None) -> bool:
        return False


@holding_account
def spell(account: Account, label: Label) -> None:
    """Keep the label's name as it was spelt by hand, which goes before every event that spells it (S8)."""
    Label.objects.filter(account=account, pk=label.pk).update(name=label.name, named_at=EARLIEST)
