"""Takes the pictures in docs/images from a running city: `python tests/web/screenshots.py URL`."""

import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
IMAGES = Path(__file__).parents[2] / "docs" / "images"
DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
SETTLE_MS = 4_000

CITY = "at=36.6610,117.0250,12.6"
HOSPITAL = {
    "zh": "to=36.6548,117.0140&name=齐鲁医院",
    "en": "to=36.6548,117.0140&name=Qilu Hospital",
}


def main(url: str) -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for language, place in HOSPITAL.items():
            shoot(browser, f"{url}/?lang={language}&{CITY}", f"driver-desktop-{language}", DESKTOP)
            shoot(browser, f"{url}/?lang={language}&{place}", f"driver-phone-{language}", PHONE)
            shoot(
                browser, f"{url}/?lang={language}&{place}", f"driver-details-{language}", DESKTOP,
                opened=True,
            )  # fmt: skip
        browser.close()


def shoot(
    browser: Browser, link: str, name: str, size: dict[str, int], *, opened: bool = False
) -> None:
    page = browser.new_page(viewport=size, device_scale_factor=1)
    page.goto(link)
    wait_for_map(page)
    if opened:
        page.locator('li.lot[data-tone="plenty"] button').first.click()
        page.wait_for_timeout(SETTLE_MS)
        wait_for_map(page)
    page.screenshot(path=IMAGES / f"{name}.png")
    page.close()


def wait_for_map(page: Page) -> None:
    page.wait_for_function(
        "() => window.cityMap?.loaded() || window.cityMap?.queryRenderedFeatures().length > 50",
        timeout=60_000,
    )
    page.wait_for_timeout(SETTLE_MS)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"))
