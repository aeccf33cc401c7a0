"""A world to try things in: what follows the options is run with DATABASE_URL naming it.

    ./run bench world --database postgresql --folder worlds -- .venv/bin/python manage.py shell
    ./run bench world --database sqlite --conversations 1000000 -- .venv/bin/python manage.py runserver

It is filled first if it is not there. The big, the small-1 and the tiny account can be seen by bench@example.com, whose
password is "a long password". On SQLite the file may be opened by anybody; PostgreSQL stops when the command ends.
"""

import argparse
import os
import sys

from benchmarks.world.places import CHILD, DATABASES, FULL_SIZE, SMALL_SIZE, add_options, run_in, world


def main() -> None:
    if CHILD in os.environ:
        world()
        return
    given = sys.argv[1:]
    command_at = given.index("--") if "--" in given else len(given)
    options = add_options(argparse.ArgumentParser()).parse_args(given[:command_at])
    for database in options.database or DATABASES:
        for size in options.conversations or [FULL_SIZE[database] if options.full else SMALL_SIZE]:
            run_in(given[command_at + 1 :] or ["true"], database, size, folder=options.folder)


if __name__ == "__main__":
    main()
