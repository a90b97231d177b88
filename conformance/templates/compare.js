"use strict";
(() => {
  const form = document.querySelector(".tools");
  const output = form.querySelector("output");
  const nothing = document.querySelector(".nothing");
  const areas = [...document.querySelectorAll(".matrix tbody")].map((body) => ({
    body,
    name: body.dataset.area,
    rows: [...body.querySelectorAll("tr:not(.area, .detail)")].map((row) => ({
      row,
      detail: row.nextElementSibling,
      button: row.querySelector("button"),
      differs: row.hasAttribute("data-differs"),
      text: `${row.querySelector("button").textContent} ${
        row.nextElementSibling.querySelector("p").textContent
      }`.toLowerCase(),
    })),
  }));

  // What differs is what a comparison is read for; where nothing does, all is shown.
  const usual = areas.some(({ rows }) => rows.some((entry) => entry.differs));

  const total = areas.reduce((sum, { rows }) => sum + rows.length, 0);

  const unfold = (entry, open) => {
    entry.button.setAttribute("aria-expanded", String(open));
    entry.detail.hidden = !open || entry.row.hidden;
  };

  const isOpen = (entry) => entry.button.getAttribute("aria-expanded") === "true";

  const filter = () => {
    const wanted = form.elements.text.value.trim().toLowerCase();
    const area = form.elements.area.value;
    const differing = form.elements.differences.checked;
    let shown = 0;
    for (const { body, name, rows } of areas) {
      let here = 0;
      for (const entry of rows) {
        const fits =
          (!area || area === name) &&
          (!differing || entry.differs) &&
          entry.text.includes(wanted);
        entry.row.hidden = !fits;
        unfold(entry, isOpen(entry));
        here += fits;
      }
      body.hidden = !here;
      shown += here;
    }
    output.textContent = `${shown} of ${total} shown`;
    nothing.hidden = shown > 0;
  };

  const remember = () => {
    const kept = new URLSearchParams();
    if (form.elements.text.value) kept.set("text", form.elements.text.value);
    if (form.elements.area.value) kept.set("area", form.elements.area.value);
    const { checked } = form.elements.differences;
    if (checked !== usual) kept.set("differences", checked ? "1" : "0");
    history.replaceState(null, "", `#${kept}`);
  };

  const recall = () => {
    const kept = new URLSearchParams(location.hash.slice(1));
    form.elements.text.value = kept.get("text") ?? "";
    form.elements.area.value = kept.get("area") ?? "";
    if (form.elements.area.selectedIndex < 0) form.elements.area.value = "";
    const differences = kept.get("differences");
    form.elements.differences.checked =
      differences === null ? usual : differences === "1";
    filter();
  };

  for (const { rows } of areas) {
    for (const entry of rows) {
      unfold(entry, false);
      entry.button.addEventListener("click", () => unfold(entry, !isOpen(entry)));
    }
  }
  form.addEventListener("input", () => {
    filter();
    remember();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", recall);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select");
    if (event.key === "/" && !typing) {
      event.preventDefault();
      form.elements.text.focus();
    }
  });
  document.querySelector(".theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("relaycert-theme", root.dataset.theme);
    } catch { /* a page from a file may keep nothing */ }
  });
  recall();
})();
