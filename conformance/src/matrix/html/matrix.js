"use strict";
// The filter: words, a testee, and the two whose number was pressed. It stands in the fragment, so that a link opens the same view:
// #q=words&testee=name&pair=first/second, or #family/slug alone.
(() => {
  const [form, words, testee, clear, count, nothing] = ["filter", "words", "testee", "clear", "count", "nothing"].map((id) =>
    document.getElementById(id),
  );
  const names = [...testee.options].slice(1).map((option) => option.value);
  const numbers = [...document.querySelectorAll("button.count")].map((button) => ({
    button,
    pair: [Number(button.dataset.first), Number(button.dataset.second)],
    name: `${names[button.dataset.first]}/${names[button.dataset.second]}`,
  }));
  const sections = [...document.querySelectorAll(".standing")].map((section) => ({
    section,
    clusters: [...section.querySelectorAll(".cluster")].map((cluster) => ({
      cluster,
      who: cluster.dataset.who.split(" "),
      rows: [...cluster.querySelectorAll(".row")].map((row) => ({ row, groups: row.dataset.groups.split(" ") })),
      text: undefined,
    })),
  }));
  let pressed;

  const differs = ({ groups }) => {
    if (!pressed) return true;
    const [first, second] = pressed.pair.map((place) => groups[place]);
    return first !== "-" && second !== "-" && first !== second;
  };

  const show = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let ways = 0;
    let vectors = 0;
    for (const { section, clusters } of sections) {
      let any = false;
      for (const one of clusters) {
        one.text ??= one.cluster.textContent.toLowerCase();
        const fits = wanted.every((word) => one.text.includes(word)) && (!testee.value || one.who.includes(testee.value));
        let rows = 0;
        for (const row of one.rows) {
          row.row.hidden = !differs(row);
          rows += row.row.hidden ? 0 : 1;
        }
        one.cluster.hidden = !fits || rows === 0;
        if (one.cluster.hidden) continue;
        any = true;
        ways += 1;
        vectors += rows;
      }
      section.hidden = !any;
    }
    nothing.hidden = ways > 0;
    count.textContent = `${vectors} ${vectors === 1 ? "vector" : "vectors"} in ${ways} ${ways === 1 ? "way" : "ways"}`;
    for (const number of numbers) number.button.setAttribute("aria-pressed", String(pressed === number));
  };

  const write = () => {
    const parts = Object.entries({ q: words.value.trim(), testee: testee.value, pair: pressed?.name })
      .filter(([, value]) => value)
      .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll("%2F", "/")}`);
    history.replaceState(null, "", parts.length > 0 ? `#${parts.join("&")}` : location.pathname + location.search);
  };

  const read = () => {
    const hash = location.hash.slice(1);
    const target = hash && !hash.includes("=") ? document.getElementById(hash) : null;
    const asked = new URLSearchParams(hash.includes("=") ? hash : "");
    words.value = asked.get("q") ?? "";
    testee.value = asked.get("testee") ?? "";
    if (testee.selectedIndex < 0) testee.value = "";
    pressed = numbers.find((number) => number.name === asked.get("pair"));
    show();
    if (target) {
      for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
      target.scrollIntoView();
    }
  };

  const changed = () => {
    show();
    write();
  };
  const reset = () => {
    words.value = "";
    testee.value = "";
    pressed = undefined;
    changed();
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  words.addEventListener("input", changed);
  testee.addEventListener("change", changed);
  clear.addEventListener("click", () => {
    reset();
    words.focus();
  });
  for (const number of numbers) {
    number.button.addEventListener("click", () => {
      pressed = pressed === number ? undefined : number;
      changed();
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.closest?.("input, select, textarea");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      words.focus();
      words.select();
    } else if (event.key === "Escape") {
      reset();
    }
  });
  addEventListener("hashchange", read);
  read();
})();
