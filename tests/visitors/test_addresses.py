"""What counts as one address: what a proxy wrote is believed, what a visitor wrote is not."""

import logging

import pytest

from digitdemo.visitors.addresses import address_of

PROXY = "10.0.0.7"


@pytest.mark.parametrize(
    ("peer", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("127.0.0.1", ""),
        ("127.0.0.53", ""),
        ("::1", ""),
        ("", ""),
        ("testclient", ""),
    ],
)
def test_without_a_proxy_the_other_end_of_the_connection_counts(peer: str, address: str):
    assert address_of(peer, [], 0) == address
    assert address_of(peer, ["198.51.100.1"], 0) == address


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        (["203.0.113.9"], 1, "203.0.113.9"),
        (["198.51.100.1, 203.0.113.9"], 1, "203.0.113.9"),  # the first one is the visitor's own word
        (["198.51.100.1", "203.0.113.9"], 1, "203.0.113.9"),  # a header twice
        (["198.51.100.1,203.0.113.9,10.0.0.8"], 2, "203.0.113.9"),
        (["  203.0.113.9 "], 1, "203.0.113.9"),
        (["203.0.113.9:51034"], 1, "203.0.113.9"),
        (["[2001:db8::1]:51034"], 1, "2001:db8::/64"),
        (["[2001:db8::1]"], 1, "2001:db8::/64"),
        (["2001:db8::1"], 1, "2001:db8::/64"),
        (["::ffff:203.0.113.9"], 1, "203.0.113.9"),
        (["127.0.0.1"], 1, ""),  # whoever sits at the proxy
        (["x" * 1_000_000 + ",203.0.113.9"], 1, "203.0.113.9"),
        (["1.1.1.1," * 100_000 + "203.0.113.9"], 1, "203.0.113.9"),
    ],
)
def test_behind_proxies_the_outermost_ones_entry_counts(forwarded: list[str], proxies: int, address: str):
    assert address_of(PROXY, forwarded, proxies) == address


@pytest.mark.parametrize(
    ("forwarded", "proxies"),
    [
        ([], 1),
        ([""], 1),
        (["203.0.113.9"], 2),
        (["unknown"], 1),
        (["_hidden:80"], 1),
        (["203.0.113.9, "], 1),
        (["203.0.113.9.4"], 1),
        (["203.0.113.999"], 1),
        (["[2001"], 1),
        (["1" * 5_000], 1),
        (["\x00\N{SNOWMAN}"], 1),
        (["203.0.113.9"], 10**30),
    ],
)
def test_where_no_proxy_wrote_an_address_the_other_end_of_the_connection_counts(
    forwarded: list[str], proxies: int, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.WARNING):
        assert address_of(PROXY, forwarded, proxies) == PROXY
    assert "203.0.113" not in caplog.text
