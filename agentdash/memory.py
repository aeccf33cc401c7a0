"""How often Python looks for garbage in circles, for a process that lives long and handles events by the thousand.

What is there after the start stays there: it is never looked at again. And a batch of a thousand events makes some ten
thousand objects, none of them in a circle: with Python's own threshold of 700 that is a fifth of the time of intake.
"""

import gc

OBJECTS_BETWEEN_LOOKS = 20_000


def settle() -> None:
    """To be called once all code is loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS, 20, 20)
