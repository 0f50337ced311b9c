"""The shipped proxy before a server on 127.0.0.1, by the nginx that is installed (`apt-get install nginx-light`)."""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from digitdemo.bench.harness.processes import end, free_port
from digitdemo.system import PROJECT

_START_SECONDS = 30.0


def nginx() -> str | None:
    """Return where nginx is, or None; Debian has it where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def running_proxy(app_port: int) -> Iterator[int]:
    """Start nginx by deploy/nginx.conf before that port of 127.0.0.1, and yield its own port there.

    Addresses and folders are changed, and nothing else.

    Raises:
        RuntimeError: there is no nginx, or it does not start.
    """
    found = nginx()
    if found is None:
        raise RuntimeError("nginx is not installed: apt-get install nginx-light")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(_here(port, app_port, folder), encoding="utf-8")
        alone = "daemon off; master_process off;"
        process = subprocess.Popen([found, "-e", "stderr", "-p", folder, "-c", str(configuration), "-g", alone])
        try:
            _wait_until_open(process, port)
            yield port
        finally:
            end(process)


def _here(port: int, app_port: int, folder: str) -> str:
    """Return the shipped configuration for these ports and that folder.

    Raises:
        RuntimeError: it does not say what is to be changed.
    """
    text = (PROJECT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for shipped, here in (
        ("listen 8080;", f"listen 127.0.0.1:{port};"),
        ("server app:8501;", f"server 127.0.0.1:{app_port};"),
        ("/etc/nginx/tls", f"{folder}/tls"),
        ("/tmp/", f"{folder}/"),
    ):
        if shipped not in text:
            raise RuntimeError(f"deploy/nginx.conf says nowhere {shipped!r}")
        text = text.replace(shipped, here)
    return text


def _wait_until_open(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(ConnectionError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nginx did not answer within {_START_SECONDS:.0f} s (exit code {process.poll()})")
