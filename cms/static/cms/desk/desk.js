// What does the desk do beyond its forms? It ticks whole rows and columns, counts, and shows what has changed and how far a
// batch is.

function tickTable(table) {
  const boxes = (selector) => [...table.querySelectorAll(`input[type=checkbox]${selector}`)];
  const form = document.querySelector("[data-desk-act]");
  const count = form.querySelector("[data-desk-count]");

  const columnOf = (box) => box.value.split(".")[1];
  const rowOf = (box) => box.value.split(".")[0];

  function follow(changed) {
    const cells = boxes("[name=cells]");
    if (changed.name === "rows") {
      cells.filter((box) => rowOf(box) === changed.value).forEach((box) => (box.checked = changed.checked));
    } else if (changed.name === "columns") {
      cells.filter((box) => columnOf(box) === changed.value).forEach((box) => (box.checked = changed.checked));
    }
    // A row or column is ticked while all of it is: without this script, the server reads these boxes.
    for (const [name, part] of [["rows", rowOf], ["columns", columnOf]]) {
      for (const whole of boxes(`[name=${name}]`)) {
        const own = cells.filter((box) => part(box) === whole.value);
        whole.checked = own.length > 0 && own.every((box) => box.checked);
      }
    }
    const ticked = cells.filter((box) => box.checked).length;
    count.textContent = ticked ? `${count.dataset.words} ${ticked}` : "";
  }

  table.addEventListener("change", (event) => {
    if (event.target.matches("input[type=checkbox]")) {
      follow(event.target);
    }
  });
}

function showWishes(form) {
  const action = form.querySelector("[name=action]");
  const wishes = form.querySelectorAll("[data-desk-field=assignee], [data-desk-field=due_on], [data-desk-field=note]");
  const show = () =>
    wishes.forEach((field) => (field.hidden = !["request", "assign"].includes(action.value)));
  action.addEventListener("change", show);
  show();
}

// Read when somebody opens it, and once; where it cannot be read, the link to it stays.
function showChanged(details) {
  details.addEventListener("toggle", async () => {
    const link = details.querySelector("a");
    if (!details.open || !link) {
      return;
    }
    const response = await fetch(link.href, { credentials: "same-origin", redirect: "manual" });
    if (response.ok) {
      link.parentElement.innerHTML = await response.text();
      details.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  });
}

function watchBatch(region) {
  const again = async () => {
    const response = await fetch(window.location.href, { credentials: "same-origin" });
    if (!response.ok) {
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-desk-batch]");
    if (!fresh) {
      return;
    }
    const [bar, newer] = [region, fresh].map((part) => part.querySelector("progress"));
    if (fresh.hasAttribute("data-finished")) {
      window.location.reload();
      return;
    }
    bar.value = newer.value;
    region.querySelector("label").textContent = fresh.querySelector("label").textContent;
    window.setTimeout(again, 2000);
  };
  window.setTimeout(again, 2000);
}

document.querySelectorAll("[data-desk]").forEach(tickTable);
document.querySelectorAll("[data-desk-act]").forEach(showWishes);
document.querySelectorAll("[data-changed]").forEach(showChanged);
document.querySelectorAll("[data-desk-batch]:not([data-finished])").forEach(watchBatch);
