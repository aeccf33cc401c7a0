"""Plays a scene to its end: the script, the shopper's further questions, and the ending that fate has chosen."""

from conversations.demo.dialogue import Draft
from conversations.demo.endings import SHORT, Ending, finish
from conversations.demo.scripts import Scene, asides
from conversations.demo.weights import weighted
from conversations.vocabulary import Channel

MOST_MESSAGES = 14
# Messages that an ending may still need.
RESERVED = {Ending.TICKET: 7, Ending.DECLINED: 4, Ending.MESSAGE: 2, Ending.UNHEEDED: 2}
CUT_SHARE = 0.7
# How many further questions a shopper asks, by weight.
FURTHER = {0: 56, 1: 26, 2: 12, 3: 6}
FEWER_BY_MAIL = 0.5


def play(draft: Draft, scene: Scene, ending: Ending) -> None:
    """Writes the whole dialogue into the draft: 2 to 14 messages, the first one the shopper's."""
    cut = ending in SHORT and draft.rng.random() < CUT_SHARE
    draft.play(scene.lines[:2] if cut else scene.lines)
    _ask_further(draft, scene.label, ending)
    finish(draft, ending)


def _ask_further(draft: Draft, label: str, ending: Ending) -> None:
    if draft.cast.channel is Channel.EMAIL and draft.rng.random() < FEWER_BY_MAIL:
        return
    trade, language = draft.cast.trade, draft.cast.person.language
    fitting = [aside for aside in asides(trade.texts, language) if not aside.kind or label in aside.kind.split("/")]
    room = (MOST_MESSAGES - RESERVED.get(ending, 2) - draft.length) // 2
    wanted = weighted(FURTHER, draft.rng)
    for aside in draft.rng.sample(fitting, min(wanted, room, len(fitting))):
        draft.play(aside.lines)
