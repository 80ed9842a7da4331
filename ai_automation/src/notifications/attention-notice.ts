import { createClock } from "../model/clock.ts";
import type { Home } from "../model/home.ts";
import type { Problem } from "../model/problem.ts";
import type { Now } from "../model/time.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";
import { connectionText } from "../suggestions/words/error-text.ts";
import { problemText } from "../suggestions/words/problems.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { isQuietTime } from "./quiet-hours.ts";
import { noticeWordsOf } from "./words.ts";

const ATTENTION_NOTICE = "ai_automation_attention";

/** Shows everything that needs attention in one notice, updates it on changes, and dismisses it once all is resolved. */
export function createAttentionNotice(parts: {
  readonly home: Pick<Home, "connection" | "notices" | "snapshot">;
  readonly store: Pick<SuggestionStore, "withStatus">;
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
    const connection = home.connection();
    const items = [
      ...(connection.state === "not_admin" ? [connectionText(connection, info.language)] : []),
      ...problems().map((problem) => problemText(problem, info.language)),
      ...(await store.withStatus("pending")).flatMap(({ title, refusal }) =>
        refusal === null ? [] : [words.refused(escapeMarkdown(title))],
      ),
      ...(await store.withStatus("deployed")).flatMap(({ title, pausedAt }) =>
        pausedAt === null ? [] : [words.paused(escapeMarkdown(title))],
      ),
    ];
    const text = items.map((item) => `- ${item}`).join("\n");
    if (text === shown) return;
    if (text === "") {
      if ((await home.notices.dismiss(ATTENTION_NOTICE)) === "done") shown = text;
      return;
    }
    if (isQuietTime(createClock(info.zone).timeOfDay(now()))) return;
    const link = await page();
    const notice = {
      id: ATTENTION_NOTICE,
      title: words.attention,
      message: link === null ? text : `${text}\n\n[${words.open}](${link})`,
    };
    if ((await home.notices.show(notice)) === "done") shown = text;
  };
}
