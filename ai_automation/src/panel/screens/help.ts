import { html, type TemplateResult } from "lit";
import type { Words } from "../words/words.ts";

export const helpScreen = (words: Words, apiToken: string | null): TemplateResult => html`
  ${words.helpText.map(
    ([heading, text]) =>
      html`<section class="card">
        <h2>${heading}</h2>
        <p>${text}</p>
      </section>`,
  )}
  ${
    apiToken === null
      ? ""
      : html`<section class="card">
          <h2>${words.apiToken}</h2>
          <p>${words.apiTokenText}</p>
          <details>
            <summary>${words.apiToken}</summary>
            <code>${apiToken}</code>
          </details>
        </section>`
  }
  <p><a href="./docs/" target="_blank" rel="noopener">${words.docs}</a></p>
`;
