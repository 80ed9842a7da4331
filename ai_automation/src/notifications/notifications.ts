import { randomBytes } from "node:crypto";
import { z } from "zod";
import { createClock } from "../model/clock.ts";
import type { Home, NotificationAction, Push } from "../model/home.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import { createSerialQueue } from "../model/keyed-queue.ts";
import type { Log } from "../model/log.ts";
import type { Suggestion } from "../model/suggestion.ts";
import type { Now } from "../model/time.ts";
import { pendingSuggestions } from "../suggestions/deciding/pending.ts";
import { ownerOf } from "../suggestions/finding/whose-habit.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";
import { actionOf, CHOICES, readAction, type ButtonPress } from "./button-press.ts";
import { escapeMarkdown } from "./escape-markdown.ts";
import { isQuietTime } from "./quiet-hours.ts";
import { noticeWordsOf } from "./words.ts";

const SUGGESTIONS_NOTICE = "ai_automation_suggestions";

/** Announces new suggestions, at most once a day and never at night, follows what is decided, and handles the buttons that people press. */
export interface Notifications {
  /** Announces new suggestions, if there are any and it is time, and updates what is shown. */
  look(): Promise<void>;
  /** Handles each offer once, and only for administrators. */
  answered(answer: NotificationAction): Promise<void>;
}

export interface NotificationParts {
  readonly kind: "persistent" | "mobile";
  readonly home: Pick<Home, "notices" | "snapshot" | "users">;
  readonly store: Pick<SuggestionStore, "list">;
  readonly keyValues: KeyValueStore;
  /** Path of the panel in Home Assistant's frontend, or null. */
  readonly page: () => Promise<string | null>;
  /** A search may still find better ones. */
  readonly isSearching: () => boolean;
  readonly choose: (choice: ButtonPress["choice"], suggestionId: number) => Promise<unknown>;
  readonly now: Now;
  readonly log: Log;
}

const ANNOUNCED_KEY = "told_suggestions";
const SHOWN_KEY = "shown_suggestions";
const OFFERS_KEY = "mobile_offers";
const MAX_ANNOUNCED = 500;
const MAX_OFFERS = 50;
const MAX_TITLES = 5;

const announcedSchema = z.object({ day: z.number(), ids: z.array(z.number()) });
const shownSchema = z.array(z.number());
const offersSchema = z.array(
  z.object({
    suggestionId: z.number(),
    nonce: z.string(),
    isAnswered: z.boolean(),
    /** Who was asked; null once the question was taken back. */
    userId: z.string().nullable().default(null),
  }),
);

