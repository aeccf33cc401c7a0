"""What a list is narrowed by beside the scope of the numbers: who it is, what came of it, how long it is.

No profile, order or handoffs means any. The words are those of the addresses.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from conversations.models import Account, Credit, Handoff
from conversations.vocabulary import HandoffSeen, HandoffStage, HasOrder, ProfileKind

MOST_MESSAGES = 1_000_000


@dataclass(frozen=True, slots=True)
class Details:
    profile: ProfileKind | None = None
    credited: HasOrder | None = None
    handoffs: tuple[HandoffSeen, ...] = ()
    min_messages: int | None = None
    max_messages: int | None = None

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return self != Details()

    def filters(self, account: Account, prefix: str = "") -> Q:
        """What is asked of a conversation; `prefix` is the way to it from another table."""
        asked = Q()
        if self.profile:
            known = _shown(f"{prefix}profile")
            asked &= known if self.profile is ProfileKind.IDENTIFIED else ~known
        if self.credited:
            credited = Q(Exists(Credit.objects.filter(account=account, conversation=OuterRef(f"{prefix}pk"))))
            asked &= credited if self.credited is HasOrder.YES else ~credited
        if self.handoffs:
            asked &= self._handed(account, OuterRef(f"{prefix}pk"))
        if self.min_messages is not None:
            asked &= Q((f"{prefix}messages__gte", self.min_messages))
        if self.max_messages is not None:
            asked &= Q((f"{prefix}messages__lte", self.max_messages))
        return asked

    def parameters(self) -> Mapping[str, list[str]]:
        one = {"profile": self.profile, "credited": self.credited, "min": self.min_messages, "max": self.max_messages}
        return {name: [str(value)] for name, value in one.items() if value is not None} | (
            {"handoff": [stage.value for stage in self.handoffs]} if self.handoffs else {}
        )

    def _handed(self, account: Account, conversation: OuterRef) -> Q:
        steps = Handoff.objects.filter(account=account, conversation=conversation)
        asked = Q()
        if HandoffSeen.NONE in self.handoffs:
            asked |= ~Q(Exists(steps.filter(stage__in=_STAGES.values())))
        stages = [_STAGES[stage] for stage in self.handoffs if stage in _STAGES]
        return asked | Q(Exists(steps.filter(stage__in=stages))) if stages else asked


_STAGES = {
    HandoffSeen.OFFERED: HandoffStage.OFFERED,
    HandoffSeen.ACCEPTED: HandoffStage.ACCEPTED,
    HandoffSeen.MESSAGE_SHOWN: HandoffStage.MESSAGE_SHOWN,
}


def _shown(profile: str) -> Q:
    return Q((f"{profile}__isnull", False)) & (
        Q((f"{profile}__name__gt", "")) | Q((f"{profile}__email__gt", "")) | Q((f"{profile}__phone__gt", ""))
    )
