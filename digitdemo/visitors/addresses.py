"""What counts as one address, and what of a proxy's word on it is believed."""

import ipaddress
import logging
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network

from digitdemo.system import warn_once

FORWARDED = "X-Forwarded-For"
_IPV6_PREFIX = 64  # bits; whoever has one connection has all addresses behind them
_MOST_CHARACTERS = 64  # of an address with its port; the longest IPv6 address has 45

_LOG = logging.getLogger(__name__)


def address_of(peer: str, forwarded: Iterable[str], proxies: int) -> str:
    """Return the visitor's address; `peer` is the other end of the connection, `forwarded` the headers.

    Every proxy adds the other end of its own connection on the right. So the outermost of `proxies` has written the
    entry of that place, counted from the right, and what a visitor writes stands further to the left. Where no address
    stands there, the peer counts: nobody forges that.
    """
    header = ",".join(forwarded)
    if proxies:
        entries = header.split(",")[-proxies:]
        if len(entries) == proxies and (outermost := _host(entries[0])) is not None:
            return _counted(outermost)
        warn_once(_LOG, f"DIGITDEMO_PROXIES is {proxies}: no address there in {FORWARDED}; the peer's is taken")
    host = _host(peer)
    if header and not proxies and host is not None and host.is_private and not host.is_loopback:
        warn_once(_LOG, f"{FORWARDED} is there, DIGITDEMO_PROXIES is 0: all visitors may count as one address")
    return "" if host is None else _counted(host)


def _host(entry: str) -> IPv4Address | IPv6Address | None:
    """Return the address in `entry`, which may have a port, brackets and a zone; None for no address."""
    host = entry.strip()
    if len(host) > _MOST_CHARACTERS:
        return None
    if host.startswith("["):
        host = host[1:].partition("]")[0]
    elif host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        found = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, IPv6Address) else found


def _counted(host: IPv4Address | IPv6Address) -> str:
    if host.is_loopback or host.is_unspecified:
        return ""
    return str(IPv6Network((int(host), _IPV6_PREFIX), strict=False) if isinstance(host, IPv6Address) else host)
