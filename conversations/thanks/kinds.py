"""S6b: what a phrase of the word lists does."""

from enum import Enum, auto


class Kind(Enum):
    THANKS = auto()
    TAIL = auto()  # goes on with the thanks: "so much", "for your help"
    GOODBYE = auto()
    FILLER = auto()  # polite, but neither: "great", "that's all I needed"
    ANSWER = auto()  # looks like thanks of another language, but answers: Polish "tak, dziękuję" says yes
