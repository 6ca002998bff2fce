// Roles, names and contrast, as axe-core finds them, in both themes and at both widths, closed and open; and pictures of it for people.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";
import { browser, on } from "./browser.mjs";

after(() => browser.close());

const axe = createRequire(import.meta.url).resolve("axe-core");
const pictures = process.env.AMPWIRE_PICTURES;

for (const name of ["flawed", "matrix"]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      test(`${name}, ${colorScheme}, ${width} wide`, async () => {
        // The page's own policy lets nothing in, axe-core neither.
        await on(name, { colorScheme, viewport: { width, height: 900 }, bypassCSP: true }, async (page) => {
          await page.evaluate(() => {
            // Some of each kind, open; the rest is alike and only takes time.
            const kinds = new Map();
            for (const row of document.querySelectorAll("#rows > li")) {
              const kind = `${row.querySelector(".cells").textContent} ${row.querySelector(".op").textContent}`;
              kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
              if (kinds.get(kind) > 1 || row.hidden || kinds.size > 20) row.remove();
              else row.firstElementChild.open = true;
            }
            document.querySelector("main > details").open = true;
          });
          if (pictures) await page.screenshot({ path: join(pictures, `${name}-${colorScheme}-${width}.png`) });
          await page.addScriptTag({ path: axe });
          const { violations, passes } = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
          const told = violations.flatMap(({ id, nodes }) => nodes.slice(0, 3).map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
          assert.deepEqual(told, []);
          assert.ok(passes.find(({ id }) => id === "color-contrast").nodes.length > 100, "contrast was computed of little");
        });
      });
    }
  }
}

test("what has the focus stands out, and lines of controls do", async () => {
  for (const colorScheme of ["light", "dark"]) {
    await on("flawed", { colorScheme }, async (page) => {
      const colours = await page.evaluate(() => {
        // As a colour in use: the variable itself has one for light and one for dark.
        const shown = (name) => {
          document.body.style.color = `var(${name})`;
          return getComputedStyle(document.body).color.match(/\d+/g).map(Number);
        };
        return Object.fromEntries(["--paper", "--raised", "--focus", "--strong-line"].map((name) => [name, shown(name)]));
      });
      const luminance = (rgb) => {
        const [red, green, blue] = rgb.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      };
      for (const name of ["--focus", "--strong-line"]) {
        for (const on of ["--paper", "--raised"]) {
          const [light, dark] = [luminance(colours[name]), luminance(colours[on])].sort((one, other) => other - one);
          const contrast = (light + 0.05) / (dark + 0.05);
          assert.ok(contrast >= 3, `${colorScheme}: ${name} on ${on}: ${contrast.toFixed(2)}`);
        }
      }
    });
  }
});
