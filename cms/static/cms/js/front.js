/* Comfort only: every page works without this file. */

(function () {
  "use strict";

  // Print buttons are in the page as hidden: without a script they could do nothing.
  document.querySelectorAll("button[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      window.print();
    });
  });

  document.querySelectorAll("details.disclosure").forEach(function (disclosure) {
    disclosure.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && disclosure.open) {
        disclosure.open = false;
        disclosure.querySelector("summary").focus();
      }
    });
  });
})();
