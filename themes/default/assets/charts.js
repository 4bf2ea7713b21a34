// Says the figures of the column that is pointed at, and lets arrow keys go from one to the next. Without it each
// is a link with a name, and all of them are in a table.
(function () {
  "use strict";

  for (const columns of document.querySelectorAll(".columns")) {
    const places = Array.from(columns.children);
    const rows = columns.matches(".weeks") ? 7 : 1;
    const steps = { ArrowLeft: -rows, ArrowRight: rows, ArrowUp: -1, ArrowDown: 1 };
    const line = columns.closest("figure").querySelector(".told");
    const last = columns.querySelector("a:last-of-type");
    let shown, touched;

    function show(link) {
      if (shown) shown.classList.remove("at");
      shown = link;
      line.textContent = (link || last).textContent;
      if (link) link.classList.add("at");
    }

    // A day without a record is less wide than a finger: what is meant is the nearest that has one.
    function near(event) {
      const n = places.indexOf(document.elementFromPoint(event.clientX, event.clientY));
      for (let away = 0; n >= 0 && away < 4 * rows; away += rows) {
        const link = [places[n - away], places[n + away]].find((place) => place && place.href);
        if (link) return link;
      }
    }

    if (!last) continue;
    last.tabIndex = 0;
    show();
    columns.addEventListener("pointermove", (event) => show(near(event)));
    columns.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && show());
    columns.addEventListener("focusin", (event) => show(event.target));
    columns.addEventListener("focusout", () => show());
    // The first touch says what a second one leads to.
    columns.addEventListener("pointerdown", function (event) {
      const link = near(event);
      touched = event.pointerType !== "mouse" && link !== shown;
      show(link);
    });
    columns.addEventListener("click", function (event) {
      if (touched) event.preventDefault();
      touched = false;
    });
    columns.addEventListener("keydown", function (event) {
      let n = places.indexOf(event.target) + steps[event.key];
      while (places[n] && !places[n].href) n += steps[event.key];
      if (!places[n]) return;
      event.preventDefault();
      event.target.tabIndex = -1;
      places[n].tabIndex = 0;
      places[n].focus();
    });
  }
})();
