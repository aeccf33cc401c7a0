"""The account in an address, and who may open its pages.

An account that somebody is no member of and one that does not exist are the same to them: not found.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from conversations.masking import Sight, sight_of
from conversations.members import memberships_of
from conversations.models import Account, Membership, User
from conversations.snapshot import snapshot
from conversations.vocabulary import Role

P = ParamSpec("P")

MAY_EXPORT = Role.ANALYST
MAY_REVIEW = Role.SUPPORT
LAST_ACCOUNT = "last_account"
"""The session's name for the account that somebody looked at last."""


class AccountRequest(HttpRequest):
    """A request within an account: `accounts` are those the person may switch to, `now` is the page's one clock.

    `role` is what they may do in this one, `sight` what they see of contact data.
    """

    account: Account
    accounts: list[Account]
    membership: Membership
    role: Role
    sight: Sight
    now: datetime
    closed_at: datetime | None
    """When silent conversations were closed last (S1)."""


def account_page(
    view: Callable[Concatenate[AccountRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Make `view` a page of the account whose slug stands in the address: read as of one moment, in its time zone."""
    return _page(view, anew=True)


def account_page_of_one(
    view: Callable[Concatenate[AccountRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """The same for a page on one thing: it asks for nothing by local days, so the account needs no second look (P8)."""
    return _page(view, anew=False)


def _page(
    view: Callable[Concatenate[AccountRequest, P], HttpResponseBase], *, anew: bool
) -> Callable[..., HttpResponseBase]:
    @require_safe
    @wraps(view)
    def page(request: HttpRequest, account: str, **kwargs: Any) -> HttpResponseBase:
        own = _within(request, account)
        if request.session.get(LAST_ACCOUNT) != account:
            request.session[LAST_ACCOUNT] = account
        with snapshot(own.account if anew else None), timezone.override(own.account.zone):
            return view(own, **kwargs)  # type: ignore[call-arg]  # what the address names

    return page


def account_action(
    view: Callable[Concatenate[AccountRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Make `view` what a form on an account's page is posted to."""

    @require_POST
    @wraps(view)
    def action(request: HttpRequest, account: str, **kwargs: Any) -> HttpResponseBase:
        own = _within(request, account)
        with timezone.override(own.account.zone):
            return view(own, **kwargs)  # type: ignore[call-arg]  # what the address names

    return action


def at_least(
    role: Role,
) -> Callable[
    [Callable[Concatenate[AccountRequest, P], HttpResponseBase]],
    Callable[Concatenate[AccountRequest, P], HttpResponseBase],
]:
    """Refuse members of a lower role; to be put below `account_page` or `account_action`."""

    def guard(
        view: Callable[Concatenate[AccountRequest, P], HttpResponseBase],
    ) -> Callable[Concatenate[AccountRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: AccountRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.role.reaches(role):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return guard


admins_only = at_least(Role.ADMIN)


def signed_in(request: HttpRequest) -> User:
    """The person: pages without one are answered before any view is called."""
    assert isinstance(request.user, User)
    return request.user


def _within(request: HttpRequest, slug: str) -> AccountRequest:
    own = cast(AccountRequest, request)
    memberships = memberships_of(signed_in(request))
    own.accounts, own.now = [membership.account for membership in memberships], timezone.now()
    for membership in memberships:
        if membership.account.slug == slug:
            own.account, own.membership, own.role = membership.account, membership, Role(membership.role)
            own.sight = sight_of(own.role)
            own.closed_at = membership.closed_at  # type: ignore[attr-defined]  # annotated
            return own
    raise Http404
