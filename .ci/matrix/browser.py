"""The matrix as a page in a real browser: the filter, the numbers, keys alone, links, both themes, a phone's width, and no scripts.

    browser.py MATRIX.json MATRIX.html

Drives chromium by chromedriver, through the WebDriver protocol and nothing else.
"""

import base64
import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.request

ENTER, ESCAPE, TAB = "\ue007", "\ue00c", "\ue004"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Browser:
    """One window."""

    def __init__(self):
        self.driver = subprocess.Popen(
            ["chromedriver", "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        port = next(line.rsplit(" ", 1)[1].strip(".\n") for line in self.driver.stdout if "successfully on port" in line)
        self.base = f"http://127.0.0.1:{port}"
        arguments = ["--headless=new", "--window-size=1280,1000", "--disable-gpu"]
        if os.geteuid() == 0:
            arguments.append("--no-sandbox")
        capabilities = {"goog:chromeOptions": {"args": arguments}, "goog:loggingPrefs": {"browser": "ALL"}}
        session = self.post("/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.base += "/session/" + session["sessionId"]

    def post(self, path, body):
        request = urllib.request.Request(
            self.base + path, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{path}: {error.read().decode()[:1000]}")

    def go(self, url):
        # The same page with another fragment would not be loaded again.
        self.post("/url", {"url": "about:blank"})
        self.post("/url", {"url": url})

    def run(self, script, *arguments):
        return self.post("/execute/sync", {"script": script, "args": list(arguments)})

    def devtools(self, command, **parameters):
        return self.post("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def press(self, keys):
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.post("/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def click(self, selector):
        found = self.post("/element", {"using": "css selector", "value": selector})
        self.post(f"/element/{found[ELEMENT]}/click", {})

    def complaints(self):
        return self.post("/se/log", {"type": "browser"})

    def close(self):
        try:
            urllib.request.urlopen(urllib.request.Request(self.base, method="DELETE"), timeout=20).close()
        finally:
            self.driver.terminate()
            self.driver.wait(10)


def same(what, found, expected):
    if found != expected:
        raise SystemExit(f"{what}: {found!r}, and it should be {expected!r}")


def holds(what, found):
    if not found:
        raise SystemExit(f"{what}: it is not so")


SHOWN = """return [...document.querySelectorAll(".cluster")].filter((one) => one.checkVisibility()).map((one) => one.querySelector("summary").textContent)"""
COUNT = "return document.getElementById('count').textContent"


def words(vectors, ways):
    return f"{vectors} vector{'' if vectors == 1 else 's'} in {ways} way{'' if ways == 1 else 's'}"


def filters(browser, page, matrix):
    clusters = matrix["clusters"]
    browser.go(page)
    everything = words(sum(len(one["rows"]) for one in clusters), len(clusters))
    same("the count", browser.run(COUNT), everything)
    same("ways that are shown", len(browser.run(SHOWN)), len(clusters))
    same("the browser's complaints", browser.complaints(), [])
    # Keys alone: to the words, then an operation, then all again.
    op = clusters[0]["op"]
    browser.press("/")
    same("the focus after /", browser.run("return document.activeElement.id"), "words")
    browser.press(op)
    shown = browser.run(SHOWN)
    holds(f"each way that is shown names {op}", shown and all(op in one for one in shown))
    same("the fragment", browser.run("return location.hash"), f"#q={op}")
    browser.press(ESCAPE)
    same("the count after Escape", browser.run(COUNT), everything)
    # A testee.
    name = matrix["testees"][-1]["name"]
    browser.run("const one = document.getElementById('testee'); one.value = arguments[0]; one.dispatchEvent(new Event('change'))", name)
    mine = [one for one in clusters if any(name in deviation["testees"] for deviation in one["deviations"])]
    same(f"the ways of {name}", len(browser.run(SHOWN)), len(mine))
    browser.press("/nothing has these words")
    same("no way is shown", browser.run(SHOWN), [])
    holds("it says so", browser.run("return document.getElementById('nothing').checkVisibility()"))
    browser.click("#clear")
    same("the count when cleared", browser.run(COUNT), everything)


def numbers(browser, page, matrix):
    pairs = [pair for pair in matrix["pairs"] if pair["differ"] > 0]
    pair = min(pairs, key=lambda pair: pair["differ"])
    first, second = pair["testees"]
    label = f"{first} and {second} differ in"
    browser.go(page)
    # By keys: the focus goes there, and Enter presses it.
    browser.run("[...document.querySelectorAll('button.count')].find((one) => one.title.startsWith(arguments[0])).focus()", label)
    browser.press(ENTER)
    differ = browser.run(COUNT)
    same(f"{first} and {second}", int(differ.split()[0]), pair["differ"])
    pressed = "return [...document.querySelectorAll('button.count[aria-pressed=true]')].map((one) => one.textContent)"
    same("the pressed number", browser.run(pressed), [str(pair["differ"])])
    # Who gets the link sees the same.
    link = browser.run("return location.href")
    browser.go(link)
    same("the count behind the link", browser.run(COUNT), differ)
    for pair in pairs:
        browser.run("location.hash = arguments[0]; dispatchEvent(new Event('hashchange'))", f"#pair={'/'.join(pair['testees'])}")
        same(" and ".join(pair["testees"]), int(browser.run(COUNT).split()[0]), pair["differ"])


def opening(browser, page, matrix):
    cluster = next(one for one in matrix["clusters"] if one["standing"] != "new")
    browser.go(page)
    opened = "return [...document.querySelectorAll('.cluster[open]')].length"
    before = browser.run(opened)
    browser.run("document.querySelector('.cluster:not([open]) summary').focus()")
    browser.press(ENTER)
    same("ways that are open after Enter", browser.run(opened), before + 1)
    outline = browser.run("return getComputedStyle(document.activeElement).outlineStyle")
    same("the focus is seen", outline, "solid")
    # A link to a vector opens all that it stands in.
    target = cluster["rows"][-1]
    browser.go(f"{page}#{target}")
    table = "return document.getElementById(arguments[0]).querySelector('table').checkVisibility()"
    holds(f"{target} is open", browser.run(table, target))
    # All that can be reached by keys, in its order, without a trap.
    browser.go(page)
    seen = []
    for _ in range(12):
        browser.press(TAB)
        seen.append(browser.run("const one = document.activeElement; return one.id || one.className || one.localName"))
    same("the first stop", seen[0], "skip")
    holds(f"twelve stops: {seen}", "theme" in seen and len(set(seen)) > 3)


CONTRAST = """
const luminance = (colour) => {
  const [r, g, b] = colour.match(/[0-9.]+/g).map(Number).map((one) => one / 255).map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const paper = (one) => {
  for (let at = one; at; at = at.parentElement) {
    const colour = getComputedStyle(at).backgroundColor;
    if (colour !== "rgba(0, 0, 0, 0)") return colour;
  }
  return "rgb(255, 255, 255)";
};
let least = 99;
for (const one of document.querySelectorAll("h1, h2, p, th, td, summary span, button, .verdict, code, a")) {
  if (!one.checkVisibility() || !one.textContent.trim()) continue;
  const [ink, ground] = [luminance(getComputedStyle(one).color), luminance(paper(one))];
  least = Math.min(least, (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05));
}
return least;
"""


def looks(browser, page, folder):
    grounds = {}
    for theme in ("light", "dark"):
        browser.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
        browser.go(page)
        least = browser.run(CONTRAST)
        holds(f"{theme}: the least contrast is {least:.2f}", least >= 4.5)
        grounds[theme] = browser.run("return getComputedStyle(document.documentElement).backgroundColor")
        picture(browser, folder, theme)
    holds(f"the themes differ: {grounds}", grounds["light"] != grounds["dark"])
    browser.devtools("Emulation.setEmulatedMedia", features=[])
    for width in (320, 400, 800):
        browser.devtools("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=True)
        browser.go(page)
        browser.run("for (const one of document.querySelectorAll('details')) one.open = true")
        wide = browser.run("return document.documentElement.scrollWidth")
        holds(f"{width} pixels: the page is {wide} wide", wide <= width)
        browser.go(page)
        picture(browser, folder, str(width))
    browser.devtools("Emulation.clearDeviceMetricsOverride")


def picture(browser, folder, name):
    data = browser.devtools("Page.captureScreenshot", format="png")["data"]
    (folder / f"matrix-{name}.png").write_bytes(base64.b64decode(data))


def without_scripts(browser, page, matrix):
    browser.devtools("Emulation.setScriptExecutionDisabled", value=True)
    browser.go(page)
    # What asks is not the page's own, and runs all the same.
    seen = browser.run(
        "return [document.querySelector('#filter'), document.querySelector('.plainly'), document.querySelector('.cluster')].map((one) => one?.checkVisibility() ?? null)"
    )
    differ = any(pair["differ"] > 0 for pair in matrix["pairs"])
    same("the filter, a number and a way without scripts", seen, [False, differ or None, True])
    browser.devtools("Emulation.setScriptExecutionDisabled", value=False)


def main():
    matrix = json.loads(pathlib.Path(sys.argv[1]).read_text())
    path = pathlib.Path(sys.argv[2]).resolve()
    page = path.as_uri()
    begun = time.monotonic()
    browser = Browser()
    try:
        filters(browser, page, matrix)
        numbers(browser, page, matrix)
        opening(browser, page, matrix)
        looks(browser, page, path.parent)
        same("the browser's complaints", browser.complaints(), [])
        without_scripts(browser, page, matrix)
    finally:
        browser.close()
    print(f"the page of {len(matrix['testees'])} testees in a browser: all as it should be, in {time.monotonic() - begun:.1f} s")


main()
