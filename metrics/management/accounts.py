"""Which accounts a command is about: one by its slug, or all of them."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from conversations.models import Account


def add_account_argument(parser: ArgumentParser) -> None:
    parser.add_argument("--account", metavar="SLUG", help="only this account; else all of them")


def chosen_accounts(slug: str | None) -> list[Account]:
    accounts = list(Account.objects.filter(slug=slug) if slug else Account.objects.order_by("slug"))
    if slug and not accounts:
        raise CommandError(f"There is no account {slug!r}.", returncode=2)
    return accounts
