"""Who may sign in: people are invited by an admin, nobody signs up alone. A second factor is each one's own choice."""

import base64
import secrets

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from conversations.members import person
from conversations.models import User
from conversations.sealing import seal, unseal


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


class SealedSecrets(DefaultMFAAdapter):
    """What codes are computed from is sealed: who holds a copy of the database alone can compute none."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Of what was sealed with a key that is gone, a secret that nobody has, so that no code fits it."""
        return unseal(encrypted_text) or base64.b32encode(secrets.token_bytes(20)).decode()
