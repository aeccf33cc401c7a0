"""Saved views of the list of conversations: kept, changed, put in order and thrown away.

A view belongs to who saved it. Others see it while it is shared; analysts and admins may share, and an admin may change
or take away what others share. Everybody chooses for themselves which view the list opens with.
"""

from django.http import QueryDict

from conversations.masking import names_contact, sight_of
from conversations.models import Account, Membership, SavedView
from conversations.models.saved_views import SavedViewQuerySet
from conversations.prepared import Prepared
from conversations.record import holding_account
from conversations.vocabulary import Role

MAY_SHARE = Role.ANALYST


def views_of(membership: Membership) -> list[SavedView]:
    """What the member sees: their own views in their order, then those that others share.

    Who sees contact data masked sees it in no name that others gave, and no view that searches for it: it stands in its
    address, and the list would refuse them.
    """
    views: list[SavedView] = _VIEWS.objects((), membership.account_id, membership.user_id)
    sight = sight_of(Role(membership.role))
    if sight.full:
        return views
    views = [view for view in views if not names_contact(QueryDict(view.query).get("q", ""))]
    for view in views:
        view.name = view.name if view.owner_id == membership.user_id else sight.text(view.name)
    return views


def _views(_shape: object, account: int, user: int) -> SavedViewQuerySet:
    return SavedView.objects.filter(account=account).seen_by(user)


_VIEWS = Prepared(_views)


def may_change(view: SavedView, membership: Membership) -> bool:
    return view.owner_id == membership.user_id or (view.shared and membership.role == Role.ADMIN)


def is_taken(name: str, owner_id: int, account: Account, *, beside: SavedView | None = None) -> bool:
    """Whether this person has a view of that name already, `beside` the one that is being changed."""
    named = account.savedviews.filter(owner=owner_id, name=name)
    return (named.exclude(pk=beside.pk) if beside else named).exists()


@holding_account
def keep(account: Account, membership: Membership, *, name: str, query: str, shared: bool) -> SavedView:
    """A new view, after those the member has."""
    place = account.savedviews.filter(owner=membership.user_id).count()
    return SavedView.objects.create(
        account=account, owner_id=membership.user_id, name=name, query=query, shared=shared, position=place
    )


@holding_account
def change(account: Account, /, view: SavedView, **columns: str | bool) -> None:
    SavedView.objects.filter(account=account, pk=view.pk).update(**columns)


@holding_account
def move_up(account: Account, view: SavedView) -> None:
    """One place nearer to the front of its owner's views; the first one stays."""
    rows = list(account.savedviews.filter(owner=view.owner_id).order_by("position", "name", "pk"))
    place = rows.index(view)
    if place:
        rows[place - 1], rows[place] = rows[place], rows[place - 1]
    for position, row in enumerate(rows):
        row.position = position
    SavedView.objects.bulk_update(rows, ["position"])


@holding_account
def throw_away(account: Account, view: SavedView) -> None:
    """Lists that opened with it open as they did before anybody saved a view."""
    SavedView.objects.filter(account=account, pk=view.pk).delete()


def open_with(membership: Membership, view: SavedView | None) -> None:
    """Choose what the member's list opens with; None is all conversations."""
    membership.default_view = view
    membership.save(update_fields=["default_view"])
