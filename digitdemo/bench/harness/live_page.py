"""The scripts that answer while one draws, in a page of their own: no app, and nothing from elsewhere."""

from typing import TYPE_CHECKING

from digitdemo.system import PROJECT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

_SCRIPTS = PROJECT / "digitdemo" / "ui" / "components" / "live"
_ADDRESS = "http://live.test/"


def live_page(browser: "Browser") -> "Page":
    """Return a blank page in which `import('/engine.js')` finds the scripts of digitdemo/ui/components/live.

    What these import from the folder above is found, too.
    """

    def answer(route: "Route") -> None:
        name = route.request.url.removeprefix(_ADDRESS)
        if name:
            folders = [folder for folder in (_SCRIPTS, _SCRIPTS.parent) if (folder / name).is_file()]
            if folders:
                route.fulfill(path=folders[0] / name, content_type="text/javascript")
            else:
                route.fulfill(status=404, body=name)
        else:
            route.fulfill(body="<!doctype html><title>live</title>", content_type="text/html")

    page = browser.new_page()
    page.route(f"{_ADDRESS}**", answer)
    page.goto(_ADDRESS)
    return page
