"""`manage.py import_events --account SLUG FILE…`"""

import sys
from argparse import ArgumentParser
from io import BufferedReader
from pathlib import Path
from typing import Any, cast

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from conversations.intake.importer import Source, import_lines
from conversations.intake.receive import Receipt
from conversations.models import Account


class Command(BaseCommand):
    help = (
        "Import events from files of JSON lines (plain or gzipped; - for standard input). "
        "Importing a file again adds nothing. Exit code 1 if any event was rejected."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--account", required=True, metavar="SLUG", help="the account the events belong to")
        parser.add_argument("--quiet", action="store_true", help="no progress bar")
        parser.add_argument("files", nargs="+", metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            account = Account.objects.get(slug=options["account"])
        except Account.DoesNotExist as error:
            raise CommandError(f"There is no account {options['account']!r}.", returncode=2) from error
        receipts = []
        for name in options["files"]:
            receipts.append(self._import(account, name, quiet=options["quiet"]))
            self._tell_rejected(name, receipts[-1])
        rejected = sum(receipt.rejected for receipt in receipts)
        accepted, duplicates = (sum(getattr(each, name) for each in receipts) for name in ("accepted", "duplicates"))
        self.stdout.write(f"{accepted:,} accepted, {duplicates:,} duplicates, {rejected:,} rejected")
        if rejected:
            sys.exit(1)

    def _import(self, account: Account, name: str, *, quiet: bool) -> Receipt:
        try:
            source = _standard_input() if name == "-" else Source.of(Path(name))
            with source.raw, tqdm(total=source.size, unit="B", unit_scale=True, desc=name, disable=quiet) as bar:
                return import_lines(account, source, progress=bar.update)
        except (OSError, EOFError) as error:
            raise CommandError(f"{name} cannot be read: {error}", returncode=2) from error

    def _tell_rejected(self, name: str, receipt: Receipt) -> None:
        for number, refusal in receipt.refusals:
            place = f" {refusal.pointer}" if refusal.pointer else ""
            self.stderr.write(f"{name}:{number}: {refusal.code}{place}: {refusal.detail}")
        if receipt.rejected > len(receipt.refusals):
            more = receipt.rejected - len(receipt.refusals)
            self.stderr.write(f"{name}: and {more:,} more; all are kept with their reasons")


def _standard_input() -> Source:
    return Source("standard input", cast("BufferedReader", sys.stdin.buffer), None)
