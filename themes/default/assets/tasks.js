/* Filters the tasks of all months, reading their pages. */
(() => {
  "use strict";
  const LIMIT = 100;
  const COLUMNS = "day task assistant human ai supervision tokens factor supervisory".split(" ");
  const [form, status, more] = ["filters", "status", "more"].map((id) => document.getElementById(`task_${id}`));
  const months = Array.from(document.querySelectorAll("#task_months a"), ({ href }) => ({ href }));
  const fromFile = location.protocol === "file:";
  const table = document.querySelector(".explorer");
  const results = table.cloneNode(true);
  const body = results.tBodies[0];
  const heads = {};
  let current = "", latest = 0;

  const text = (row, column) => (row.querySelector(`.${column}`)?.textContent ?? "").toLowerCase();
  const query = () => String(new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim())));

  /* Text and harmless elements only. */
  function copied(node) {
    if (node instanceof Text) return node.data;
    if (!/^(TR|TD|TH|SPAN|A|ABBR)$/.test(node.tagName)) return "";
    const made = document.createElement(node.tagName);
    for (const { name, value } of node.attributes) {
      if (/^(class|scope|title|data-label)$/.test(name)) made.setAttribute(name, value);
    }
    if (/^(https?|file):/.test(node.href)) made.href = node.href;
    made.append(...Array.from(node.childNodes, copied));
    return made;
  }

  /* Another page's table, its links right for this one. */
  async function fetched(href) {
    const response = await fetch(href);
    if (!response.ok) throw response;
    const found = new DOMParser().parseFromString(await response.text(), "text/html").querySelector(".explorer");
    for (const link of found.querySelectorAll("a")) link.href = new URL(link.getAttribute("href"), href);
    return found;
  }

  async function read(month) {
    const found = month === months[0] ? table : await fetched(month.href);
    for (const head of found.tHead.rows[0].cells) heads[head.className.split(" ").pop()] ??= copied(head);
    return [...found.tBodies[0].rows];
  }

  /* A month's rows, or null; what cannot be read is tried again. */
  const rowsOf = (month) => (month.rows ??= read(month).catch(() => (month.rows = null)));

  function filter() {
    const value = (name) => (form.elements[name]?.value ?? "").toLowerCase();
    const [words, min, max] = [value("q").split(/\s+/), +value("min"), +(value("max") || Infinity)];
    const names = ["project", "assistant"].map((name) => [name, value(name)]).filter(([, wanted]) => wanted);
    const given = (row, name) => text(row, name) || (form.dataset[name] ?? "").toLowerCase();
    const factor = (row) => parseFloat(text(row, "factor"));
    return (row) =>
      words.every((word) => text(row, "task").includes(word)) &&
      names.every(([name, wanted]) => given(row, name) === wanted) &&
      factor(row) >= min && factor(row) <= max;
  }

  function blank(row, column) {
    const cell = row.insertCell();
    cell.className = heads[column].className;
    cell.dataset.label = heads[column].textContent;
    cell.textContent = column === "assistant" ? form.dataset.assistant : "–";
    return cell;
  }

  /* A month has the columns that it fills, what is found those of all. */
  function show(found) {
    const columns = COLUMNS.filter((name) => heads[name]);
    const rows = found.map(copied);
    results.tHead.rows[0].replaceChildren(...columns.map((name) => heads[name]));
    body.append(...rows);
    for (const row of body.rows) {
      const cell = (name) => row.querySelector(`.${name}`) ?? blank(row, name);
      if (row.cells.length < columns.length) row.append(...columns.map(cell));
    }
    results.hidden = false;
    dispatchEvent(new Event("rows"));
    return rows;
  }

  function begin() {
    for (const part of document.querySelectorAll("[data-month]")) part.hidden = !!current;
    results.hidden = more.hidden = true;
    body.replaceChildren();
    status.textContent = "";
    latest++;
  }

  function tell(count, searched, unread) {
    const matches = `task${count === 1 ? " matches" : "s match"}`;
    const note = fromFile ? " From a file, only this page is searched." : unread ? ` ${unread} could not be read.` : "";
    status.textContent = `${count} ${matches}, ${searched} of ${months.length} months searched.${note}`;
  }

  async function asked() {
    more.hidden = false;
    await new Promise((resolve) => (more.onclick = resolve));
    more.hidden = true;
  }

  async function search() {
    const run = latest;
    const matches = filter();
    let count = 0, searched = 0, unread = 0, shown = 0;
    for (const month of fromFile ? months.slice(0, 1) : months) {
      const all = await rowsOf(month);
      if (run !== latest) return;
      all ? searched++ : unread++;
      const found = all?.filter(matches) ?? [];
      count += found.length;
      tell(count, searched, unread);
      while (found.length) {
        const full = shown && shown % LIMIT === 0;
        if (full) await asked();
        const rows = show(found.splice(0, LIMIT - (shown % LIMIT)));
        if (full) rows[0].querySelector("a").focus();
        shown += rows.length;
      }
    }
  }

  function follow(event) {
    event?.preventDefault();
    if (query() === current) return;
    current = query();
    if (event) history.pushState(null, "", current ? `?${current}` : location.pathname);
    begin();
    if (current) search();
  }

  function open() {
    const values = new URLSearchParams(location.search);
    for (const field of form.querySelectorAll("[name]")) {
      const value = (field.value = values.get(field.name) ?? "");
      if (field.value !== value) field.add?.(new Option(value, value, false, true));
    }
    follow();
  }

  form.onchange = form.onsubmit = follow;
  form.onreset = (event) => setTimeout(follow, 0, event);
  addEventListener("popstate", open);
  results.caption.textContent = "Tasks that match";
  table.after(results);
  begin();
  open();
})();
