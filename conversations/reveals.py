"""Contact data shown to somebody who sees it masked: for one shopper, for a while, for a reason that is kept."""

from datetime import datetime, timedelta

from django.db.models import Q

from conversations.models import Account, Conversation, Reveal, User

REVEALED_FOR = timedelta(minutes=15)
LONGEST_REASON = 200


def reveal(conversation: Conversation, user: User, *, account: Account, reason: str, now: datetime) -> Reveal:
    return Reveal.objects.create(
        account=account,
        user=user,
        who=user.email,
        conversation_id=conversation.pk,
        profile_id=conversation.profile_id,
        reason=reason,
        revealed_at=now,
    )


def is_revealed(
    account: Account, user: User, *, conversation: int | None = None, profile: int | None = None, now: datetime
) -> bool:
    """Whether this person asked for the contact data of this shopper less than 15 minutes ago.

    What was asked on one conversation shows on all pages of its profile.
    """
    about = Q()
    if conversation is not None:
        about |= Q(conversation_id=conversation)
    if profile is not None:
        about |= Q(profile_id=profile)
    recent = Reveal.objects.filter(account=account, user=user, revealed_at__gt=now - REVEALED_FOR)
    return recent.filter(about).exists()
