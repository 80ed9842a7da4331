import { HOME_SORTS, type HomePage, type HomeQuery, type ListedHome } from "../homes/list-homes.ts";
import { html, type Html } from "./html.ts";
import { PAGE_WORDS, type PageLanguage, type PageWords } from "./words.ts";

/** The page that lists homes. It has no script: search, order and pages are links and a form. */
export function homesPage({ homes, total }: HomePage, query: HomeQuery, language: PageLanguage): string {
  const words = PAGE_WORDS[language];
  const to = query.offset + homes.length;
  const list = html`<div class="wide" tabindex="0" role="group" aria-label="${words.title}">
      <table>
        <thead>
          <tr>
            ${HOME_SORTS.map((sort) => heading(sort, query, words))}
            <th scope="col" class="number">${words.history}</th>
          </tr>
        </thead>
        <tbody>
          ${homes.map((home) => homeRow(home, words, language))}
        </tbody>
      </table>
    </div>
    <nav>
      <p>${words.range(query.offset + 1, to, total)}</p>
      ${query.offset === 0 ? [] : [link(words.previous, { ...query, offset: Math.max(0, query.offset - query.limit) })]}
      ${to >= total ? [] : [link(words.next, { ...query, offset: to })]}
    </nav>`;
  const body = html`<header>
      <h1>${words.title}</h1>
      <form method="post" action="fleet/logout"><button>${words.logOut}</button></form>
    </header>
    <main>${searchForm(query, words)} ${homes.length === 0 ? html`<p>${words.none}</p>` : list}</main>`;
  return document(words.title, language, body);
}

/** The page for somebody who is not logged in. */
export function loginPage(language: PageLanguage, hasFailed: boolean): string {
  const words = PAGE_WORDS[language];
  const body = html`<main>
    <h1>${words.title}</h1>
    <form method="post" action="fleet/login">
      <label>${words.token} <input type="password" name="token" required autocomplete="current-password" /></label>
      <button>${words.logIn}</button>
      ${hasFailed ? [html`<p role="alert">${words.wrongToken}</p>`] : []}
    </form>
  </main>`;
  return document(words.title, language, body);
}

const document = (title: string, language: PageLanguage, body: Html): string =>
  html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="stylesheet" href="fleet/style.css" />
      </head>
      <body>
        ${body}
      </body>
    </html> `.html;

function searchForm({ search, only, sort, descending }: HomeQuery, words: PageWords): Html {
  const options = (["all", "attention", "waiting"] as const).map((value) =>
    value === only
      ? html`<option value="${value}" selected>${words.only[value]}</option>`
      : html`<option value="${value}">${words.only[value]}</option>`,
  );
  return html`<form method="get" action="fleet" role="search">
    <label>${words.search} <input type="search" name="search" value="${search}" maxlength="200" /></label>
    <label
      >${words.show}
      <select name="only">
        ${options}
      </select></label
    >
    <input type="hidden" name="sort" value="${sort}" />
    <input type="hidden" name="order" value="${descending ? "desc" : "asc"}" />
    <button>${words.show}</button>
  </form>`;
}

function heading(sort: HomeQuery["sort"], query: HomeQuery, words: PageWords): Html {
  const isSorted = query.sort === sort;
  const descending = isSorted ? !query.descending : DESCENDING_FIRST.has(sort);
  const anchor = link(words.columns[sort], { ...query, sort, descending, offset: 0 });
  const side = NUMBERS.has(sort) ? "number" : "text";
  if (!isSorted) return html`<th scope="col" class="${side}">${anchor}</th>`;
  return html`<th scope="col" class="${side}" aria-sort="${query.descending ? "descending" : "ascending"}">
    ${anchor}
  </th>`;
}

const NUMBERS: ReadonlySet<string> = new Set(["waiting"]);
const DESCENDING_FIRST = NUMBERS;

function link(text: string, { search, only, sort, descending, offset, limit }: HomeQuery): Html {
  const order = descending ? "desc" : "asc";
  const address = new URLSearchParams({ search, only, sort, order, offset: String(offset), limit: String(limit) });
  return html`<a href="fleet?${address.toString()}">${text}</a>`;
}

function homeRow(home: ListedHome, words: PageWords, language: PageLanguage): Html {
  const { attention, name, state, waiting, last_seen, history_days } = home;
  return html`<tr>
    <td>${attention === null ? "" : words.attention[attention]}</td>
    <th scope="row">${name}</th>
    <td>${words.states[state === "new" || state === "connected" ? state : "away"]}</td>
    <td class="number">${waiting}</td>
    <td>${last_seen === null ? words.never : timeOf(last_seen, language)}</td>
    <td class="number">${words.days(history_days)}</td>
  </tr>`;
}

const timeOf = (instant: Date, language: PageLanguage): Html =>
  html`<time datetime="${instant.toISOString()}">${instant.toLocaleString(language, TIME)}</time>`;

/** Homes are in different zones, and the page has no script that knows the reader's. */
const TIME = {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  timeZone: "UTC",
  timeZoneName: "short",
} as const;

export const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 75rem; padding: 1rem; }
header, nav, form { align-items: center; display: flex; flex-wrap: wrap; gap: 1rem; }
header { justify-content: space-between; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid; padding: 0.5rem; text-align: start; }
th[scope="row"] { font-weight: normal; min-width: 10rem; overflow-wrap: anywhere; }
.number { text-align: end; }
input, select, button { font: inherit; min-height: 2.5rem; }
`;
