"""A PostgreSQL server of one's own, from Debian's binaries, on a socket in a temporary folder."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_BINARIES = "/usr/lib/postgresql"
_STARTUP_SECONDS = 60.0


def postgres_folder() -> Path | None:
    """Return the folder of the newest server's binaries, or None where there is none (`apt-get install postgresql`)."""
    found = [path for path in Path(_BINARIES).glob("*/bin") if (path / "initdb").exists()]
    found.sort(key=lambda path: [int(part) for part in path.parent.name.split(".") if part.isdecimal()])
    on_path = shutil.which("initdb")
    return found[-1] if found else Path(on_path).resolve().parent if on_path else None


@contextlib.contextmanager
def running_postgres(*, durable: bool = True) -> Iterator[str]:
    """Start a server and yield the address of its database "postgres"; it is ended, and its data removed, at the end.

    Without `durable` it never waits for the disk.

    Raises:
        RuntimeError: there are no binaries, or it does not start.
    """
    binaries = postgres_folder()
    if binaries is None:
        raise RuntimeError("there is no PostgreSQL server: apt-get install postgresql")
    # It refuses to run as root; Debian's package makes this account.
    user = "postgres" if hasattr(os, "geteuid") and os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="digitdemo-postgres-"))
    try:
        if user:
            shutil.chown(folder, user)
        options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--no-locale", "--no-sync"]
        initdb = [str(binaries / "initdb"), f"--pgdata={folder / 'data'}", *options]
        made = subprocess.run(initdb, user=user, cwd=folder, capture_output=True, text=True, check=False)
        if made.returncode:
            raise RuntimeError(f"initdb: {made.stderr}")
        settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "on" if durable else "off"}
        server_options = [f"--{name}={to}" for name, to in settings.items()]
        command = [str(binaries / "postgres"), "-D", str(folder / "data"), *server_options]
        log = folder / "log.txt"
        with log.open("wb") as output, subprocess.Popen(command, user=user, cwd=folder, stderr=output) as server:
            try:
                _wait_until_ready(binaries, folder, server, log)
                yield f"postgresql://postgres@/postgres?host={folder}"
            finally:
                server.send_signal(signal.SIGINT)  # end all connections, then stop
                server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_ready(binaries: Path, folder: Path, server: "subprocess.Popen[bytes]", log: Path) -> None:
    ready = [str(binaries / "pg_isready"), "--quiet", f"--host={folder}"]
    until = time.monotonic() + _STARTUP_SECONDS
    while subprocess.run(ready, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"postgres: {log.read_text(encoding='utf-8', errors='replace')}")
        time.sleep(0.05)
