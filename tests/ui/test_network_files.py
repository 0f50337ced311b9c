"""The shipped networks as files that a browser keeps, and what is at their addresses."""

import json
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from digitdemo.inference.live_network import packed
from digitdemo.inference.shipped import FIRST_TO_ANSWER
from digitdemo.runs.files import SHIPPED_MODELS
from digitdemo.runs.owners import owner_of
from digitdemo.ui import resources
from tests.conftest import MLP, run_of
from tests.ui.conftest import visit_of


def told(at: AppTest) -> dict[str, object]:
    """Return what the page is told of each network of the models that answer: an address, or what it is."""
    (data,) = [e.proto.bytes for e in at.get("bidi_component") if e.proto.id.endswith("-weights")]
    return json.loads(data[4 : 4 + int.from_bytes(data[:4], "little")])


def test_at_its_address_is_the_network_of_a_shipped_run():
    for run_id in FIRST_TO_ANSWER:
        folder, _, name = (resources.network_address(run_id) or "").partition("/")
        network = resources.network_in_browser(run_id)
        assert folder == "networks"
        assert network is not None
        assert resources.network_file(name) == packed({run_id: network})


@pytest.mark.parametrize("name", ["", "-", "linear", "linear-0000000000000000.bin", "nobody-0000000000000000.bin"])
def test_at_other_addresses_is_nothing(name: str):
    assert resources.network_file(name) is None


def test_a_file_that_was_kept_is_not_another_ones(monkeypatch: pytest.MonkeyPatch):
    before = resources.network_address("linear")
    network = resources.network_in_browser("linear")
    assert network is not None
    st.cache_resource.clear()
    monkeypatch.setattr(
        "digitdemo.ui.resources.network_files.network_in_browser", lambda _: {**network, "temperature": 9.0}
    )
    assert resources.network_address("linear") not in (None, before)
    st.cache_resource.clear()


def test_what_the_browser_cannot_compute_and_a_visitors_run_have_no_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DIGITDEMO_RUNS", str(tmp_path))
    st.cache_resource.clear()
    store = resources.run_store()
    store.save(run_of(MLP, id="a"), SHIPPED_MODELS / "mlp", owner_of("key"))
    assert resources.network_in_browser("a") is not None
    assert [resources.network_address(run_id) for run_id in ("a", "gru", "vit", "nobody")] == [None] * 4
    store.close()
    st.cache_resource.clear()


def test_the_play_page_is_told_addresses_until_its_browser_finds_nothing_there(at: AppTest):
    at.run()
    assert not at.exception
    assert told(at) == {run_id: resources.network_address(run_id) for run_id in FIRST_TO_ANSWER}
    visit_of(at).networks_unfound = True
    at.run()
    assert {run_id: type(network) for run_id, network in told(at).items()} == dict.fromkeys(FIRST_TO_ANSWER, dict)
