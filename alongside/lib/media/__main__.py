"""The process that reads one file: `python -m alongside.lib.media photo JPEG 10 < in > out`.

Started by `cell`, with bytes and answer in pipes.
"""

import sys

from alongside.lib.media import cell
from alongside.lib.media.cell import Anew, Facts
from alongside.lib.media.refusal import Refused


def main(task: str, sort: str, seconds: int) -> None:
    cell.limit(seconds)
    anew = worker(task, sort)
    cell.close_the_door()
    try:
        facts, content = anew(sys.stdin.buffer.read())
    except Refused as refusal:
        reason: Facts = {"reason": refusal.reason.value}
        facts, content = reason, b""
    sys.stdout.buffer.write(cell.said(facts, content))


def worker(task: str, sort: str) -> Anew:
    """Loads what this task needs and nothing else: most of what a small file costs is loading."""
    if task == "sound":
        from alongside.lib.media.resounding import resounder

        return resounder(sort)
    from alongside.lib.media.redrawing import redrawer

    return redrawer(sort, is_drawing=task == "drawing", is_portrait=task == "portrait")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
