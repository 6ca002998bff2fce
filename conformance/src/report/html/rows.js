"use strict";
// The filter and the keys of the list of vectors. What is shown stands in the fragment, so that a link opens the same view:
// #q=words&verdict=fail,crash&op=…&level=…&rule=…&testee=0&differ=1&open=family/slug, or #family/slug alone.
(() => {
  const list = document.getElementById("rows");
  const form = document.getElementById("filter");
  const box = list.parentElement;
  const at = (id) => document.getElementById(id);
  const [words, count, nothing] = ["words", "count", "nothing"].map(at);
  const selects = ["testee", "op", "level", "rule"].map(at).filter(Boolean);
  const differ = at("differ");
  const buttons = [...form.querySelectorAll("[data-verdict]")];
  const byDefault = box.hasAttribute("data-differing");
  const most = 20; // open rows that a link remembers

  const rows = [...list.children].map((item) => {
    const cells = [...item.querySelector(".cells").children];
    const details = item.firstElementChild;
    const body = details.lastElementChild;
    // Without scripts a browser opens what the target of a link stands in; with them the whole row is the target.
    item.id = body.id;
    body.removeAttribute("id");
    return {
      item,
      details,
      place: item.id,
      differs: item.hasAttribute("data-x"),
      op: item.querySelector(".op").textContent,
      level: item.querySelector(".level").textContent,
      // One a testee, in order; one that has no such vector has none.
      verdicts: cells.map((cell) => (cell.matches(".verdict") ? cell.textContent : "")),
      rules: new Set([...item.querySelectorAll("code.rules, .rules a")].flatMap((rules) => rules.textContent.split(" "))),
      text: undefined,
    };
  });
  const byPlace = new Map(rows.map((row) => [row.place, row]));
  const byItem = new Map(rows.map((row) => [row.item, row]));

  const empty = () => ({ q: "", verdict: [], op: "", level: "", rule: "", testee: "", differ: byDefault, open: [] });
  let state = empty();

  const fill = (select, values) => {
    const sorted = [...new Set(values)].sort();
    for (const value of sorted) select.add(new Option(value, value));
  };
  fill(at("op"), rows.map((row) => row.op));
  fill(at("level"), rows.map((row) => row.level));
  fill(at("rule"), rows.flatMap((row) => [...row.rules]));

  const decode = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  };
  const encode = (text) => encodeURIComponent(text).replaceAll("%2F", "/").replaceAll("%2C", ",");

  const read = () => {
    const next = empty();
    const hash = location.hash.slice(1);
    if (hash && !hash.includes("=")) {
      const place = decode(hash);
      if (byPlace.has(place)) next.open = [place];
      return next;
    }
    for (const part of hash.split("&")) {
      const [name, value] = part.split("=", 2);
      const text = decode(value ?? "");
      if (name === "verdict" || name === "open") next[name] = text.split(",").filter(Boolean);
      else if (name === "differ") next.differ = text === "1";
      else if (name in next) next[name] = text;
    }
    return next;
  };

  const write = () => {
    const parts = [];
    const filtered = ["q", "op", "level", "rule", "testee"].filter((name) => state[name]);
    for (const name of filtered) parts.push(`${name}=${encode(state[name])}`);
    if (state.verdict.length) parts.push(`verdict=${encode(state.verdict.join(","))}`);
    if (differ && state.differ !== byDefault) parts.push(`differ=${state.differ ? 1 : 0}`);
    if (state.open.length === 1 && !parts.length) parts.push(encode(state.open[0]));
    else if (state.open.length) parts.push(`open=${encode(state.open.slice(-most).join(","))}`);
    const hash = parts.length ? `#${parts.join("&")}` : location.pathname + location.search;
    try {
      history.replaceState(null, "", hash);
    } catch {}
  };
  let later = 0;
  const writeSoon = () => {
    clearTimeout(later);
    later = setTimeout(write, 150);
  };

  const controls = () => {
    if (words.value !== state.q) words.value = state.q;
    for (const select of selects) {
      const value = state[select.id];
      if (value && ![...select.options].some((option) => option.value === value)) select.add(new Option(value, value));
      select.value = value;
    }
    if (differ) differ.checked = state.differ;
    for (const button of buttons) {
      button.setAttribute("aria-pressed", String(state.verdict.includes(button.dataset.verdict)));
    }
  };

  const matches = (row, terms) => {
    if (differ && state.differ && !row.differs) return false;
    if (state.op && row.op !== state.op) return false;
    if (state.level && row.level !== state.level) return false;
    if (state.rule && !row.rules.has(state.rule)) return false;
    const verdicts = state.testee === "" ? row.verdicts : [row.verdicts[Number(state.testee)] ?? ""];
    if (state.testee !== "" && !verdicts[0]) return false;
    if (state.verdict.length && !verdicts.some((verdict) => state.verdict.includes(verdict))) return false;
    if (!terms.length) return true;
    row.text ??= row.item.textContent.toLowerCase();
    return terms.every((term) => row.text.includes(term));
  };

  const apply = () => {
    const started = performance.now();
    const terms = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const hidden = !matches(row, terms);
      if (row.item.hidden !== hidden) row.item.hidden = hidden;
      if (!hidden) shown += 1;
    }
    count.textContent = `${shown} of ${rows.length}`;
    nothing.hidden = shown > 0;
    box.dataset.took = (performance.now() - started).toFixed(1);
  };

  const changed = () => {
    controls();
    apply();
    writeSoon();
  };

  // What the fragment asks for: the filter, and the rows that are to be open.
  const follow = (first) => {
    state = read();
    const wanted = state.open.map((place) => byPlace.get(place)).filter(Boolean);
    controls();
    apply();
    // A link to a vector shows it, whatever the view shows by itself.
    if (wanted.some((row) => row.item.hidden)) {
      state = { ...empty(), differ: false, open: state.open };
      controls();
      apply();
    }
    for (const row of wanted) row.details.open = true;
    const last = wanted.at(-1);
    if (last) {
      last.item.scrollIntoView({ block: "start" });
      last.details.firstElementChild.focus({ preventScroll: true });
    } else if (!first && location.hash.includes("=")) {
      const section = at("vectors");
      section.scrollIntoView({ block: "start" });
      section.focus({ preventScroll: true });
    }
  };

  const visible = (item, step) => {
    while (item && item.hidden) item = item[step];
    return item;
  };
  const move = (step) => {
    const here = document.activeElement?.closest("#rows > li");
    const next = here
      ? visible(here[step], step)
      : visible(list.firstElementChild, "nextElementSibling");
    const summary = next?.firstElementChild.firstElementChild;
    summary?.scrollIntoView({ block: "nearest" });
    summary?.focus({ preventScroll: true });
  };

  const copy = async (button) => {
    const code = button.parentElement.querySelector("code");
    try {
      await navigator.clipboard.writeText(code.textContent);
      button.textContent = "copied";
      setTimeout(() => (button.textContent = "copy"), 1200);
    } catch {
      // Marked at least, so that the usual keys copy it.
      getSelection().selectAllChildren(code);
    }
  };

  const reset = () => {
    state = { ...empty(), open: state.open };
    changed();
  };

  form.addEventListener("submit", (event) => event.preventDefault());
  words.addEventListener("input", () => {
    state.q = words.value;
    apply();
    writeSoon();
  });
  for (const select of selects) {
    select.addEventListener("change", () => {
      state[select.id] = select.value;
      changed();
    });
  }
  differ?.addEventListener("change", () => {
    state.differ = differ.checked;
    changed();
  });
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const name = button.dataset.verdict;
      const without = state.verdict.filter((other) => other !== name);
      state.verdict = without.length === state.verdict.length ? [...without, name] : without;
      changed();
    });
  }
  at("reset").addEventListener("click", reset);
  nothing.querySelector("button").addEventListener("click", () => {
    state = { ...empty(), differ: false, open: state.open };
    changed();
    words.focus();
  });
  list.addEventListener(
    "toggle",
    (event) => {
      const row = byItem.get(event.target.parentElement);
      if (!row) return;
      const others = state.open.filter((place) => place !== row.place);
      state.open = row.details.open ? [...others, row.place] : others;
      writeSoon();
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (button) copy(button);
    // A link to where one is already changes no fragment, and has to be followed all the same.
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash && link.hash.length > 1 && !link.matches(".skip")) follow(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const target = event.target;
    const typing = target.matches("input[type='search'], select");
    const down = event.key === "ArrowDown";
    if (event.key === "/" && !typing) {
      words.focus();
      words.select();
    } else if (event.key === "Escape" && target === words) {
      if (state.q) {
        state.q = "";
        changed();
      } else {
        words.blur();
      }
    } else if (event.key === "Escape") {
      const details = target.closest("#rows details[open]");
      if (!details) return;
      details.open = false;
      details.firstElementChild.focus();
    } else if (target === words && (down || event.key === "Enter")) {
      move("nextElementSibling");
    } else if (typing) {
      return;
    } else if (event.key === "j" || (down && target.matches("#rows summary"))) {
      move("nextElementSibling");
    } else if (event.key === "k" || (event.key === "ArrowUp" && target.matches("#rows summary"))) {
      move("previousElementSibling");
    } else {
      return;
    }
    event.preventDefault();
  });

  // On paper nothing can be opened: what is red is open there, as far as it is shown.
  let opened = [];
  addEventListener("beforeprint", () => {
    const red = rows.filter((row) => !row.item.hidden && !row.details.open && row.item.querySelector(".verdict.bad"));
    opened = red.slice(0, 100);
    for (const row of opened) row.details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const row of opened) row.details.open = false;
  });

  addEventListener("hashchange", () => follow(false));
  try {
    follow(true);
  } finally {
    box.classList.add("ready");
  }
})();
