import { LitElement } from "lit";

/** Elements render into the page itself: one stylesheet for all, and nothing inline for the content policy to refuse. */
export class PanelElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
