"""A shop's worth of believable data: conversations, touches and orders of people who do not exist, up to now.

Pure but for `recording`: no Django, no database, no clock. What comes out is what any shop would send to the API.
"""

from conversations.demo.teller import story
from conversations.demo.trades import Shop, shops

__all__ = ["Shop", "shops", "story"]
