// The page in a real browser: what a person does with it, by mouse, by keys, on a phone, without scripts.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { browser, focused, fragment, ids, on, report, shown } from "./browser.mjs";

after(() => browser.close());

const flawed = report("flawed").runs[0].vectors;
const count = (is) => flawed.filter(is).length;
const names = (is) => flawed.filter(is).map((vector) => vector.id).sort();
const rules = (vector) => [...vector.rules.breaks, ...vector.rules.obeys];

test("each filter shows what the report has, and its link opens the same view", async () => {
  const { op } = flawed.find((vector) => vector.red);
  const rule = rules(flawed.find((vector) => vector.red && rules(vector).length))[0];
  for (const [set, is, wanted] of [
    [(page) => page.click("[data-verdict=fail]"), (vector) => vector.verdict === "fail", "#verdict=fail"],
    [(page) => page.selectOption("#op", op), (vector) => vector.op === op, `#op=${op}`],
    [(page) => page.selectOption("#level", "should"), (vector) => vector.level === "should", "#level=should"],
    [(page) => page.selectOption("#rule", rule), (vector) => rules(vector).includes(rule), `#rule=${rule}`],
    [(page) => page.fill("#words", "Payload/AMP-"), (vector) => JSON.stringify(vector).includes("payload/amp-"), "#q=Payload/AMP-"],
  ]) {
    await on("flawed", {}, async (page) => {
      assert.equal(await shown(page), flawed.length);
      await set(page);
      const wantedIds = names(is);
      assert.ok(wantedIds.length > 0 && wantedIds.length < flawed.length, wanted);
      assert.deepEqual((await ids(page)).sort(), wantedIds, wanted);
      assert.equal(await page.textContent("#count"), `${wantedIds.length} of ${flawed.length}`);
      await fragment(page, wanted);
      const link = page.url();
      await on("flawed", { fragment: link.slice(link.indexOf("#")) }, async (other) => {
        assert.deepEqual((await ids(other)).sort(), wantedIds);
      });
      await page.click("#reset");
      assert.equal(await shown(page), flawed.length);
    });
  }
});

test("filters narrow each other, and nothing at all is told", async () => {
  await on("flawed", { fragment: "#verdict=fail,panic&level=must&q=payload" }, async (page) => {
    const is = (vector) => ["fail", "panic"].includes(vector.verdict) && vector.level === "must" && JSON.stringify(vector).toLowerCase().includes("payload");
    assert.deepEqual((await ids(page)).sort(), names(is));
    assert.equal(await page.inputValue("#words"), "payload");
    assert.equal(await page.getAttribute("[data-verdict=panic]", "aria-pressed"), "true");
    await page.fill("#words", "zzqqxx");
    assert.ok(await page.isVisible("#nothing"));
    await page.click("#nothing button");
    assert.equal(await shown(page), flawed.length);
  });
});

test("a failure opens in place, and has a link of its own", async () => {
  const { id, asked } = flawed.find((vector) => vector.verdict === "fail" && vector.asked.near);
  await on("flawed", {}, async (page) => {
    const row = page.locator(`li[id="${id}"]`);
    await row.locator("summary").click();
    const text = await row.textContent();
    for (const words of [asked.comment, asked.near.edit, "expected", "answered", "ampwire check --only"]) assert.ok(text.includes(words), words);
    await fragment(page, `#${id}`);
    await row.locator("summary").click();
    await fragment(page, "");
  });
  for (const link of [`#${id}`, `#open=${id}`, `#level=may&open=${id}`]) {
    await on("flawed", { fragment: link }, async (page) => {
      const row = page.locator(`li[id="${id}"]`);
      assert.ok(await row.locator(".body").isVisible(), link);
      const { y } = await row.boundingBox();
      assert.ok(y >= 0 && y < 200, `${link}: at ${y}`);
    });
  }
});

