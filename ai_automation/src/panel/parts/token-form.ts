import { html, type TemplateResult } from "lit";
import type { Words } from "../words/words.ts";

/** Asks for the access token, with what was wrong with the last one. */
export const tokenForm = (
  words: Words,
  problem: string | null,
  submit: (event: SubmitEvent) => Promise<void>,
): TemplateResult =>
  html`<form class="card token" @submit=${submit}>
    <h1>${words.token}</h1>
    <p>${words.tokenText}</p>
    <label class="row"
      >${words.token}<input name="token" type="password" required autocomplete="current-password"
    /></label>
    ${problem === null ? "" : html`<p class="error" role="alert">${problem}</p>`}
    <button class="primary">${words.submitToken}</button>
  </form>`;
