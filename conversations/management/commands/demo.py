"""`manage.py demo`: a shop to look at, with three months behind it, served on this machine."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from conversations.demo import Shop, shops, story
from conversations.demo.recording import make_visitor, open_shop, record_story
from conversations.serving import serve

EMAIL = "demo@example.com"
PASSWORD = "look-around"  # noqa: S105  (the demo listens on this machine only)


class Command(BaseCommand):
    help = "Fill two shops with three months of conversations that end now, and serve them with their worker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--fresh", action="store_true", help="tell the shops' story again, up to now")
        parser.add_argument("--no-server", action="store_true", help="only make the data")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("createcachetable", verbosity=0)
        now = timezone.now()
        visitor = make_visitor(EMAIL, PASSWORD)
        for shop in shops():
            account, told = open_shop(shop, visitor, fresh=options["fresh"])
            if not told:
                self._tell(account, shop, now=now)
        if not options["no_server"]:
            self._serve(options["host"], options["port"])

    def _tell(self, account: Any, shop: Shop, *, now: datetime) -> None:
        events = list(story(shop, now=now))
        with tqdm(total=len(events), desc=shop.name, unit=" events") as bar:
            record_story(account, events, now=now, progress=bar.update)

    def _serve(self, host: str, port: int) -> None:
        self.stdout.write(
            f"\n  Agentdash   http://{host}:{port}/\n  sign in     {EMAIL}\n  password    {PASSWORD}\n\n"
            "  Stop with Ctrl-C. `./run demo --fresh` tells the story again, up to that moment.\n"
        )
        self.stdout.flush()
        raise SystemExit(serve(host, port))
