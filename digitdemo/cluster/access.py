"""Where the scheduler of a cluster is, and what proves to its machines that this one belongs to them."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from distributed.security import Security

SCHEDULER = "DIGITDEMO_SCHEDULER"
TOKEN = "DIGITDEMO_CLUSTER_TOKEN"
_FILES = ("DIGITDEMO_CLUSTER_CA", "DIGITDEMO_CLUSTER_CERT", "DIGITDEMO_CLUSTER_KEY")
_SHORTEST_TOKEN = 16


class ClusterError(Exception):
    """A cluster cannot be used; the message is for whoever runs the app."""


@dataclass(frozen=True)
class Access:
    """The scheduler's `address`, the `token` that all machines share, and the files of TLS, none on one machine."""

    address: str
    token: str = field(repr=False)
    ca: str = ""
    certificate: str = ""
    key: str = ""

    @property
    def encrypted(self) -> bool:
        """Whether all that is said is encrypted, by machines that have shown a certificate."""
        return self.address.startswith("tls://")

    def may_be(self, address: str) -> bool:
        """Return whether what the scheduler calls a worker's address is one that may be spoken to."""
        return address.startswith("tls://") if self.encrypted else _on_this_machine(address)

    def security(self) -> Security:
        """Return what dask.distributed makes of the certificates; both sides of a connection have to show one."""
        from distributed.security import Security

        if not self.encrypted:
            return Security(require_encryption=False)
        roles = ("client", "worker")
        pairs = {f"tls_{role}_{what}": path for role in roles for what, path in self._pair()}
        return Security(require_encryption=True, tls_ca_file=self.ca, **pairs)

    def _pair(self) -> tuple[tuple[str, str], ...]:
        return ("cert", self.certificate), ("key", self.key)


def configured_access(environ: Mapping[str, str] = os.environ) -> Access | None:
    """Return what the environment says of a cluster, None if it names none.

    Raises:
        ClusterError: it names one that must not be used so: between machines all has to be encrypted.
    """
    if not (address := environ.get(SCHEDULER, "")):
        return None
    place = urlsplit(address)
    if place.scheme not in ("tcp", "tls") or not place.hostname or _port(address) is None:
        raise ClusterError(f"{SCHEDULER}: {address!r} is no address such as tls://scheduler.example:8786")
    token = environ.get(TOKEN, "")
    if len(token) < _SHORTEST_TOKEN:
        raise ClusterError(f"{TOKEN} has to have at least {_SHORTEST_TOKEN} characters, the same on all machines")
    if place.scheme == "tcp":
        if not _on_this_machine(address):
            raise ClusterError(f"{SCHEDULER}: {address!r} is another machine; between machines it has to be tls://")
        return Access(address, token)
    paths = [environ.get(name, "") for name in _FILES]
    for name, path in zip(_FILES, paths, strict=True):
        if not path or not Path(path).is_file():
            raise ClusterError(f"{name} has to name a file for {address!r}; {path!r} is none")
    return Access(address, token, *paths)


def _on_this_machine(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return address.startswith("tcp://") and (host == "localhost" or ipaddress.ip_address(host).is_loopback)
    except ValueError:  # a name
        return False


def _port(address: str) -> int | None:
    try:
        return urlsplit(address).port
    except ValueError:
        return None
