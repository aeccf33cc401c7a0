"""`manage.py work`: the worker, beside the server."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from conversations.worker import work


class Command(BaseCommand):
    help = "Do what comes round by itself and what pages asked for, until interrupted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="once all that is due, then stop (for cron)")

    def handle(self, *args: Any, **options: Any) -> None:
        work(tell=self.stdout.write, once=options["once"])
