// Added to previewed pages: loads a page again when it has changed, and shows what is wrong.
(() => {
  "use strict";
  const { file, digest, run } = document.currentScript.dataset;
  const RETRY = 1000;
  // Lines of source, `   12 | …`, stay whole; all others are wrapped.
  const EXCERPT = /^ *\d* \| /;
  // What the name of an asset carries before its ending.
  const DIGEST = /\.[0-9a-f]{8,64}(?=\.\w+$)/;
  const PARTS = /(^ *\d* \| [^\n]*\n?)+|[^\n]*\n|[^\n]+/gm;
  const STYLE = `
    :host { all: initial; }
    section {
      position: fixed; inset: auto 0 0 0; z-index: 2147483647; box-sizing: border-box; max-height: 70vh; overflow: auto;
      padding: 0 clamp(1rem, 4vw, 2.5rem) 1.25rem; border-top: 4px solid #c62828; color: #1c1b1a; background: #fff8f6;
      --strong: #a31515; --raised: #f9e6e1; font: 15px/1.5 system-ui, sans-serif; box-shadow: 0 -4px 24px #0004;
      color-scheme: light dark;
    }
    section > * { max-width: 59rem; margin: 0 auto; }
    .bar {
      display: flex; gap: 1rem; align-items: center; justify-content: space-between; position: sticky; top: 0;
      padding: .75rem 0; background: inherit;
    }
    h2 { margin: 0; font-size: 1rem; line-height: 1.3; color: var(--strong); }
    pre { font: 13px/1.5 ui-monospace, "Cascadia Code", Menlo, Consolas, monospace; }
    span { display: block; white-space: pre-wrap; overflow-wrap: anywhere; }
    .excerpt {
      white-space: pre; overflow-x: auto; margin: .375rem 0; padding: .375rem .5rem; border-radius: 4px;
      background: var(--raised);
    }
    button {
      padding: .25rem .875rem; border: 1px solid var(--strong); border-radius: 4px; color: var(--strong);
      background: none; font: inherit; cursor: pointer;
    }
    button:hover { background: var(--raised); }
    :focus-visible { outline: 2px solid var(--strong); outline-offset: 2px; }
    @media (prefers-color-scheme: dark) {
      section { color: #f1efec; background: #2a1c1a; --strong: #ffb4a6; --raised: #3d2926; }
    }
    @media print { section { display: none; } }`;
  // Of the page, whose colours the words keep.
  const WORDS = `
    mark.leverage-site-claim {
      color: inherit; background: none; scroll-margin: 20vh; text-underline-offset: .2em; text-decoration-skip-ink: none;
      text-decoration: underline wavy from-font light-dark(#c62828, #ff8a7a);
    }
    mark.leverage-site-claim:focus { outline: 2px solid light-dark(#c62828, #ff8a7a); outline-offset: 3px; }
    @media print { mark.leverage-site-claim { text-decoration: none; } }`;
  const NOTE = `
    :host { all: initial; color-scheme: inherit; }
    span {
      display: inline-block; box-sizing: border-box; max-width: 100%; margin-inline-start: .25em; padding: 0 .5em;
      border: 1px solid transparent; border-radius: 4px;
      color: light-dark(#8c1212, #ffcfc6); background: light-dark(#fbe3de, #4a211b);
      font: .8125em/1.5 system-ui, sans-serif; overflow-wrap: anywhere; user-select: none;
    }
    @media print { span { display: none; } }`;
  const COUNT = `
    :host { all: initial; color-scheme: inherit; }
    section {
      position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483646; box-sizing: border-box;
      max-width: min(32rem, 100vw - 2rem); max-height: 40vh; overflow: auto; padding: .625rem .75rem;
      --strong: light-dark(#a31515, #ffb4a6); --raised: light-dark(#f9e6e1, #3d2926);
      color: light-dark(#1c1b1a, #f1efec); background: light-dark(#fff8f6, #2a1c1a);
      border: 1px solid light-dark(#c62828, #ff8a7a); border-radius: 6px; font: 14px/1.5 system-ui, sans-serif; box-shadow: 0 2px 16px #0003;
    }
    summary { min-height: 1.5rem; padding-inline-end: 4rem; color: var(--strong); font-weight: 600; cursor: pointer; }
    ul { margin: .375rem 0 0; padding: 0; list-style: none; }
    button {
      border: 0; border-radius: 4px; color: inherit; background: none; font: inherit; overflow-wrap: anywhere;
      cursor: pointer;
    }
    li button { width: 100%; padding: .25rem .5rem; text-align: start; }
    section > button {
      position: absolute; inset: .625rem .75rem auto auto; height: 1.5rem; padding: 0 .5rem; color: var(--strong);
      border: 1px solid;
    }
    button:hover { background: var(--raised); }
    :focus-visible { outline: 2px solid var(--strong); outline-offset: 1px; }
    @media print { section { display: none; } }`;
  // What of a page is no part of its sentences.
  const NO_TEXT = "script, style, template, noscript, svg, .footnote-ref, leverage-site-claim-note";
  let number = document.currentScript.dataset.number;
  let current = run;
  let stream = null;
  let retry = 0;
  let overlay = null;
  const coming = new WeakMap();
  let shown = "";
  let hidden = null;
  let marked = "[]";
  let count = null;
  let adopted = null;

  // A hidden tab holds no stream: browsers open few connections to a host. It catches up when it is seen again.
  const connect = () => {
    if (stream || document.hidden) return;
    clearTimeout(retry);
    const query = new URLSearchParams({ file, digest, number, run: current });
    stream = new EventSource(`/__leverage_site/events?${query}`);
    stream.onmessage = (event) => update(JSON.parse(event.data));
    stream.onerror = () => {
      disconnect();
      retry = setTimeout(connect, RETRY);
    };
  };

  const disconnect = () => {
    clearTimeout(retry);
    stream?.close();
    stream = null;
  };

  const update = (message) => {
    number = message.number;
    current = message.run;
    show(message.problems);
    if (message.reload) {
      disconnect();
      location.reload();
    } else {
      refresh(message.assets);
      markClaims(message.claims);
    }
  };

  // Changed files that a page only refers to are exchanged in place; without a list, each may have changed.
  const refresh = (assets) => {
    const uses = (url) => {
      const place = url ? path(url) : null;
      return place !== null && (!assets || assets.includes(place) || assets.includes(place.replace(DIGEST, "")));
    };
    const styles = [...document.querySelectorAll('link[rel~="stylesheet"]')];
    const direct = styles.filter((link) => uses(link.href));
    const imported = assets?.some((name) => name.endsWith(".css"));
    for (const link of direct.length || !imported ? direct : styles) swap(link);
    for (const image of document.images) if (uses(image.src)) image.src = fresh(image.src);
    if (assets) for (const script of document.scripts) if (uses(script.src)) location.reload();
  };

  // As the server names it; null for what is not from here.
  const path = (url) => {
    try {
      const { origin, pathname } = new URL(url, location);
      return origin === location.origin ? decodeURIComponent(pathname) : null;
    } catch {
      return null;
    }
  };

  const fresh = (url) => {
    const changed = new URL(url, location);
    changed.searchParams.set("leverage-site", `${current}-${number}`);
    return changed.href;
  };

  // A stylesheet applies until the next one does; one that was still to come is replaced.
  const swap = (link) => {
    if (!link.isConnected) return;
    coming.get(link)?.remove();
    const next = link.cloneNode();
    next.href = fresh(link.href);
    next.onload = next.onerror = () => link.remove();
    coming.set(link, next);
    link.after(next);
  };

  const show = (problems) => {
    if (problems === shown) return;
    shown = problems;
    overlay?.remove();
    overlay = null;
    // A file that an editor empties before it writes has another problem for a moment.
    if (!problems) hidden = null;
    if (!problems || problems === hidden) return;
    overlay = document.createElement("leverage-site-problems");
    const root = shadow(overlay, STYLE);
    root.append(section(problems));
    // First, so that the keyboard comes to it first.
    document.documentElement.prepend(overlay);
    root.querySelectorAll(".excerpt").forEach(scrollToMark);
  };

  const sheet = (text) => {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    return made;
  };

  const shadow = (host, style) => {
    const root = host.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet(style)];
    return root;
  };

  const dismiss = () => {
    hidden = shown;
    overlay.remove();
  };

  const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  };

  const section = (problems) => {
    const hide = element("button", { type: "button", onclick: dismiss }, "Hide");
    const title = element("h2", {}, "Mend this to see your latest edits");
    const text = element("pre", {}, ...problems.match(PARTS).map(part));
    return element("section", { role: "alert" }, element("div", { className: "bar" }, title, hide), text);
  };

  const part = (text) =>
    element("span", EXCERPT.test(text) ? { className: "excerpt", tabIndex: 0 } : {}, text);

  const scrollToMark = (excerpt) => {
    const lines = excerpt.textContent.split("\n");
    const share = (lines[1] ?? "").indexOf("^") / Math.max(...lines.map((line) => line.length));
    excerpt.scrollLeft = excerpt.scrollWidth * share - excerpt.clientWidth / 2;
  };

  // Words that the records refute are marked where they stand, with what would be true.
  const markClaims = (sentences) => {
    if (JSON.stringify(sentences) === marked) return;
    unmark();
    marked = JSON.stringify(sentences);
    if (!sentences.length) return;
    if (!adopted) document.adoptedStyleSheets.push((adopted = sheet(WORDS)));
    const claims = [...placed(sentences)];
    // From the end: a text that is split keeps what is before.
    for (const claim of claims.toSorted((one, other) => other.start - one.start)) claim.mark = wrap(claim);
    countOf(claims);
  };

  const unmark = () => {
    count?.remove();
    for (const note of document.querySelectorAll("leverage-site-claim-note")) note.remove();
    for (const mark of document.querySelectorAll("mark.leverage-site-claim")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
  };

  // Yields each claim with the pieces of text that its words are in; none where the page does not have its sentence.
  const placed = function* (sentences) {
    const { text, at } = shownText();
    const searched = new Map();
    for (const { line, parts } of sentences) {
      const words = parts.map((part) => part.printed ?? part);
      const whole = spaced(words.join(""));
      let begin = text.indexOf(whole, searched.get(whole));
      while (isInside(text, at, begin)) begin = text.indexOf(whole, begin + 1);
      if (begin >= 0) searched.set(whole, begin + 1);
      for (const [n, claim] of parts.entries()) {
        if (!claim.printed) continue;
        const start = begin + spaced(words.slice(0, n).join("")).length;
        const pieces = begin < 0 ? [] : piecesOf(at, start, start + spaced(claim.printed).length);
        yield { ...claim, line, start, pieces };
      }
    }
  };

  // Whether there is a letter or a digit right before a place in the same text.
  const isInside = (text, at, place) =>
    place > 0 && at[place - 1][0] === at[place][0] && /[\p{L}\p{N}]/u.test(text[place - 1]);

  const spaced = (text) => text.replace(/\s+/g, " ");

  // What a page says, with any white space as one space, and for each character the text that it is in and its place.
  const shownText = () => {
    const filter = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      return node.matches(NO_TEXT) || !node.checkVisibility() ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, filter);
    const at = [];
    let text = "";
    while (walker.nextNode()) {
      const { data } = walker.currentNode;
      for (let place = 0; place < data.length; place++) {
        const sign = /\s/.test(data[place]) ? " " : data[place];
        if (sign === " " && text.endsWith(" ")) continue;
        text += sign;
        at.push([walker.currentNode, place]);
      }
    }
    return { text, at };
  };

  const piecesOf = (at, begin, end) => {
    const pieces = [];
    for (const [node, place] of at.slice(begin, end)) {
      if (pieces.at(-1)?.node !== node) pieces.push({ node, from: place });
      pieces.at(-1).to = place + 1;
    }
    return pieces;
  };

  // Returns the first mark, where there is one.
  const wrap = ({ pieces, truth, why }) => {
    const marks = pieces.map(({ node, from, to }) => {
      const rest = node.splitText(to);
      if (!rest.data) rest.remove();
      const words = node.splitText(from);
      const mark = element("mark", { className: "leverage-site-claim", tabIndex: -1 });
      words.replaceWith(mark);
      mark.append(words);
      return mark;
    });
    const last = marks.at(-1);
    if (!last) return null;
    const note = element("leverage-site-claim-note", { role: "note", lang: "en", dir: "ltr", title: why });
    shadow(note, NOTE).append(element("span", {}, `the records say: ${truth || why}`));
    behind(last.closest("a") ?? last).after(note);
    return marks[0];
  };

  // Returns what a note may follow: what ends with the marked words, with the signs that end a sentence.
  const behind = (node) => {
    while (!node.nextSibling && getComputedStyle(node.parentElement).display === "inline") node = node.parentElement;
    const next = node.nextSibling;
    const signs = next?.nodeType === Node.TEXT_NODE ? next.data.search(/[^\p{P}]|$/u) : 0;
    if (!signs) return node;
    next.splitText(signs);
    return next;
  };

  // Says in a corner how many claims are refuted, and leads to each.
  const countOf = (claims) => {
    const title = `${claims.length} ${claims.length === 1 ? "statement does" : "statements do"} not follow from the records`;
    const leads = claims.map(({ mark, line, printed, why }) => {
      const onclick = () => {
        mark?.focus({ preventScroll: true });
        mark?.scrollIntoView();
      };
      const parts = [element("b", {}, printed), ` – ${why} (line ${line})`];
      return element("li", {}, element("button", { type: "button", onclick }, ...parts));
    });
    const list = element("details", {}, element("summary", {}, title), element("ul", {}, ...leads));
    const hide = element("button", { type: "button", onclick: unmark }, "Hide");
    count = element("leverage-site-claims", { lang: "en", dir: "ltr" });
    shadow(count, COUNT).append(element("section", { ariaLabel: "Statements" }, list, hide));
    if (overlay?.isConnected) overlay.after(count);
    else document.documentElement.prepend(count);
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  connect();
})();
