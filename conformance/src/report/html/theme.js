"use strict";
// Before anything is painted: that there are scripts, and the theme that was chosen last.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const themes = ["auto", "light", "dark"];
  let theme = "auto";
  try {
    // A page from a file may have no storage.
    theme = localStorage.getItem("ampwire-theme") ?? "auto";
  } catch {}
  const set = (next) => {
    theme = themes.includes(next) ? next : "auto";
    if (theme === "auto") delete root.dataset.theme;
    else root.dataset.theme = theme;
  };
  set(theme);
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const word = button.querySelector("span");
    word.textContent = theme;
    button.addEventListener("click", () => {
      set(themes[(themes.indexOf(theme) + 1) % themes.length]);
      word.textContent = theme;
      try {
        localStorage.setItem("ampwire-theme", theme);
      } catch {}
    });
  });
})();
