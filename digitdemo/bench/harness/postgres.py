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


class PostgresServer:
    """A server whose data are in `folder`; `user` is who runs it, None is who runs this."""

    def __init__(self, binaries: Path, folder: Path, user: str | None, *, durable: bool) -> None:
        settings = {"listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "on" if durable else "off"}
        options = [f"--{name}={to}" for name, to in settings.items()]
        self._command = [str(binaries / "postgres"), "-D", str(folder / "data"), *options]
        self._binaries, self._folder, self._user = binaries, folder, user
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"postgresql://postgres@/postgres?host={folder}"

    def start(self) -> None:
        """Start it, and wait until it answers.

        Raises:
            RuntimeError: it does not.
        """
        log = self._folder / "log.txt"
        with log.open("ab") as output:
            self._process = subprocess.Popen(self._command, user=self._user, cwd=self._folder, stderr=output)
        _wait_until_ready(self._binaries, self._folder, self._process, log)

    def stop(self) -> None:
        """End all connections, then the server, if it runs."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(signal.SIGINT)
            process.wait()


@contextlib.contextmanager
def postgres_server(*, durable: bool = True) -> Iterator[PostgresServer]:
    """Yield a server that runs; it is ended, and its data removed, at the end.

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
        server = PostgresServer(binaries, folder, user, durable=durable)
        try:
            server.start()
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def running_postgres(*, durable: bool = True) -> Iterator[str]:
    """Start a server as `postgres_server` does, and yield the address of its database "postgres"."""
    with postgres_server(durable=durable) as server:
        yield server.url


def _wait_until_ready(binaries: Path, folder: Path, server: "subprocess.Popen[bytes]", log: Path) -> None:
    ready = [str(binaries / "pg_isready"), "--quiet", f"--host={folder}"]
    until = time.monotonic() + _STARTUP_SECONDS
    while subprocess.run(ready, check=False).returncode:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError(f"postgres: {log.read_text(encoding='utf-8', errors='replace')}")
        time.sleep(0.05)
