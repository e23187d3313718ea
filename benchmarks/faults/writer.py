"""A process that writes one change after another and says of each when it was acknowledged.

python benchmarks/faults/writer.py URL NAME FIRST
"""

from __future__ import annotations

import os
import sys

from places import opened
from story import change_of

from wraparound.errors import StorageUnavailable


def main() -> None:
    """Write until somebody stops it, or the store fails."""
    url, name, first = sys.argv[1], sys.argv[2], int(sys.argv[3])
    number = first
    with opened(url) as store:
        os.write(1, b"ready\n")
        while True:
            try:
                store.commit(change_of(name, number, store))
            except StorageUnavailable as error:
                os.write(1, f"refused {error}\n".encode())
                return
            os.write(1, f"{number}\n".encode())
            number += 1


main()
