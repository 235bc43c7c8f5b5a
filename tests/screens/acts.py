"""What is done on a page before one looks at it: by words that no language changes, or by place."""

from playwright.sync_api import Page, expect


def wrong_password(page: Page) -> None:
    page.locator("#login").fill("demo")
    page.locator("#password").fill("none of theirs")
    page.locator("main button").first.click()
    expect(page.locator(".wrong")).to_be_visible()


def refused_pain(page: Page) -> None:
    """A day that the form never offered: it was changed on the way."""
    page.locator("summary").click()
    page.locator("#day").evaluate("day => { day.options[1].value = '2020-01-01'; }")
    page.locator("#day").select_option(index=1)
    page.locator(".s button").nth(4).click()
    expect(page.locator(".e")).to_be_visible()


def told_pain(page: Page) -> None:
    page.locator(".s button").nth(4).click()
    expect(page.locator(".o")).to_be_visible()


def search_nobody(page: Page) -> None:
    page.locator(".st-key-search input").fill("zzz")
    page.keyboard.press("Enter")
    expect(page.locator("table")).to_have_count(0)


def open_numbers(page: Page) -> None:
    page.locator("[data-testid=stExpander] summary").first.click()


def second_tab(page: Page) -> None:
    page.locator(".st-key-alerts-tab button").nth(1).click()


def third_tab(page: Page) -> None:
    page.locator(".st-key-alerts-tab button").nth(2).click()


def devices(page: Page) -> None:
    page.get_by_role("tab").nth(1).click()
    expect(page.locator(".devices")).to_be_visible()


def first_pill(page: Page) -> None:
    page.locator(".st-key-answer [data-testid=stButtonGroup] button").first.click()


def tap_score(page: Page) -> None:
    page.locator(".st-key-scores button").nth(2).click()


def ask_why(page: Page) -> None:
    page.locator("[data-testid=stMain] a[href*='why']").first.click()
    page.wait_for_url("**/why?**")
