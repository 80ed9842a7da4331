import { html, type TemplateResult } from "lit";
import type { Words } from "../words/words.ts";
import { icon } from "./icon.ts";

/** A message about an action, shown for some seconds. */
export interface Toast {
  readonly text: string;
  readonly undo?: (() => Promise<void>) | undefined;
  readonly isError: boolean;
}

export function toastView(
  { text, undo, isError }: Toast,
  words: Words,
  close: () => void,
  takeBack: (undo: () => Promise<void>) => Promise<void>,
): TemplateResult {
  return html`<div class=${isError ? "error" : ""}>
    <span>${text}</span>
    ${undo === undefined ? "" : html`<button @click=${() => takeBack(undo)}>${words.undo}</button>`}
    <button aria-label=${words.close} @click=${close}>${icon("close")}</button>
  </div>`;
}