test("links within the page are followed", async () => {
  const { id, rules } = flawed.find((vector) => vector.red && vector.rules.breaks.length);
  await on("flawed", { fragment: `#${id}` }, async (page) => {
    await page.click(`li[id="${id}"] .rules a`);
    await fragment(page, `#rule=${rules.breaks[0]}`);
    assert.equal(await shown(page), count((vector) => [...vector.rules.breaks, ...vector.rules.obeys].includes(rules.breaks[0])));
    await page.click(".counts a");
    assert.equal(await page.getAttribute("[data-verdict=pass]", "aria-pressed"), "true");
    await page.goBack();
    await fragment(page, `#rule=${rules.breaks[0]}`);
  });
});

test("all of it by keys alone", async () => {
  await on("flawed", {}, async (page) => {
    // From the top: the skip link, the theme, the counts.
    const from = performance.now();
    await page.keyboard.press("Tab");
    assert.ok(performance.now() - from < 5000, "the first step takes longer than anyone waits");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "theme");
    await page.keyboard.press("/");
    assert.equal(await focused(page), "words");
    await page.keyboard.type("payload");
    const found = await ids(page);
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), found[0]);
    await page.keyboard.press("j");
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(page), found[2]);
    await page.keyboard.press("k");
    await page.keyboard.press("ArrowUp");
    assert.equal(await focused(page), found[0]);
    await page.keyboard.press("k");
    assert.equal(await focused(page), found[0], "the first has none before it");
    await page.keyboard.press("Enter");
    const body = page.locator(`li[id="${found[0]}"] .body`);
    assert.ok(await body.isVisible());
    // Into the row, and back out of it.
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement.closest(".body") !== null));
    await page.keyboard.press("Escape");
    assert.ok(!(await body.isVisible()));
    assert.equal(await focused(page), found[0]);
    await page.keyboard.press("/");
    await page.keyboard.press("Escape");
    assert.equal(await shown(page), flawed.length);
    // Every control is reached by Tab, in the order in which it stands, and shows that it has the focus.
    await page.focus("#theme");
    const reached = [];
    for (let step = 0; step < 30 && !(reached.at(-1) ?? "").startsWith("summary"); step += 1) {
      const here = await page.evaluate(() => {
        const element = document.activeElement;
        const style = getComputedStyle(element);
        if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return `no outline: ${element.outerHTML.slice(0, 99)}`;
        return element.closest("#rows") ? "summary" : element.id || element.dataset.verdict || element.tagName;
      });
      reached.push(here);
      await page.keyboard.press("Tab");
    }
    const order = ["theme", "words", "fail", "op", "level", "rule", "reset", "summary"].map((name) => reached.indexOf(name));
    assert.ok(!order.includes(-1) && order.every((place, index) => index === 0 || place > order[index - 1]), reached.join(" "));
    assert.ok(!reached.some((name) => name.startsWith("no outline")), reached.join(" "));
  });
});

const paper = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test("dark and light, as the system has it and as it is chosen", async () => {
  let light;
  await on("flawed", { colorScheme: "light" }, async (page) => {
    light = await paper(page);
    for (const word of ["light", "dark"]) {
      await page.click("#theme");
      assert.equal(await page.textContent("#theme"), `Theme: ${word}`);
    }
    assert.notEqual(await paper(page), light);
    await page.reload();
    assert.equal(await page.textContent("#theme"), "Theme: dark", "it is forgotten");
    assert.notEqual(await paper(page), light);
    await page.click("#theme");
    assert.equal(await paper(page), light);
  });
  await on("flawed", { colorScheme: "dark" }, async (page) => {
    assert.notEqual(await paper(page), light);
    await page.click("#theme");
    assert.equal(await paper(page), light);
  });
  await on("flawed", { colorScheme: "dark" }, async (page) => {
    await page.emulateMedia({ media: "print" });
    assert.equal(await paper(page), "rgb(255, 255, 255)");
    assert.ok(!(await page.isVisible("#filter")) && !(await page.isVisible("#theme")));
  });
});

