"""`manage.py create_account SLUG --name … --timezone … --currency … [--admin EMAIL]`"""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from conversations.accounts import open_account
from conversations.models import Account, User


class Command(BaseCommand):
    help = "Open an account (one shop). Its admin signs in with their email; make one first with createsuperuser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="its address: lower case letters, digits and hyphens")
        parser.add_argument("--name", required=True)
        parser.add_argument("--timezone", required=True, help="such as Europe/Stockholm")
        parser.add_argument("--currency", required=True, help="such as SEK")
        parser.add_argument("--admin", metavar="EMAIL", help="who becomes its first admin")

    def handle(self, *args: Any, **options: Any) -> None:
        shop = {name: options[name] for name in ("slug", "name", "timezone", "currency")}
        try:
            account = open_account(Account(**shop), admin=self._admin(options["admin"]))
        except ValidationError as error:
            problems = (f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
            raise CommandError("\n".join(problems)) from error
        self.stdout.write(f"{account.name} is at /{account.slug}/")

    def _admin(self, email: str | None) -> User | None:
        if email is None:
            return None
        try:
            return User.objects.get_by_natural_key(email)
        except User.DoesNotExist as error:
            raise CommandError(f"Nobody has the email {email}.") from error
