import { html, type TemplateResult } from "lit";
import { post } from "../api.ts";
import type { Ui } from "../ui.ts";
import type { Analysis } from "../wire.ts";

type SelfActing = Analysis["self_acting"][number];

/** One thing that already happens by itself, which people can contradict, and take that back. */
export function selfActingItem(one: SelfActing, ui: Ui, reload: () => Promise<void>): TemplateResult {
  const { words, me } = ui;
  const say = async (step: "contradict" | "confirm"): Promise<void> => {
    try {
      await post(`api/analysis/self-acting/${one.id}/${step}`);
      await reload();
    } catch (error) {
      ui.showError(error);
    }
  };
  return html`<li>
    <span>${one.title}</span>
    <span class="quiet">${one.contradicted ? words.contradicted : one.text}</span>
    <button class="plain" ?disabled=${!me.can_change} @click=${() => say(one.contradicted ? "confirm" : "contradict")}>
      ${one.contradicted ? words.confirmSelfActing : words.contradict}
    </button>
  </li>`;
}
