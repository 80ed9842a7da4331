import { html, type TemplateResult } from "lit";
import { post } from "../api.ts";
import type { Ui } from "../ui.ts";
import type { Analysis, NearMiss } from "../wire.ts";

type WatchedHabit = Analysis["watched_habits"][number];

/** A promising habit that one tap watches: it becomes a suggestion by itself, or disappears with a reason. */
export function promisingItem(
  { id, title, watching_since }: NearMiss,
  text: string,
  ui: Ui,
  reload: () => Promise<void>,
): TemplateResult {
  const isWatched = watching_since !== null;
  return itemWith(
    { title, text: isWatched ? `${ui.words.beingWatched}: ${text}` : text },
    isWatched ? ui.words.stopWatching : ui.words.watchHabit,
    { id, step: isWatched ? "unwatch" : "watch", ui, reload },
  );
}

/** The outcome of a watched habit. */
export function watchedOutcomeItem(
  { id, title, outcome, reason }: WatchedHabit,
  ui: Ui,
  reload: () => Promise<void>,
): TemplateResult {
  const text = outcome === "offered" ? ui.words.becameSuggestion : (reason ?? "");
  return itemWith({ title, text }, ui.words.stopWatching, { id, step: "unwatch", ui, reload });
}

function itemWith(
  { title, text }: { readonly title: string; readonly text: string },
  label: string,
  {
    id,
    step,
    ui,
    reload,
  }: {
    readonly id: string;
    readonly step: "watch" | "unwatch";
    readonly ui: Ui;
    readonly reload: () => Promise<void>;
  },
): TemplateResult {
  const act = async (): Promise<void> => {
    try {
      await post(`api/analysis/near-misses/${id}/${step}`);
      await reload();
    } catch (error) {
      ui.showError(error);
    }
  };
  return html`<li>
    <span>${title}</span>
    <span class="quiet">${text}</span>
    <button class="plain" ?disabled=${!ui.me.can_change} @click=${act}>${label}</button>
  </li>`;
}
