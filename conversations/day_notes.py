"""Notes on days: everybody in the account reads them, analysts and admins write, change and delete them."""

from datetime import date, datetime

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


@holding_account
def delete_note(account: Account, pk: int) -> None:
    DayNote.objects.filter(account=account, pk=pk).delete()
    data_changed(account)