export function createNotifications(parts: NotificationParts): Notifications {
  const { kind, home, store, keyValues, page, choose, isSearching, now, log } = parts;
  const queue = createSerialQueue();
  const shownNow = async (): Promise<readonly number[]> => (await keyValues.get(SHOWN_KEY, shownSchema)) ?? [];
  const offersNow = async () => (await keyValues.get(OFFERS_KEY, offersSchema)) ?? [];

  const show = async (pending: readonly Suggestion[], language: string): Promise<boolean> => {
    const words = noticeWordsOf(language);
    const link = await page();
    const more = pending.length - MAX_TITLES;
    const message = [
      ...pending.slice(0, MAX_TITLES).map(({ title }) => `- ${escapeMarkdown(title)}`),
      ...(more > 0 ? [`- ${words.more(more)}`] : []),
      ...(link === null ? [] : ["", `[${words.open}](${link})`]),
    ].join("\n");
    const notice = { id: SUGGESTIONS_NOTICE, title: words.heading(pending.length), message };
    if ((await home.notices.show(notice)) !== "done") return false;
    await keyValues.set(
      SHOWN_KEY,
      pending.map(({ id }) => id),
    );
    return true;
  };
  /** Returns the announced suggestions. */
  const announceIn = async (
    pending: readonly Suggestion[],
    fresh: readonly Suggestion[],
    language: string,
  ): Promise<readonly Suggestion[]> => {
    const shown = async (): Promise<readonly Suggestion[]> => ((await show(pending, language)) ? fresh : []);
    const best = fresh.find(({ evidence }) => ownerOf(evidence.people) !== undefined);
    const owner = best === undefined ? undefined : ownerOf(best.evidence.people);
    if (kind === "persistent" || best === undefined || owner === undefined) return shown();
    const words = noticeWordsOf(language);
    const identified = await home.users.userOf(owner);
    const mayDecide = identified.outcome === "known" && identified.user.isAdmin;
    const nonce = randomBytes(6).toString("hex");
    const buttons = mayDecide
      ? CHOICES.map((choice) => ({ action: actionOf({ choice, nonce }), title: words[choice] }))
      : [];
    const offer = { suggestionId: best.id, nonce, isAnswered: false, userId: owner };
    // A push replaces the one before.
    const earlier = (await offersNow()).map((one) => (one.userId === owner ? { ...one, userId: null } : one));
    await keyValues.set(OFFERS_KEY, [...earlier, offer].slice(-MAX_OFFERS));
    const message: Push = { title: best.title, message: best.description, page: await page(), buttons };
    const outcome = await home.notices.push(owner, message);
    if (outcome === "nowhere") return shown();
    return outcome === "done" ? [best] : [];
  };

  /** The notice shows what still waits, unless somebody dismissed it; it goes with the last. */
  const follow = async (pending: readonly Suggestion[], language: string): Promise<void> => {
    const shown = await shownNow();
    const waiting = pending.filter(({ id }) => shown.includes(id));
    if (shown.length === 0 || waiting.length === shown.length) return;
    if ((await home.notices.isShown(SUGGESTIONS_NOTICE)) !== true) return;
    if (waiting.length > 0) return void (await show(waiting, language));
    if ((await home.notices.dismiss(SUGGESTIONS_NOTICE)) === "done") await keyValues.set(SHOWN_KEY, []);
  };
  const withdrawDecided = async (pending: readonly Suggestion[]): Promise<void> => {
    for (const { suggestionId, userId } of await offersNow()) {
      if (userId === null || pending.some(({ id }) => id === suggestionId)) continue;
      if ((await home.notices.withdraw(userId)) !== "done") return;
      const updated = (await offersNow()).map((one) => (one.userId === userId ? { ...one, userId: null } : one));
      await keyValues.set(OFFERS_KEY, updated);
    }
  };

  const announce = async (): Promise<void> => {
    const info = home.snapshot()?.info;
    if (info === undefined) return;
    const pending = await pendingSuggestions(store);
    await follow(pending, info.language);
    await withdrawDecided(pending);
    const clock = createClock(info.zone);
    const today = clock.dayOf(now());
    if (isSearching() || isQuietTime(clock.timeOfDay(now()))) return;
    const announced = (await keyValues.get(ANNOUNCED_KEY, announcedSchema)) ?? { day: -1, ids: [] };
    if (announced.day === today) return;
    const fresh = pending.filter(({ id }) => !announced.ids.includes(id));
    if (fresh.length === 0) return;
    const told = await announceIn(pending, fresh, info.language);
    if (told.length === 0) return;
    await keyValues.set(ANNOUNCED_KEY, {
      day: today,
      ids: [...announced.ids, ...told.map(({ id }) => id)].slice(-MAX_ANNOUNCED),
    });
    log.info({ kind, suggestionIds: told.map(({ id }) => id) }, "suggestions announced");
  };

  const buttonPressed = async ({ action, userId }: NotificationAction): Promise<void> => {
    const read = readAction(action);
    if (read === undefined) return;
    const offers = await offersNow();
    const offer = offers.find(({ nonce }) => nonce === read.nonce);
    if (offer === undefined || offer.isAnswered) return;
    const identified = userId === null ? undefined : await home.users.userOf(userId);
    if (identified?.outcome !== "known" || !identified.user.isAdmin) {
      return log.warn({ suggestionId: offer.suggestionId }, "button press ignored: not an administrator");
    }
    const updated = offers.map((one) => (one === offer ? { ...one, isAnswered: true } : one));
    await keyValues.set(OFFERS_KEY, updated);
    await choose(read.choice, offer.suggestionId);
    log.info({ suggestionId: offer.suggestionId, choice: read.choice }, "suggestion decided by button");
  };

  return { look: () => queue.run(announce), answered: (press) => queue.run(() => buttonPressed(press)) };
}
