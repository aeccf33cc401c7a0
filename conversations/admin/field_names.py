"""What the admin calls fields that their models leave unnamed: left to itself Django makes English of the attribute."""

from collections.abc import Iterable, Mapping

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conversations.vocabulary import Status
from conversations.wording import STATUS

NAMES: Mapping[str, Promise] = {
    "account": _("account"),
    "answered_at": _("team answered"),
    "asked_by": _("asked for by"),
    "by": _("by"),
    "bucket_at": _("allowance counted"),
    "bucket_left": _("allowance left"),
    "channel": _("channel"),
    "closes_at": _("closed by silence"),
    "comment": _("comment"),
    "connection": _("connection"),
    "conversation": _("conversation"),
    "created_at": _("created"),
    "created_by": _("created by"),
    "credited": _("credited orders"),
    "currency": _("currency"),
    "day": _("day"),
    "done_by": _("done by"),
    "email": _("email"),
    "email_key": _("email, as compared"),
    "ended_at": _("ended"),
    "event_id": _("event id"),
    "external_id": _("id at the shop"),
    "first_question_at": _("first question asked"),
    "first_question_id": _("message of the first question"),
    "first_reply_at": _("first reply"),
    "folded": _("name, as compared"),
    "gross_minor": _("credited total, in minor units"),
    "handed_off_at": _("handed off"),
    "identity": _("identity"),
    "identity_rank": _("strength of the identity"),
    "joined_at": _("joined"),
    "kind": _("kind"),
    "label": _("label"),
    "label_id": _("label"),
    "last_at": _("last named"),
    "last_event_id": _("last event"),
    "last_sender": _("last sender"),
    "last_word_sender": _("who had the last word"),
    "message_key": _("message id"),
    "meta": _("further details"),
    "n_closed": STATUS[Status.CLOSED],
    "n_not_resolved": STATUS[Status.NOT_RESOLVED],
    "n_open": STATUS[Status.OPEN],
    "n_resolved": STATUS[Status.RESOLVED],
    "name": _("name"),
    "named_at": _("first named"),
    "net_minor": _("of it net, in minor units"),
    "occurred_at": _("happened"),
    "offered_at": _("handoff offered"),
    "order": _("order"),
    "phone": _("phone"),
    "placed": _("orders placed"),
    "product": _("product"),
    "product_cards": _("product cards"),
    "profile": _("profile"),
    "rating": _("rating"),
    "reason": _("reason"),
    "received_at": _("received"),
    "status": _("status"),
    "test": _("test"),
    "tests": _("test orders"),
    "text": _("text"),
    "thanks": _("only thanks"),
    "ticket": _("ticket"),
    "total_minor": _("total, in minor units"),
    "touch": _("touch"),
    "unknown": _("orders without identity"),
    "user": _("person"),
    "value": _("value"),
    "version_at": _("version"),
    "visitor": _("visitor"),
    "window_hours": _("window in hours"),
    "window_start": _("window starts"),
}


def name_fields(models: Iterable[type[Model]]) -> None:
    """Names what was declared without a name. Migrations record what was declared, so they see no change."""
    for model in models:
        for field in model._meta.local_fields:
            if isinstance(field.verbose_name, str):
                field.verbose_name = NAMES.get(field.name, field.verbose_name)  # type: ignore[assignment]
