import type { Format } from "./format.ts";
import type { Me } from "./wire.ts";
import type { Fill } from "./words/fill.ts";
import type { Words } from "./words/words.ts";

/** Passed to every screen: texts and formats in the user's language, and the current user. */
export interface Ui {
  readonly words: Words;
  readonly fill: Fill;
  readonly format: Format;
  readonly me: Me;
  /** Shows a message for some seconds, with an undo button if `undo` is given. */
  readonly toast: (text: string, undo?: () => Promise<void>) => void;
  readonly showError: (error: unknown) => void;
}
