"""The list of conversations, as django-tables2 shows it with the house's template."""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tables2 import Column, Table
from django_tables2.data import TableListData

from conversations.blank import is_blank
from conversations.markup import escaped, fill, fill_each
from conversations.masking import MASKED, Sight
from conversations.models import Account, Conversation, Review
from conversations.models.querysets import ConversationQuerySet
from conversations.prepared import Prepared
from conversations.scope import Scope, Shape
from conversations.search import Quote, extract, is_seen, pieces
from conversations.sorting import TELLING, ordered
from conversations.templatetags.shell import LONGEST_QUESTION, moment, profile_name, status_badge, verdict_badge
from conversations.vocabulary import Sender
from conversations.wording import CHANNEL, NO_LABEL, SENDER

_WIDE = {"td": {"class": "wide"}}
_NUMBER = {"td": {"class": "num"}}


class InOrder(TableListData):
    """Rows that come in the order asked for (`sorting`)."""

    def order_by(self, aliases: object) -> None:
        """Nothing is left to do."""


class OneColumn(Column):
    """Each table has its own copy of every column; what columns are made of is never changed."""

    def __deepcopy__(self, _memo: object) -> Self:
        return copy(self)


class ConversationTable(Table):
    """One row a conversation, linked to its thread. `parameters` are those of the list, for the way back.

    Who says nothing of the reader's `sight` shows contact data to nobody.
    """

    first_question = OneColumn(verbose_name=_("First question"), attrs=_WIDE, empty_values=())
    profile = OneColumn(verbose_name=_("Profile"), empty_values=())
    channel = OneColumn(verbose_name=_("Channel"))
    status = OneColumn(verbose_name=_("Status"))
    label = OneColumn(verbose_name=_("Label"), empty_values=())
    messages = OneColumn(verbose_name=_("Messages"), attrs=_NUMBER)
    last_updated = OneColumn(verbose_name=_("Last updated"), attrs=_NUMBER, accessor="last_message_at")

    def __init__(
        self,
        rows: list[Conversation],
        *,
        slug: str,
        parameters: Mapping[str, list[str]],
        query: str = "",
        sight: Sight = MASKED,
        quoted: Mapping[int, Quote] | None = None,
        **options: Any,
    ) -> None:
        self._threads = reverse("conversations:list", args=[slug])
        self._parameters = f"?{urlencode(parameters, doseq=True)}" if parameters else ""
        self._query = query
        self._sight = sight
        self._quoted = quoted or {}
        super().__init__(InOrder(rows), **options)
        for name in () if sight.full else TELLING:
            self.columns[name].column.orderable = False

    def draw_first_question(self, record: Conversation) -> SafeString:
        question = self._sight.text(record.first_question.strip())
        if not is_seen(question, self._query):
            question = extract(question, self._query)
        elif len(question) > LONGEST_QUESTION:
            question = Truncator(question).chars(LONGEST_QUESTION)
        shown = gettext("No question") if is_blank(question) else marked(question, self._query)
        href = f"{self._threads}{record.pk}/{self._parameters}"
        test = fill(' <span class="pill plain">{}</span>', gettext("Test")) if record.test else ""
        quote = self._quoted.get(int(record.pk))
        badges = ((verdict_badge(review.verdict),) for review in getattr(record, "standing", ()))
        said = self._said(quote) if quote else ""
        beside = fill_each("{}", badges)
        return fill('<a href="{}" dir="auto">{}</a>{}{}{}', href, shown, test, beside, said)

    def _said(self, quote: Quote) -> SafeString:
        """The message with the hit below the one before it, each with who said it."""
        said = [(quote.before_sender, quote.before, ""), (quote.sender, quote.text, self._query)]
        lines = [
            (SENDER[Sender(sender)], marked(extract(self._sight.text(text), query), query))
            for sender, text, query in said
            if sender
        ]
        inner = fill_each('<span dir="auto"><b>{}:</b> {}</span>', lines)
        return fill('<span class="quote">{}</span>', inner)

    def draw_profile(self, record: Conversation) -> SafeString:
        return profile_name(record.profile, self._sight)

    def draw_channel(self, record: Conversation) -> str:
        return str(CHANNEL[record.channel])  # type: ignore[index]  # a visible conversation has one

    def draw_status(self, record: Conversation) -> SafeString:
        return status_badge(str(record.status))

    def draw_messages(self, record: Conversation) -> str:
        messages = record.messages
        return str(messages) if messages < 1000 else number_format(messages, force_grouping=True)

    def draw_label(self, record: Conversation) -> str | SafeString:
        return record.label.name if record.label else fill('<span class="muted">{}</span>', NO_LABEL)

    def draw_last_updated(self, record: Conversation) -> SafeString:
        return moment(record.last_message_at)


def rows_of(account: Account, ids: Sequence[int]) -> list[Conversation]:
    """The conversations with these ids, in their order, with all that a row shows."""
    found = by_id(account, ids)
    return _with_verdicts([found[pk] for pk in ids if pk in found])


def by_id(account: Account, ids: Sequence[int]) -> dict[int, Conversation]:
    """With what a row shows of each, verdicts aside."""
    return {row.pk: row for row in _ROWS.objects(len(ids), account.pk, *ids)} if ids else {}


def first_rows(scope: Scope, number: int) -> list[Conversation]:
    """The latest of a scope, with all that a row shows."""
    return _with_verdicts(_LATEST.objects((scope.shape, number), *scope.slots))


def _with_verdicts(rows: list[Conversation]) -> list[Conversation]:
    """They are asked for only where there are any."""
    prefetch_related_objects([row for row in rows if row.reviewed], _STANDING)
    return rows


def _rows(_number: int, account: int, *ids: int) -> ConversationQuerySet:
    return _with_cells(Conversation.objects.by_id(account, ids))


def _latest(shape: tuple[Shape, int], account: int, start: datetime, end: datetime) -> ConversationQuerySet:
    asked, number = shape
    latest = ordered(asked.scope(account, start, end).conversations(), "-last_updated").values("pk")[:number]
    return _with_cells(ordered(Conversation.objects.by_id(account, latest), "-last_updated"))


def _with_cells(rows: ConversationQuerySet) -> ConversationQuerySet:
    """With the columns that rows show alone: half of a row's time went into the others."""
    return rows.select_related("profile", "label").only(*_OWN, *_OF_PROFILE, "label__name")


_OWN = ("first_question", "channel", "status", "messages", "last_message_at", "test", "reviewed")
_OF_PROFILE = ("profile__name", "profile__email", "profile__phone")
_STANDING = Prefetch("reviews", Review.objects.current(), to_attr="standing")
_LATEST, _ROWS = Prepared(_latest), Prepared(_rows)


def marked(text: str, query: str) -> SafeString:
    """`text` with what was searched for marked in it."""
    if not query:
        return SafeString(escaped(text))
    parts = [(fill("<mark>{}</mark>", piece) if hit else piece,) for piece, hit in pieces(text, query)]
    return fill_each("{}", parts)
