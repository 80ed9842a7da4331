import { html, type TemplateResult } from "lit";
import { NO_ROOM, roomsOf, SORTS, type View } from "../list.ts";
import type { Ui } from "../ui.ts";
import type { Suggestion } from "../wire.ts";
import { icon } from "./icon.ts";

/** From this many suggestions on, searching is quicker than looking. */
const MANY = 5;

/** Rooms, search and order of a list; `change` receives what is to change in the address. */
export function listTools(
  list: readonly Suggestion[],
  view: View,
  { words }: Ui,
  change: (query: Readonly<Record<string, string | null>>) => void,
): TemplateResult | "" {
  if (list.length < MANY) return "";
  const valueOf = ({ target }: Event): string =>
    target instanceof HTMLInputElement || target instanceof HTMLSelectElement ? target.value : "";
  return html`<div class="tools">
      <label class="search">
        ${icon("search")}<span class="visually-hidden">${words.searchSuggestions}</span>
        <input
          type="search"
          placeholder=${words.searchSuggestions}
          .value=${view.search}
          @input=${(event: Event) => change({ q: valueOf(event) })}
        />
      </label>
      <label>
        <span class="visually-hidden">${words.sort}</span>
        <select @change=${(event: Event) => change({ sort: valueOf(event) === "value" ? null : valueOf(event) })}>
          ${SORTS.map((sort) => html`<option value=${sort} ?selected=${sort === view.sort}>${words.sorts[sort]}</option>`)}
        </select>
      </label>
    </div>
    ${rooms(list, view, words, change)}`;
}

function rooms(
  list: readonly Suggestion[],
  view: View,
  words: Ui["words"],
  change: (query: Readonly<Record<string, string | null>>) => void,
): TemplateResult | "" {
  const found = roomsOf(list);
  if (found.length < 2) return "";
  const chip = (room: string | null, name: string, count: number): TemplateResult =>
    html`<button class="room" aria-pressed=${view.room === room} @click=${() => change({ room })}>
      ${name} <span class="count">${count}</span>
    </button>`;
  return html`<div class="rooms" role="group" aria-label=${words.rooms}>
    ${chip(null, words.allRooms, list.length)}
    ${found.map(({ room, count }) => chip(room, room === NO_ROOM ? words.noRoom : room, count))}
  </div>`;
}
