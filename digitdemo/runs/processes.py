"""What a process is called among all that share a database, and whether one may still be there."""

import os
import platform
import secrets

import psutil

# An app in a container is process 1 of the same machine after every restart: only what is drawn at its start tells.
THIS_PROCESS = f"{platform.node()}:{os.getpid()}:{secrets.token_hex(4)}"


def may_live(process: str) -> bool:
    """Return whether the process of that name may be there: False is sure, of another machine nothing is."""
    node, number, *_ = process.rsplit(":", 2)
    if node != platform.node():
        return True
    return process == THIS_PROCESS if int(number) == os.getpid() else psutil.pid_exists(int(number))
