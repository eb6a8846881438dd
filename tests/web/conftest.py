"""A real Chromium in front of a real city; pages are watched for errors and outside requests."""

import os
import subprocess
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright import async_api as driver
from playwright.async_api import Browser, ConsoleMessage, Page, Playwright, async_playwright

from parking.storage.settings import StoreUrls
from tests.services.city import City, running_city
from tests.web.driving import LOTS
from tests.web.planner_town import Town, open_town

CHROMIUM = Path(os.environ.get("ONELOT_TEST_CHROMIUM", "/usr/bin/chromium"))
# Playwright brings a Node of its own, which wants a library that a bare system lacks.
DRIVER = Path(driver.__file__).parents[1] / "driver" / "node"
DRIVES = subprocess.run([DRIVER, "--version"], capture_output=True, check=False).returncode == 0
BUILT = Path(__file__).parents[2] / "api" / "static" / "index.html"
MISSING = (
    f"no Chromium at {CHROMIUM}; install the package chromium" if not CHROMIUM.exists()
    else f"{DRIVER} does not run; install the package libatomic1" if not DRIVES
    else "the page is not built; run `npm ci && npm run build` in api/web" if not BUILT.exists()
    else ""
)  # fmt: skip
HALF = 0.5
"""The same layout on a quarter of the dots: a machine without a GPU paints each by itself."""
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
]  # fmt: skip


@dataclass
class Watched:
    """A page, and what it did that it should not."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        # The software renderer of a machine without a GPU warns of its own slowness.
        if message.type in {"error", "warning"} and "GL Driver Message" not in message.text:
            self.complaints.append(f"{message.type}: {message.text}")

    def see(self, url: str) -> None:
        if urlsplit(url).hostname not in {"127.0.0.1", None}:
            self.complaints.append(f"outside request: {url}")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def playwright() -> AsyncIterator[Playwright]:
    if MISSING:
        pytest.skip(MISSING)
    async with async_playwright() as started:
        yield started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium(playwright: Playwright) -> AsyncIterator[Browser]:
    browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    yield browser
    await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def chromium_without_webgl(playwright: Playwright) -> AsyncIterator[Browser]:
    browser = await playwright.chromium.launch(
        executable_path=CHROMIUM, args=[*ARGUMENTS, "--disable-3d-apis"]
    )
    yield browser
    await browser.close()


@pytest_asyncio.fixture(loop_scope="module")
async def watched(chromium: Browser) -> AsyncIterator[Watched]:
    """A desktop page; the test fails when it complained."""
    context = await chromium.new_context(
        viewport={"width": 1200, "height": 800}, device_scale_factor=HALF, locale="zh-CN"
    )
    page = await context.new_page()
    watched = Watched(page)
    page.on("console", watched.hear)
    page.on("pageerror", lambda error: watched.complaints.append(f"page error: {error}"))
    page.on("request", lambda request: watched.see(request.url))
    yield watched
    await context.close()


@pytest_asyncio.fixture(loop_scope="module")
async def city(stores: StoreUrls) -> AsyncIterator[City]:
    """A city of five lots around one square, all of them counted a moment ago."""
    async with running_city(stores) as city:
        await city.put_lots(*LOTS)
        yield city


@pytest_asyncio.fixture(loop_scope="module")
async def town(stores: StoreUrls) -> AsyncIterator[Town]:
    """A city of four lots with six days behind them, and a planner's key to it."""
    async with running_city(stores) as city:
        yield await open_town(city, stores)
