"""What tests and gates find in the environment.

Settings are read before any conftest: set there, these would come too late. So pytest loads this module with `-p`
(see pyproject.toml), and a bare `pytest` works as well. A DATABASE_URL that is there already is kept: that is how
`tests.passes` names the database of a pass.
"""

import os

SQLITE = "sqlite://:memory:"
VARIABLES = {"TESTING": "true", "SECRET_KEY": "known to everyone, for tests only"}

os.environ.update(VARIABLES)
os.environ.setdefault("DATABASE_URL", SQLITE)
