"""Who may sign in: people are invited by an admin; nobody signs up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from conversations.members import person
from conversations.models import User


class InvitedOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class ByEmail(AuthenticationBackend):
    """Who is signed in comes with their memberships, which the page asks for next."""

    def get_user(self, user_id: int) -> User | None:
        user = person(user_id)
        if user is None:
            found: User | None = super().get_user(user_id)  # nobody's member: superusers, mostly
            return found
        return user if self.user_can_authenticate(user) else None
