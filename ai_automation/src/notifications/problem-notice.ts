import { createClock } from "../model/clock.ts";
import type { Home } from "../model/home.ts";
import type { Problem } from "../model/problem.ts";
import type { Suggestion } from "../model/suggestion.ts";
import type { Now } from "../model/time.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";
import { isCivil } from "./quiet-hours.ts";
import { type NoticeWords, noticeWordsOf } from "./words.ts";

export const ATTENTION_NOTICE = "ai_automation_attention";

/** Shows what needs the user as one notice, anew when it changes, and takes it away when all is settled. */
export function createAttention(parts: {
  readonly home: Pick<Home, "connection" | "notices" | "snapshot">;
  readonly store: Pick<SuggestionStore, "all">;
  readonly problems: () => readonly Problem[];
  readonly page: () => Promise<string | null>;
  readonly now: Now;
}): () => Promise<void> {
  const { home, store, problems, page, now } = parts;
  let shown: string | undefined;
  return async () => {
    const info = home.snapshot()?.info;
    if (info === undefined) return;
    const words = noticeWordsOf(info.language);
    const { state, message } = home.connection();
    const needs = [
      ...(state === "not_admin" ? [message] : []),
      ...problems().map((problem) => problem.message),
      ...(await store.all()).flatMap((suggestion) => needOf(suggestion, words)),
    ];
    const text = needs.map((need) => `- ${need}`).join("\n");
    if (text === shown) return;
    if (text === "") {
      if ((await home.notices.dismiss(ATTENTION_NOTICE)) === "done") shown = text;
      return;
    }
    if (!isCivil(createClock(info.zone).timeOfDay(now()))) return;
    const link = await page();
    const notice = {
      id: ATTENTION_NOTICE,
      title: words.attention,
      message: link === null ? text : `${text}\n\n[${words.open}](${link})`,
    };
    if ((await home.notices.show(notice)) === "done") shown = text;
  };
}

function needOf({ status, title, pausedAt, refusal }: Suggestion, words: NoticeWords): readonly string[] {
  if (status === "deployed" && pausedAt !== null) return [words.paused(title)];
  return status === "pending" && refusal !== null ? [words.refused(title)] : [];
}