test("several testees stand side by side, what differs alone at first", async () => {
  const reports = ["right", "flawed", "other"].map((name) => report(name).runs[0].vectors);
  const byId = reports.map((vectors) => new Map(vectors.map((vector) => [vector.id, vector])));
  const apart = reports[0].filter(({ id }) => {
    const verdicts = byId.map((vectors) => vectors.get(id).verdict);
    return new Set(verdicts).size > 1 || byId.some((vectors) => vectors.get(id).red);
  });
  await on("matrix", {}, async (page) => {
    const found = await ids(page);
    // Two wrong values that differ from each other are apart too, with the same verdict.
    for (const { id } of apart) assert.ok(found.includes(id), id);
    assert.ok(found.length < reports[0].length / 2, `${found.length} rows`);
    await page.click("#differ");
    assert.equal(await shown(page), reports[0].length);
    await fragment(page, "#differ=0");
    await page.selectOption("#testee", "1");
    await page.click("[data-verdict=fail]");
    assert.deepEqual((await ids(page)).sort(), names((vector) => vector.verdict === "fail"));
    const { id } = flawed.find((vector) => vector.verdict === "fail");
    const row = page.locator(`li[id="${id}"]`);
    await row.locator("summary").click();
    assert.match(await row.textContent(), /flawed-25 \(amp\): fail/);
    assert.match(await page.evaluate(() => getComputedStyle(document.querySelector(".cells > b:nth-child(2)"), "::before").content), /flawed-25/);
  });
});

test("two thousand rows are filtered at once, and nothing jumps", async (context) => {
  await on("whole", {}, async (page) => {
    const rows = await page.locator("#rows > li").count();
    assert.ok(rows > 1900, `${rows} rows`);
    // The time that the page's thread worked, which hardly grows with what else the machine does. What the bars are against took seconds each.
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const worked = async () => {
      const { metrics } = await session.send("Performance.getMetrics");
      return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
    };
    const times = [];
    for (const text of ["p", "pa", "payload", "zzz", "0e41", "", "must", ""]) {
      const before = await worked();
      await page.evaluate(async (text) => {
        const words = document.getElementById("words");
        words.value = text;
        words.dispatchEvent(new Event("input", { bubbles: true }));
        await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      }, text);
      times.push((await worked()) - before);
    }
    times.sort((one, other) => one - other);
    context.diagnostic(`${rows} rows: filtered, laid out and painted in ${times.map((time) => time.toFixed(0)).join(", ")} ms`);
    assert.ok(times[0] > 0, "nothing was measured");
    assert.ok(times[Math.floor(times.length / 2)] < 250 && times.at(-1) < 1500, `${times}`);
  });
  for (const [name, fragment, width] of [["whole", "#q=payload", 1280], ["flawed", "", 360], ["matrix", "", 1280]]) {
    await on(name, { fragment, viewport: { width, height: 800 } }, async (page) => {
      const shift = await page.evaluate(() => new Promise((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += entry.value;
        }).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(sum), 300);
      }));
      assert.ok(shift < 0.02, `${name} ${fragment}: ${shift}`);
    });
  }
});

test("a phone needs no scrolling sideways, whatever is open", async () => {
  for (const name of ["whole", "flawed", "matrix", "hostile"]) {
    await on(name, { viewport: { width: 360, height: 740 } }, async (page) => {
      const [wide, past] = await page.evaluate(() => {
        // The first and thus the worst, open and laid out; the rest is alike.
        const rows = [...document.querySelectorAll("#rows > li:not([hidden])")];
        for (const row of rows.slice(0, 60)) {
          row.firstElementChild.open = true;
        }
        for (const row of rows.slice(60)) row.remove();
        for (const details of document.querySelectorAll("main > details, .card details")) details.open = true;
        const wide = document.documentElement.clientWidth;
        const past = [...document.querySelectorAll("main *")].filter((element) => {
          const box = element.getBoundingClientRect();
          return box.width > 1 && box.right > wide + 1 && !element.closest("select, .unseen, thead");
        });
        return [Math.max(0, document.documentElement.scrollWidth - wide), past.slice(0, 3).map((element) => element.outerHTML.slice(0, 150))];
      });
      assert.deepEqual([wide, past], [0, []], name);
    });
  }
});

