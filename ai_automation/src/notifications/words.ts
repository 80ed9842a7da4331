import { catalogueOf } from "../suggestions/words/catalogues.ts";
import { fillOf } from "../suggestions/words/fill.ts";
import type { ButtonPress } from "./button-press.ts";

/** The text of notifications in one language. */
export interface NoticeWords extends Readonly<Record<ButtonPress["choice"], string>> {
  readonly heading: (count: number) => string;
  /** How many are not listed. */
  readonly more: (count: number) => string;
  readonly open: string;
  readonly attention: string;
  readonly paused: (title: string) => string;
  readonly refused: (title: string) => string;
}

/** Falls back to English. */
export function noticeWordsOf(language: string): NoticeWords {
  const catalogue = catalogueOf(language);
  const { notices } = catalogue;
  const fill = fillOf(catalogue);
  return {
    heading: (count) => fill(notices.heading, { count }),
    more: (count) => fill(notices.more, { count }),
    open: notices.open,
    create: notices.create,
    watch: notices.watch,
    later: notices.later,
    attention: notices.attention,
    paused: (title) => fill(notices.paused, { title }),
    refused: (title) => fill(notices.refused, { title }),
  };
}
