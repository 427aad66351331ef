// How does the page of a hand-over keep up? While a worker is at it, it reads itself again and shows what has changed.

const PAUSE = 2000;

function watch(region) {
  const again = async () => {
    const response = await fetch(window.location.href, { credentials: "same-origin" });
    if (!response.ok) {
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.querySelector("[data-handovers]");
    if (!fresh) {
      return;
    }
    // What somebody is about to press stays where it is.
    if (!region.contains(document.activeElement)) {
      const said = region.querySelector("[role=status]");
      const words = fresh.querySelector("[role=status]").textContent;
      fresh.querySelector("[role=status]").replaceWith(said);
      if (said.textContent !== words) {
        said.textContent = words;
      }
      region.replaceChildren(...fresh.childNodes);
    }
    if (fresh.hasAttribute("data-at-work") || region.contains(document.activeElement)) {
      window.setTimeout(again, PAUSE);
    }
  };
  window.setTimeout(again, PAUSE);
}

document.querySelectorAll("[data-handovers][data-at-work]").forEach(watch);
