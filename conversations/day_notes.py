"""Notes on days: everybody in the account reads them, analysts and admins write, change and delete them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from conversations.models import Account, DayNote, User
from conversations.periods import Period
from conversations.prepared import Prepared
from conversations.record import data_changed, holding_account
from conversations.vocabulary import Role

MAY_NOTE = Role.ANALYST


def notes_in(account: Account, period: Period) -> list[DayNote]:
    """By day, those of one day in the order in which they were written."""
    return _NOTES.objects((), account.pk, period.first, period.last)


def _notes(_shape: object, account: int, first: date, last: date) -> "QuerySet[DayNote]":
    rows = DayNote.objects.filter(account=account, day__gte=first, day__lte=last)
    return rows.select_related("author").order_by("day", "written_at", "pk")


_NOTES = Prepared(_notes)


@holding_account
def note(account: Account, author: User, *, day: date, text: str, now: datetime) -> DayNote:
    written = DayNote.objects.create(account=account, author=author, day=day, text=text, written_at=now)
    data_changed(account)
    return written


@holding_account
def change_note(account: Account, pk: int, *, day: date, text: str) -> None:
    """It stays its author's."""
    DayNote.objects.filter(account=account, pk=pk).update(day=day, text=text)
    data_changed(account)


def as_it_is(note: DayNote) -> dict[str, str | int | None]:
    """All of a note, to write it again by `restore_note` after it was deleted."""
    plain = {"day": note.day.isoformat(), "text": note.text, "written_at": note.written_at.isoformat()}
    return {"pk": int(note.pk), "author": note.author_id, **plain}


@holding_account
def restore_note(account: Account, kept: Mapping[str, Any]) -> None:
    """It is its author's, and as old as it was. A second time does nothing."""
    author = User.objects.filter(pk=kept["author"]).first()
    day, written_at = date.fromisoformat(kept["day"]), datetime.fromisoformat(kept["written_at"])
    values = {"day": day, "text": kept["text"], "author": author, "written_at": written_at}
    DayNote.objects.get_or_create(account=account, pk=kept["pk"], defaults=values)
    data_changed(account)


@holding_account
def delete_note(account: Account, pk: int) -> None:
    DayNote.objects.filter(account=account, pk=pk).delete()
    data_changed(account)
