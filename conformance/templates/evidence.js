"use strict";
// Shows what requirements were judged on. All of it is text: nothing becomes markup.
const evidence = (() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const svgSpace = "http://www.w3.org/2000/svg";
  const failed = ["violated", "waived"];

  const filled = (node, attributes, children) => {
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== false) node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.filter((child) => child !== null && child !== ""));
    return node;
  };
  const el = (tag, attributes = {}, ...children) =>
    filled(document.createElement(tag), attributes, children);
  const svg = (tag, attributes = {}, ...children) =>
    filled(document.createElementNS(svgSpace, tag), attributes, children);
  const text = (number) => (number === undefined ? "" : data.texts[number]);

  const duration = (seconds) => {
    if (seconds >= 1) return `${seconds.toFixed(2)} s`;
    return `${(seconds * 1000).toFixed(seconds < 0.01 ? 1 : 0)} ms`;
  };
  const size = (bytes) =>
    bytes < 1000 ? `${bytes} bytes` : `${(bytes / 1000).toFixed(1)} kB`;

  // Fills a <details> when it is first opened.
  const lazy = (attributes, summary, fill) => {
    const node = el("details", attributes, summary);
    const once = () => {
      if (!node.open) return;
      node.removeEventListener("toggle", once);
      node.append(fill());
    };
    node.addEventListener("toggle", once);
    return node;
  };

  // Indents JSON token by token, so that each token stays as it came.
  const token = /"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s"{}[\],:]+/g;
  const pretty = (source) => {
    const out = [];
    const tokens = source.match(token) || [];
    let depth = 0;
    const fresh = () => out.push(`\n${"  ".repeat(Math.min(depth, 40))}`);
    tokens.forEach((one, at) => {
      const next = tokens[at + 1];
      if (one === "{" || one === "[") {
        out.push(one);
        depth += 1;
        if (next !== "}" && next !== "]") fresh();
      } else if (one === "}" || one === "]") {
        depth = Math.max(0, depth - 1);
        if (!["{", "["].includes(tokens[at - 1])) fresh();
        out.push(one);
      } else if (one === ",") {
        out.push(one);
        fresh();
      } else if (one === ":") {
        out.push(": ");
      } else {
        const kind = one[0] !== '"' ? "plain" : next === ":" ? "key" : "text";
        out.push(el("span", { class: kind }, one));
      }
    });
    return out;
  };
  // Beyond this many characters, a node for each token would cost too much.
  const tooLong = 40_000;
  const shown = (source) =>
    /^\s*[{[]/.test(source) && source.length < tooLong ? pretty(source) : [source];

  const body = ([number, bytes, form]) => {
    const kept = text(number);
    const notes = {
      cut: `The first ${kept.length} characters of ${size(bytes)}; the recording has all.`,
      hex: `${size(bytes)} that are no text; this is how they begin.`,
    };
    return [
      el("pre", { tabindex: "0" }, ...(form === "hex" ? [kept] : shown(kept))),
      notes[form] ? el("p", { class: "soft small" }, notes[form]) : null,
    ];
  };

  const headers = (lines) =>
    !lines.length ? null : lazy({}, el("summary", {}, lines.length === 1 ? "1 header" : `${lines.length} headers`), () =>
      el("pre", {}, lines.join("\n")),
    );

  const arrivals = (events, total) => {
    const width = 600;
    const end = Math.max(total, ...events.map(([at]) => at), 0.000001);
    const x = (at) => ((at / end) * width).toFixed(1);
    const path = events.map(([at]) => `M${x(at)} 4V22`).join("");
    return svg(
      "svg",
      {
        class: "arrivals", viewBox: `-2 0 ${width + 4} 40`, role: "img",
        "aria-label": `${events.length} events: the first after ${duration(events[0][0])}, the last after ${duration(events.at(-1)[0])}`,
      },
      svg("path", { class: "axis", d: `M0 13H${width}` }),
      svg("path", { class: "event", d: path }),
      svg("text", { x: 0, y: 36 }, "sent"),
      svg("text", { x: width, y: 36, "text-anchor": "end" }, `${duration(end)} end`),
    );
  };

  const stream = (got, total) => {
    if (!got.events.length) return [el("p", { class: "soft small" }, "No event came.")];
    const rows = got.events.flatMap(([at, type, value]) => [
      el("span", { class: "at number" }, duration(at)),
      el("span", {}, type === "message" ? value : `${type}: ${value}`),
    ]);
    const more = got.more ? `${got.more} events more are in the recording.` : "";
    return [
      arrivals(got.events, total),
      el("pre", { class: "events", tabindex: "0" }, ...rows),
      el("p", { class: "soft small" }, more),
    ];
  };

  const side = (title, message, total) => {
    const content = [
      ...(message.events ? stream(message, total) : []),
      ...(message.body ? body(message.body) : []),
    ];
    const none = message.body || message.events ? null : el("p", { class: "soft small" }, "No body.");
    return el("div", { class: "side" }, el("p", { class: "of" }, title), headers(message.headers), ...content, none);
  };

  const status = (code) => {
    const kind = code === 0 || code >= 500 ? "failed" : code >= 400 ? "refused" : "";
    return el("span", { class: `status ${kind}` }, code ? String(code) : "no answer");
  };
  const head = (one) => [
    one.step && el("span", { class: "soft" }, one.step),
    el("code", {}, `${one.method} ${one.url}`),
    status(one.status),
    el("span", { class: "soft number" },
      `first byte ${duration(one.first)}, total ${duration(one.total)}`),
    ...one.attempts.map(([code, waited]) =>
      el("span", { class: "soft" }, `after a ${code}, waited ${waited} s`)),
    one.cut && el("span", { class: "soft" }, `cut: ${one.cut}`),
  ];
  const sides = (one) =>
    el("div", { class: "sides" },
      side("Request", one.sent),
      side(`Response, ${one.http}`, one.got, one.total),
    );
  const exchange = (one) =>
    el("div", {}, el("p", { class: "line-of" }, ...head(one)), sides(one));
  const folded = (one) =>
    lazy({ class: "step" }, el("summary", {}, el("span", { class: "line-of" }, ...head(one))),
      () => sides(one));

  // The step that shows what was found goes first, unfolded.
  const recording = (number, step) => {
    const stored = data.recordings[number];
    if (stored.lost) return [el("p", { class: "soft small" }, stored.lost)];
    const all = stored.exchanges;
    const meant = all.length === 1 ? all[0] : all.findLast((one) => step && one.step === step);
    const parts = all.map((one) => (one === meant ? exchange(one) : folded(one)));
    if (meant) parts.unshift(...parts.splice(all.indexOf(meant), 1));
    const more = stored.more ? `${stored.more} more exchanges. ` : "";
    return [...parts, el("p", { class: "soft small" }, more, "Recorded in ", el("code", {}, stored.path))];
  };

  const copied = (line) => {
    const button = el("button", { type: "button" }, "Copy");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(line);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(button.previousSibling);
        button.textContent = "Selected";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    });
    return el("div", { class: "copied" }, el("pre", {}, line), button);
  };

  const facts = (one) => {
    const names = ["expected", "got", "at"].filter((name) => one[name] !== undefined);
    const rows = names.flatMap((name) => [
      el("dt", {}, name === "at" ? "where" : name),
      el("dd", { class: name }, el("code", {}, text(one[name]))),
    ]);
    return rows.length ? el("dl", { class: "sheet" }, ...rows) : null;
  };

  const marks = { pass: "pass", violated: "must" };
  const item = (one, place, all, level) => {
    const kind = one.outcome === "violated" ? level.toLowerCase() : marks[one.outcome] || one.outcome;
    const summary = el("summary", {},
      el("i", { class: `mark ${kind}`, "aria-hidden": "true" }),
      el("b", {}, one.outcome), el("code", {}, one.case),
      place && one.message !== undefined
        ? el("span", { class: "soft" }, text(one.message).slice(0, 160)) : null,
    );
    const node = lazy({ class: "item" }, summary, () =>
      el("div", {},
        place ? facts(one) : null,
        one.curl === undefined ? null : copied(text(one.curl)),
        ...(one.recording === undefined
          ? [el("p", { class: "soft small" }, "Nothing was recorded.")]
          : recording(one.recording, text(one.step))),
      ));
    node.open = place === 0 && (all.length === 1 || failed.includes(one.outcome));
    return node;
  };

  // Puts the evidence below a row that is opened; once.
  return (row) => {
    const place = row.querySelector(".evidence-of");
    const items = data.items[row.id];
    if (!items || place.querySelector(".evidence")) return;
    const title = items.length === 1 ? "Evidence" : `Evidence: ${items.length} cases`;
    place.append(
      el("div", { class: "evidence" }, el("p", { class: "of" }, title),
        el("div", { class: "items" },
          ...items.map((one, at) => item(one, at, items, row.dataset.level)))),
    );
  };
})();
