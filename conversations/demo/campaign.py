"""The campaign day: offers by SMS within the hour; half of the shoppers answer, the others are reminded a day later."""

from collections import deque
from datetime import datetime, timedelta
from random import Random

from conversations.demo.dialogue import Beat, Cast, Draft
from conversations.demo.endings import Ending, finish
from conversations.demo.pacing import schedule
from conversations.demo.season import HOUR, Season
from conversations.demo.weights import weighted
from conversations.vocabulary import Sender

CAMPAIGN_SHARE = 0.04
ANSWERED_SHARE = 0.52
STOP_SHARE = 0.1
ENDINGS = {Ending.ANSWERED: 50, Ending.WELCOMED: 40, Ending.THANKED: 10}
QUESTIONS_BEFORE_A_REPEAT = 10
REMINDED_AFTER = 31 * HOUR


def sending_times(season: Season, count: int, rng: Random) -> list[datetime]:
    """When the offers go out: spread over the forty minutes from the campaign's start on."""
    return [season.campaign_at + timedelta(minutes=rng.uniform(0, 40)) for _ in range(count)]


class Campaign:
    """Writes the conversations of the day, so that neighbours do not ask the same."""

    def __init__(self, season: Season, rng: Random) -> None:
        self._season, self._rng = season, rng
        self._asked: deque[str] = deque(maxlen=QUESTIONS_BEFORE_A_REPEAT)

    def beats(self, cast: Cast) -> tuple[Ending, list[tuple[datetime, Beat]]]:
        """The offer and what follows, with their times."""
        draft = Draft(cast, self._rng)
        draft.outbound("campaign")
        if self._rng.random() < ANSWERED_SHARE:
            ending = self._answer(draft)
            timed = schedule(draft.beats, cast.starts_at, season=self._season, channel=cast.channel, rng=self._rng)
            return ending, list(timed)
        draft.outbound("campaign reminder")
        reminded_at = cast.starts_at + REMINDED_AFTER + timedelta(minutes=self._rng.uniform(0, 30))
        return Ending.ANSWERED, list(zip((cast.starts_at, reminded_at), draft.beats, strict=True))

    def _answer(self, draft: Draft) -> Ending:
        """A question with the answer that belongs to it, or a STOP."""
        if self._rng.random() < STOP_SHARE:
            draft.phrase(Sender.SHOPPER, "campaign stop word")
            draft.phrase(Sender.AGENT, "campaign stop")
            return Ending.ANSWERED
        question, answer = self._question(draft.cast)
        draft.say(Sender.SHOPPER, question)
        draft.say(Sender.AGENT, answer)
        ending = weighted(ENDINGS, self._rng)
        finish(draft, ending)
        return ending

    def _question(self, cast: Cast) -> tuple[str, str]:
        pairs = zip(cast.words["campaign question"], cast.words["campaign answer"], strict=True)
        question, answer = self._rng.choice([pair for pair in pairs if pair[0] not in self._asked])
        self._asked.append(question)
        return question, answer
