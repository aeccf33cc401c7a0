"""Two years of 201 shops, made by the database itself: the same rows on SQLite and on PostgreSQL, from one seed.

One big account has 60 % of everything, two hundred small ones share the rest; a tiny one of 100 conversations and a
thread of 10,000 messages come on top. Every conversation's columns follow from its facts as `record` would have them.
"""

from benchmarks.world.places import add_options, in_each_world
from benchmarks.world.plan import BIG, EMAIL, PASSWORD, SMALL, TINY, World

__all__ = ["BIG", "EMAIL", "PASSWORD", "SMALL", "TINY", "World", "add_options", "in_each_world"]
