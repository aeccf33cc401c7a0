"""`manage.py check_numbers [--account SLUG] [--repair]`"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from conversations.record import rebuild
from metrics.checks import check_numbers
from metrics.management.accounts import add_account_argument, chosen_accounts


class Command(BaseCommand):
    help = "Compare every number with the rows, the files and the facts that it comes from. Exit code 1 if any differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_account_argument(parser)
        parser.add_argument("--repair", action="store_true", help="rebuild what differs, and check again")

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = 0
        for account in chosen_accounts(options["account"]):
            now = timezone.now()
            found = check_numbers(account, now=now)
            if options["repair"] and any(finding.faults for finding in found):
                self.stdout.write(f"{account.slug}: rebuilding")
                rebuild(account, now=now)
                found = check_numbers(account, now=now)
            for finding in found:
                wrong += bool(finding.faults)
                self.stdout.write(f"{account.slug}: {finding.check}: {'WRONG' if finding.faults else 'right'}")
                for fault in finding.faults:
                    self.stdout.write(f"  {fault}")
        if wrong:
            sys.exit(1)
