"""`manage.py serve`: the server and its worker, for one machine."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from conversations.serving import serve


class Command(BaseCommand):
    help = "Serve the dashboard and run its worker, until interrupted. Collect static files first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=1, help="server processes; one a core")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"http://{options['host']}:{options['port']}/")
        self.stdout.flush()
        raise SystemExit(serve(options["host"], options["port"], workers=options["workers"]))
