// Lets tables of the class `sortable` be sorted by a click on a heading; without it they stay as they are.
(function () {
  "use strict";

  // Where style.css makes cards of rows, some browsers take a table for none.
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  const cards = matchMedia("(max-width: 46rem)");

  function name() {
    if (!cards.matches) return;
    for (const part of document.querySelectorAll(".cards, .cards *")) {
      const header = part.tagName === "TH" && (part.scope === "row" ? "rowheader" : "columnheader");
      const role = header || ROLES[part.tagName];
      if (role) part.setAttribute("role", role);
    }
  }

  name();
  cards.addEventListener("change", name);
  addEventListener("rows", name);

  const UNITS = { k: 1e3, M: 1e6 };

  function number(text) {
    const match = /^[~+]?(−?[\d,.]+)(k|M)?/.exec(text);
    return match ? parseFloat(match[1].replace("−", "-").replace(/,/g, "")) * (UNITS[match[2]] || 1) : NaN;
  }

  function value(cell) {
    const time = cell.querySelector("time");
    const text = cell.textContent.trim();
    return time ? time.dateTime : cell.matches(".number, .n, .share") ? number(text) : text.toLowerCase();
  }

  // Unknown values come last in either order.
  function compare(a, b, sign) {
    if (a !== a || b !== b) return (a !== a) - (b !== b);
    return sign * (typeof a === "string" ? a.localeCompare(b) : a - b);
  }

  function sort(table, head, index) {
    const numeric = head.matches(".number, .n") || table.rows[1].cells[index].querySelector("time");
    const first = numeric ? "descending" : "ascending";
    const second = numeric ? "ascending" : "descending";
    const order = head.getAttribute("aria-sort") === first ? second : first;
    const sign = order === "ascending" ? 1 : -1;
    const rows = Array.from(table.tBodies[0].rows, (row) => [value(row.cells[index]), row]);
    rows.sort((a, b) => compare(a[0], b[0], sign));
    table.tBodies[0].append(...rows.map((row) => row[1]));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
  }

  for (const table of document.querySelectorAll("table.sortable")) {
    if (table.tBodies[0].rows.length < 2) continue;
    Array.from(table.tHead.rows[0].cells).forEach(function (head, index) {
      if (!head.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head, index));
      head.append(button);
    });
  }
})();
