// What the tests share: the browser, pages of a folder, and what must never happen in any of them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const folder = process.env.AMPWIRE_PAGES;
export const browser = await chromium.launch({ executablePath: process.env.AMPWIRE_CHROMIUM, args: ["--no-sandbox"] });

export const report = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));

/** Opens a page, runs a test on it, and checks that it loaded nothing else, broke nothing and asked nothing. */
export const on = async (name, options, test) => {
  const { fragment = "", ...context } = options;
  const opened = await browser.newContext({ viewport: { width: 1280, height: 900 }, colorScheme: "light", ...context });
  const page = await opened.newPage();
  const wrong = [];
  const url = pathToFileURL(join(folder, `${name}.html`)).href;
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== url && !request.url().startsWith("data:")) wrong.push(`request ${request.url()}`);
  });
  page.on("console", (message) => wrong.push(`${message.type()} ${message.text()}`));
  page.on("pageerror", (error) => wrong.push(`error ${error.message}`));
  page.on("dialog", (dialog) => {
    wrong.push(`dialog ${dialog.message()}`);
    dialog.dismiss();
  });
  await page.goto(url + fragment);
  try {
    await test(page, wrong);
    assert.deepEqual(wrong, []);
  } finally {
    await opened.close();
  }
};

/** The fragment, once it has been written: that waits a little for the last key. */
export const fragment = async (page, wanted) => {
  try {
    await page.waitForFunction((wanted) => location.hash === wanted, wanted, { timeout: 3000 });
  } catch {
    assert.equal(await page.evaluate(() => location.hash), wanted);
  }
};

export const shown = (page) => page.locator("#rows > li:not([hidden])").count();
export const ids = (page) => page.$$eval("#rows > li:not([hidden]) .id", (found) => found.map((id) => id.textContent));
export const focused = (page) => page.evaluate(() => document.activeElement?.closest("li")?.id ?? document.activeElement?.id ?? "");
