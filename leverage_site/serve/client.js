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
  let number = document.currentScript.dataset.number;
  let current = run;
  let stream = null;
  let retry = 0;
  let overlay = null;
  const coming = new WeakMap();
  let shown = "";
  let hidden = null;

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
    const root = overlay.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    root.append(section(problems));
    // First, so that the keyboard comes to it first.
    document.documentElement.prepend(overlay);
    root.querySelectorAll(".excerpt").forEach(scrollToMark);
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

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  connect();
})();
