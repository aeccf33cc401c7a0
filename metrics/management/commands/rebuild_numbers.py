"""`manage.py rebuild_numbers [--account SLUG]`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from conversations.record import rebuild
from metrics.management.accounts import add_account_argument, chosen_accounts


class Command(BaseCommand):
    help = (
        "Derive statuses, credits and the rollup anew from the events, each account at once or not at all. "
        "Readers see the old numbers until the new ones are whole; events of the account wait."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_account_argument(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        for account in chosen_accounts(options["account"]):
            rebuild(account, now=timezone.now())
            self.stdout.write(f"{account.slug}: rebuilt")
