"""The shipped proxy before a server on 127.0.0.1, by the nginx that is installed (`apt-get install nginx-light`)."""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digitdemo.bench.harness.processes import end, free_port
from digitdemo.system import PROJECT

_START_SECONDS = 30.0


@dataclass(frozen=True)
class Encryption:
    """A folder with `fullchain.pem` and `privkey.pem`, and the port of 127.0.0.1 on which the proxy encrypts."""

    folder: Path
    port: int


def nginx() -> str | None:
    """Return where nginx is, or None; Debian has it where only root looks."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


@contextlib.contextmanager
def running_proxy(app_port: int, encryption: Encryption | None = None) -> Iterator[int]:
    """Start nginx by deploy/nginx.conf before that port of 127.0.0.1, and yield its own port there, for plain http.

    With `encryption` deploy/tls.conf is there, too. Addresses and folders are changed, and nothing else.

    Raises:
        RuntimeError: there is no nginx, or it does not start.
    """
    found = nginx()
    if found is None:
        raise RuntimeError("nginx is not installed: apt-get install nginx-light")
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        configuration = Path(folder) / "nginx.conf"
        tls = Path(folder) / "tls"
        changes = {
            "listen 8080;": f"listen 127.0.0.1:{port};",
            "server app:8501;": f"server 127.0.0.1:{app_port};",
            "/tmp/": f"{folder}/",  # first: the folder may lie there itself
            "/etc/nginx/tls": str(tls),
        }
        configuration.write_text(_shipped("nginx.conf", changes), encoding="utf-8")
        if encryption is not None:
            tls.mkdir()
            here = {"listen 8443 ": f"listen 127.0.0.1:{encryption.port} ", "/etc/nginx/tls": str(encryption.folder)}
            (tls / "tls.conf").write_text(_shipped("tls.conf", here), encoding="utf-8")
        alone = "daemon off; master_process off;"
        process = subprocess.Popen([found, "-e", "stderr", "-p", folder, "-c", str(configuration), "-g", alone])
        try:
            _wait_until_open(process, port)
            yield port
        finally:
            end(process)


def _shipped(name: str, changes: dict[str, str]) -> str:
    """Return a file of deploy/ with these changes.

    Raises:
        RuntimeError: it does not say what is to be changed.
    """
    text = (PROJECT / "deploy" / name).read_text(encoding="utf-8")
    for shipped, here in changes.items():
        if shipped not in text:
            raise RuntimeError(f"deploy/{name} says nowhere {shipped!r}")
        text = text.replace(shipped, here)
    return text


def _wait_until_open(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(ConnectionError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise RuntimeError(f"nginx did not answer within {_START_SECONDS:.0f} s (exit code {process.poll()})")
