import type { Format } from "./format.ts";
import type { Words } from "./words/en.ts";
import type { Me } from "./wire.ts";

/** What every screen is handed: words and formats of the home's language, and who looks. */
export interface Ui {
  readonly words: Words;
  readonly format: Format;
  readonly me: Me;
  /** Whether a language model understands plain words. */
  readonly takesWords: boolean;
  /** Shows a line for some seconds, with a way to take it back. */
  readonly toast: (text: string, undo?: () => Promise<void>) => void;
  readonly fail: (error: unknown) => void;
}