test("without scripts all of it can be read", async () => {
  const { id, asked } = flawed.find((vector) => vector.verdict === "fail" && vector.asked.near);
  await on("flawed", { javaScriptEnabled: false }, async (page) => {
    assert.equal(await page.locator("#rows > li").count(), flawed.length);
    assert.ok((await page.locator("#rows > li summary").first().boundingBox()).height > 20);
    assert.ok(!(await page.isVisible("#filter")) && !(await page.isVisible("#theme")));
    const body = page.locator(`div[id="${id}"]`);
    assert.ok(!(await body.isVisible()));
    await page.locator("details", { has: body }).locator("summary").first().click();
    assert.ok(await body.isVisible());
    assert.ok((await body.textContent()).includes(asked.near.edit));
  });
  // A link to a vector opens it by itself.
  await on("flawed", { javaScriptEnabled: false, fragment: `#${id}` }, async (page) => {
    assert.ok(await page.locator(`div[id="${id}"]`).isVisible());
  });
});

/** The page as its elements and attributes, without texts, and without what depends on the order of equal rows. */
const shape = (page) =>
  page.evaluate(() => {
    const seen = {};
    for (const element of document.querySelectorAll("*")) {
      // Where two texts part, and whether one is cut there, is up to the texts.
      if (element.closest("select, mark, code .muted")) continue;
      const name = `${element.tagName} ${element.className?.baseVal ?? element.className} [${element.getAttributeNames().sort().join(" ")}]`;
      seen[name] = (seen[name] ?? 0) + 1;
    }
    return seen;
  });

test("texts that mean harm change nothing but texts", async () => {
  let harmless;
  await on("harmless", {}, async (page) => {
    harmless = await shape(page);
  });
  await on("hostile", {}, async (page) => {
    assert.deepEqual(await shape(page), harmless);
    assert.deepEqual(
      await page.$$eval("*", (all) => all.flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith("on") || name === "style")),
      [],
    );
    const links = await page.$$eval("[href], [src]", (all) => all.map((element) => element.getAttribute("href") ?? element.getAttribute("src")));
    assert.deepEqual(links.filter((link) => !/^(#|https?:\/\/|data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+$)/.test(link)), []);
    assert.equal(await page.locator("h1").count(), 1);
    assert.ok(!/[\u0000-\u0008\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(await page.content()));
    // They are there as what they are, and can be found and opened like others.
    await page.fill("#words", "onerror=alert(2)");
    assert.ok((await shown(page)) > 5);
    for (const summary of (await page.locator("#rows > li:not([hidden]) summary").all()).slice(0, 5)) await summary.click();
    await page.waitForTimeout(300);
    await page.hover("#rows > li:not([hidden]) .body");
    await page.reload();
  });
});

test("the page may run and load nothing but itself", async () => {
  await on("flawed", {}, async (page, wrong) => {
    const blocked = await page.evaluate(async () => {
      const violations = [];
      document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
      try {
        document.body.insertAdjacentHTML("beforeend", "<img src=x>");
      } catch {}
      const image = new Image();
      image.src = "https://example.org/x.png";
      const style = document.createElement("style");
      style.textContent = "body { display: none }";
      document.head.append(style);
      await fetch("https://example.org/").catch(() => {});
      await new Promise((done) => setTimeout(done, 200));
      return violations.sort();
    });
    assert.deepEqual(blocked, ["connect-src", "img-src", "require-trusted-types-for", "style-src-elem"]);
    // The browser says so too, and nothing else.
    assert.ok(wrong.length > 0 && wrong.every((words) => /^(error |request https:\/\/example\.org\/)/.test(words)), wrong.join("\n"));
    wrong.length = 0;
  });
});
