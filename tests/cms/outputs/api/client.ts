/* What a program that shows the content writes. It compiles only as long as it knows every kind and every block. */

import type { paths } from "./api";

type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Content } } } };
}
  ? Content
  : never;

// With `locale=*` a list has each item by language, in `locales`.
type List = Extract<Answer<"/api/delivery/v1/items">, { items: { url: unknown }[] }>;
type ListEverywhere = Extract<Answer<"/api/delivery/v1/items">, { items: { locales: unknown }[] }>;
// With `locale=*` the answer has the item by language, in `locales`.
type Item = Extract<Answer<"/api/delivery/v1/items/{type}/{key}">, { body: unknown }>;
type Everywhere = Extract<Answer<"/api/delivery/v1/items/{type}/{key}">, { locales: unknown }>;
type Block = Item["body"][number];

export function wordsOf(block: Block): string {
  switch (block.type) {
    case "heading":
      return "#".repeat(block.value.level) + block.value.text;
    case "paragraph":
      return block.value.text.html;
    case "quote":
      return `${block.value.text} (${block.value.person})`;
    case "key_facts":
      return block.value.facts.map((fact) => `${fact.term}: ${fact.detail}`).join();
    case "figure":
      return block.value.caption;
    case "document":
      return block.value.document.url;
    case "video":
      return block.value.poster === null ? block.value.url : block.value.title;
    case "table":
      return block.value.rows.map((row) => row.join()).join();
    case "accordion":
      return block.value.panels.map((panel) => panel.title).join();
    case "call_to_action":
      return block.value.aim.url;
    case "contact":
      return block.value.email;
    case "related_pages":
      return block.value.pages.map((page) => page.title).join();
    default: {
      const never: never = block;
      return never;
    }
  }
}

export function factOf(item: Item): string {
  switch (item.type) {
    case "call":
      return item.facts.next_deadline?.at ?? item.facts.state;
    case "event":
      return item.facts.meeting;
    case "news":
      return item.facts.author;
    case "practice":
      return item.facts.city.country;
    case "project":
      return item.facts.budget?.amount ?? item.facts.acronym;
    default: {
      const never: never = item;
      return never;
    }
  }
}

export function titlesOf(list: List): string[] {
  // `fields` may have left the title out, but never the language.
  return list.items.map((card) => card.title ?? card.locale.served);
}

export function pictureOf(item: Item): string | undefined {
  // `renditions` may have left sizes out, but never the words that belong to it.
  const { card, lead, alt } = item.picture ?? {};
  return (lead ?? card)?.url ?? alt;
}

export function srcsetsOf(item: Item): string[] {
  const sources = item.picture?.sources ?? [];
  return sources.map(
    ({ type, srcset }) => `${type}: ${srcset.map(({ url, width }) => `${url} ${width}w`).join(", ")}`,
  );
}

export function projectsOf(list: List): string[] {
  const named = list.items.flatMap((card) => card.part_of ?? []);
  return named.map((project) => list.included[project.key]?.summary ?? project.title);
}

export function titlesByLanguage(list: ListEverywhere): string[] {
  const named = [...list.items, ...Object.values(list.included)];
  return named.flatMap(({ id, locales }) =>
    Object.entries(locales).map(([language, card]) => `${language}: ${card.title ?? id}`),
  );
}

export function titlesIn(item: Everywhere): string[] {
  return Object.entries(item.locales).map(([language, version]) => `${language}: ${version.title}`);
}
