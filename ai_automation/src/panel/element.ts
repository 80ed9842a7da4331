import { LitElement } from "lit";

/**
 * Elements render without a shadow root: one stylesheet for all, and no inline styles, which the content security
 * policy forbids.
 */
export class PanelElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
