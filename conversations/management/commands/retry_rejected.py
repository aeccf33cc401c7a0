"""`manage.py retry_rejected --account SLUG [--code CODE]`"""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from conversations.intake.rejected import kinds, retry
from conversations.models import Account


class Command(BaseCommand):
    help = (
        "Send rejected events through the door again, all of them or those of one reason. "
        "Exit code 1 if any was rejected again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--account", required=True, metavar="SLUG", help="the account the events belong to")
        parser.add_argument("--code", metavar="CODE", help="only events rejected for this reason, such as conflict")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            account = Account.objects.get(slug=options["account"])
        except Account.DoesNotExist as error:
            raise CommandError(f"There is no account {options['account']!r}.", returncode=2) from error
        result = retry(account, self._rows(account, options["code"]), now=timezone.now())
        self.stdout.write(f"{result.taken:,} taken in, {result.refused:,} rejected again")
        if result.refused:
            sys.exit(1)

    def _rows(self, account: Account, code: str | None) -> Any:
        if code is None:
            return account.rejectedevents.all()
        known = [kind.code for kind in kinds(account)]
        if code not in known:
            raise CommandError(f"No event was rejected as {code!r}; there are: {', '.join(known) or 'none'}.")
        return account.rejectedevents.filter(code=code)
