"""Who asks, and which accounts they are a member of: read in one query at the start of every request."""

from django.db.models import QuerySet, Subquery

from conversations.models import Heartbeat, Membership, User
from conversations.prepared import Prepared
from conversations.worker import CLOSING

_READ = "_memberships"


def person(pk: int) -> User | None:
    """Somebody with the memberships that `memberships_of` is asked for next; None for somebody without any."""
    found = _read(pk)
    if not found:
        return None
    user: User = found[0].user
    setattr(user, _READ, found)
    return user


def memberships_of(user: User) -> list[Membership]:
    """By the names of the accounts. Each says when silent conversations were closed last, as `closed_at` (S1)."""
    found: list[Membership] | None = getattr(user, _READ, None)
    return _read(user.pk) if found is None else found


def _read(pk: int) -> list[Membership]:
    return _MEMBERSHIPS.objects((), pk)


def _build(_shape: object, user: int) -> "QuerySet[Membership]":
    closing = Heartbeat.objects.filter(job=CLOSING).values("last_at")
    rows = Membership.objects.filter(user=user).select_related("account", "user")
    return rows.annotate(closed_at=Subquery(closing)).order_by("account__name")


_MEMBERSHIPS = Prepared(_build)
