// What does the network say to this city? It asks the delivery API, and shows the answer in the language of the page.

const { lang } = document.documentElement;
const { api, country, city } = document.querySelector("main").dataset;
const words = document.querySelector("#words").dataset;

const countries = new Intl.DisplayNames(lang, { type: "region" });
const languages = new Intl.DisplayNames(lang, { type: "language" });
const all = new Intl.ListFormat(lang);
const DAY = { day: "numeric", month: "long", year: "numeric" };
const MINUTE = { ...DAY, weekday: "long", hour: "2-digit", minute: "2-digit" };

/** Returns what a zone is called, such as "heure d’Europe centrale", for whoever reads elsewhere. */
function zoneName(timeZone) {
  const parts = new Intl.DateTimeFormat(lang, { timeZone, timeZoneName: "longGeneric" }).formatToParts();
  return parts.find((part) => part.type === "timeZoneName").value;
}

/** Returns days, or times in the zone where it takes place: the clock on the wall is formatted as if it were UTC. */
function when({ start, end, start_time, end_time, zone }) {
  const format = new Intl.DateTimeFormat(lang, { ...(start_time ? MINUTE : DAY), timeZone: "UTC" });
  const from = new Date(`${start}T${start_time ?? "00:00:00"}Z`);
  const to = start_time && !end_time ? from : new Date(`${end}T${end_time ?? "00:00:00"}Z`);
  return format.formatRange(from, to) + (start_time ? ` (${zoneName(zone)})` : "");
}

/** Returns a deadline in its own zone, which is the one that counts. */
function until({ at, zone }) {
  const instant = new Intl.DateTimeFormat(lang, { ...MINUTE, timeZone: zone }).format(new Date(at));
  return `${words.until}${instant} (${zoneName(zone)})`;
}

/** Returns an element for a day or an instant. */
function time(dateTime, textContent) {
  return Object.assign(document.createElement("time"), { dateTime, textContent });
}

/** Returns the list item for an event or a call. Words of the API are text, never markup. */
function element({ url, locale, title, summary, facts }) {
  const item = document.querySelector("#item").content.cloneNode(true).firstElementChild;
  const [dates, link, status, where, teaser, here, language] = [
    ".when", "a", ".status", ".where", ".summary", ".city", ".language",
  ].map((selector) => item.querySelector(selector));

  const { spans, places = [], online, next_deadline: deadline } = facts;
  const times = spans ? spans.map((span) => time(span.start, when(span))) : deadline ? [time(deadline.at, until(deadline))] : [];
  dates.append(...(times.length ? times : [spans ? words.undated : words.noDeadline]));
  link.href = url;
  link.textContent = title;
  link.hreflang = locale.served;
  teaser.textContent = summary;
  status.textContent = status.dataset[facts.status] ?? "";
  where.textContent = all.format([
    ...places.map((place) => `${place.city} (${countries.of(place.country)})`),
    ...(online ? [words.online] : []),
  ]);
  here.hidden = !places.some((place) => place.city === city && place.country === country);

  // Where another language stands in, it is named, and the words say so to screen readers (WCAG 2.2, 3.1.2).
  if (locale.match === "fallback") {
    for (const node of [link, teaser]) [node.lang, node.dir] = [locale.served, locale.direction];
    language.append(languages.of(locale.served));
    language.hidden = false;
  }
  return item;
}

/** Shows a list of the API in a section, page by page; of its items those that are wanted. */
function list(section, path, parameters, isWanted = () => true) {
  const [items, status, button] = ["ol", "[role=status]", "button"].map((name) => section.querySelector(name));
  let cursor = null;

  /** Returns the next items that are wanted, however many pages they are away. */
  async function next() {
    const query = new URLSearchParams({ locale: lang, limit: "5", ...parameters });
    if (cursor) query.set("cursor", cursor);
    const response = await fetch(`${api}/${path}?${query}`);
    if (!response.ok) throw new Error((await response.json()).detail);
    const answer = await response.json();
    cursor = answer.page.next;
    const wanted = answer.items.filter(isWanted);
    return wanted.length || !cursor ? wanted : next();
  }

  async function more(event) {
    button.disabled = true;
    status.textContent = status.dataset.loading;
    try {
      const added = (await next()).map(element);
      items.append(...added);
      status.textContent = items.children.length ? "" : status.dataset.empty;
      button.hidden = !cursor;
      // Whoever asked for more goes on reading there.
      if (event) added[0]?.querySelector("a").focus();
    } catch (error) {
      console.error(error);
      status.textContent = status.dataset.failed;
    }
    button.disabled = false;
  }

  button.addEventListener("click", more);
  more();
}

list(document.querySelector("#agenda"), "calendar", { country });
list(
  document.querySelector("#calls"),
  "items",
  { type: "call", "filter[state]": "open", sort: "deadline", fields: "title,summary,facts" },
  // A call that names no country is open to all.
  ({ facts }) => !facts.eligible_countries.length || facts.eligible_countries.includes(country),
);
