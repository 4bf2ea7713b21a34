// Copies the text of a field; without it the field can be selected.
(function () {
  "use strict";

  async function copied(field) {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      return true;
    } catch {
      // Opened from the disk, a page has no such clipboard.
      return document.execCommand("copy");
    }
  }

  for (const button of document.querySelectorAll("button[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.nextElementSibling.textContent = (await copied(field)) ? button.dataset.done : button.dataset.failed;
    });
  }
})();
