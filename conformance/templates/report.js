// The list and its filter. The address says what is shown:
// #chat.stream.done&target=NAME&verdict=must,should&level=MUST&area=chat&q=TEXT
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const targets = all(".target");
  const cards = all(".targets a");
  const chosen = () => targets.find((one) => one.classList.contains("chosen"));
  const words = new Map();
  const said = (row) => {
    if (!words.has(row)) {
      words.set(row, `${row.querySelector("summary").textContent} ${row.querySelector(".sheet").textContent}`.toLowerCase());
    }
    return words.get(row);
  };

  const decoded = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;  // written by hand
    }
  };
  const read = () => {
    const state = { id: "", target: "", verdict: [], level: [], area: "", q: "" };
    for (const part of location.hash.slice(1).split("&").filter(Boolean)) {
      const [name, ...rest] = part.split("=");
      const value = decoded(rest.join("="));
      if (!rest.length) state.id = decoded(name);
      else if (Array.isArray(state[name])) state[name] = value.split(",").filter(Boolean);
      else if (name in state) state[name] = value;
    }
    return state;
  };
  const written = (state) =>
    "#" + [
      state.id,
      ...["target", "verdict", "level", "area", "q"]
        .filter((name) => state[name].length)
        .map((name) => `${name}=${encodeURIComponent(state[name]).replaceAll("%2C", ",")}`),
    ].filter(Boolean).join("&");

  let state = read();
  const change = (changes) => {
    state = { ...state, ...changes };
    history.replaceState(null, "", written(state));
    show();
  };

  const fits = (row) => {
    const { kind, level, area } = row.dataset;
    return (!state.verdict.length || state.verdict.includes(kind))
      && (!state.level.length || state.level.includes(level))
      && (!state.area || state.area === area)
      && state.q.toLowerCase().split(/\s+/).every((word) => said(row).includes(word));
  };

  const show = () => {
    const named = targets.find((one) => one.dataset.name === state.target);
    const now = named || chosen() || targets[0];
    if (!now) return;
    targets.forEach((one) => one.classList.toggle("chosen", one === now));
    cards.forEach((card, at) => {
      if (targets[at] === now) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    });
    const rows = all(".row", now);
    const fitting = rows.filter((row) => { row.hidden = !fits(row); return !row.hidden; });
    all(".group", now).forEach((group) => {
      const left = all(".row:not([hidden])", group);
      const own = left.filter((row) => row.dataset.kind === group.dataset.kind);
      group.hidden = !left.length;
      group.querySelector(".number").textContent = own.length || left.length;
    });
    // What a filter leaves is to be seen, also below its cause.
    all(".folded", now).forEach((folded) => {
      const within = all(".row", folded);
      const left = within.filter((row) => !row.hidden);
      folded.hidden = !left.length;
      if (left.length && fitting.length < rows.length) folded.open = true;
    });
    mirror(now, fitting.length, rows.length);
  };

  // What is chosen, on the controls themselves.
  const mirror = (now, fitting, number) => {
    const form = now.querySelector(".filter");
    const { q, area } = form.elements;
    if (q.value.trim() !== state.q) q.value = state.q;
    area.value = state.area;
    all("[aria-pressed]", form).forEach((button) => {
      const { kind, level } = button.dataset;
      const on = kind ? state.verdict.includes(kind) : state.level.includes(level);
      button.setAttribute("aria-pressed", String(on));
    });
    all(".map a", now).forEach((tile) => {
      if (tile.dataset.area === state.area) tile.setAttribute("aria-current", "true");
      else tile.removeAttribute("aria-current");
    });
    const filtered = fitting < number;
    form.querySelector("output").textContent =
      filtered ? `${fitting} of ${number} requirements` : `${number} requirements`;
    form.querySelector("[type=reset]").hidden =
      !(state.q || state.area || state.verdict.length || state.level.length);
    now.querySelector(".none").hidden = fitting > 0;
  };

  const cleared = { q: "", area: "", verdict: [], level: [] };
  const toggled = (list, value) =>
    list.includes(value) ? list.filter((one) => one !== value) : [...list, value];

  // Opens the row that the address names, whatever the filter.
  const visit = () => {
    state = read();
    show();
    const now = chosen();
    if (!now || !state.id) return;
    const row = document.getElementById(state.id + now.dataset.suffix);
    if (!row || !row.classList.contains("row")) return;
    if (row.hidden) change(cleared);
    const folded = row.closest(".folded");
    if (folded) folded.open = true;
    row.open = true;
    evidence(row);
    row.scrollIntoView({ block: "start" });
    row.querySelector("summary").focus({ preventScroll: true });
  };

  for (const target of targets) {
    const form = target.querySelector(".filter");
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => { event.preventDefault(); change(cleared); });
    form.addEventListener("input", () => {
      change({ q: form.elements.q.value.trim(), area: form.elements.area.value });
    });
    form.addEventListener("click", (event) => {
      const { kind, level } = event.target.closest("[aria-pressed]")?.dataset || {};
      if (kind) change({ verdict: toggled(state.verdict, kind) });
      if (level) change({ level: toggled(state.level, level) });
    });
    target.querySelector(".map").addEventListener("click", (event) => {
      const tile = event.target.closest("a");
      if (!tile) return;
      event.preventDefault();
      const { area } = tile.dataset;
      change({ area: state.area === area ? "" : area });
      if (state.area) target.querySelector(".list").scrollIntoView();
    });
    target.querySelector(".clients").addEventListener("click", (event) => {
      // To go to the same address again is no change of it.
      if (event.target.closest("a")?.hash === location.hash) visit();
    });
    target.addEventListener("click", (event) => {
      const row = event.target.closest("summary")?.parentElement;
      if (!row?.classList.contains("row")) return;
      // Not open yet: this click opens it.
      const id = row.id.slice(0, row.id.length - target.dataset.suffix.length);
      if (!row.open) change({ id, target: targets[1] ? target.dataset.name : "" });
      else if (state.id === id) change({ id: "" });
    });
    target.addEventListener("toggle", (event) => {
      const row = event.target;
      if (row.open && row.classList.contains("row")) evidence(row);
    }, true);
  }
  cards.forEach((card, at) => card.addEventListener("click", (event) => {
    event.preventDefault();
    change({ target: targets[at].dataset.name, id: "" });
  }));

  document.addEventListener("keydown", (event) => {
    const q = chosen()?.querySelector(".filter").elements.q;
    const typing = event.target.closest("input, select, textarea");
    if (!q || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      q.focus();
      q.select();
    } else if (event.key === "Escape") {
      q.value = "";
      change(cleared);
    }
  });

  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    chosen()?.querySelector(".filter").elements.q.focus();
  });

  document.querySelector(".theme").addEventListener("click", () => {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try {
      localStorage.setItem("relaycert-theme", root.dataset.theme);
    } catch { /* chosen for this visit only */ }
  });

  // On paper nothing can be unfolded: what is violated is unfolded before.
  let unfolded = [];
  addEventListener("beforeprint", () => {
    const kinds = ["must", "should", "may", "waived"];
    unfolded = all(".row:not([open])", chosen()).filter((row) => kinds.includes(row.dataset.kind));
    unfolded.push(...all(".folded:not([open])", chosen()));
    unfolded.forEach((row) => { row.open = true; });
  });
  addEventListener("afterprint", () => unfolded.forEach((row) => { row.open = false; }));

  addEventListener("hashchange", visit);
  visit();
  // The browser goes to the address by itself when all is loaded, and takes the focus.
  if (state.id) addEventListener("load", () => setTimeout(visit));
})();
