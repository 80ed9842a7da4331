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

/** Announces new suggestions, at most once a day and never at night, and handles the buttons that people press. */
export interface Notifications {
  /** Announces new suggestions, if there are any and it is time. */
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
  readonly choose: (choice: ButtonPress["choice"], suggestionId: number) => Promise<unknown>;
  readonly now: Now;
  readonly log: Log;
}

const ANNOUNCED_KEY = "told_suggestions";
const OFFERS_KEY = "mobile_offers";
const MAX_ANNOUNCED = 500;
const MAX_OFFERS = 50;
const MAX_TITLES = 5;

const announcedSchema = z.object({ day: z.number(), ids: z.array(z.number()) });
const offersSchema = z.array(z.object({ suggestionId: z.number(), nonce: z.string(), isAnswered: z.boolean() }));

export function createNotifications(parts: NotificationParts): Notifications {
  const { kind, home, store, keyValues, page, choose, now, log } = parts;
  const queue = createSerialQueue();

  const show = async (fresh: readonly Suggestion[], language: string): Promise<readonly Suggestion[]> => {
    const words = noticeWordsOf(language);
    const link = await page();
    const message = [
      ...fresh.slice(0, MAX_TITLES).map(({ title }) => `- ${escapeMarkdown(title)}`),
      ...(link === null ? [] : ["", `[${words.open}](${link})`]),
    ].join("\n");
    const notice = { id: SUGGESTIONS_NOTICE, title: words.heading(fresh.length), message };
    return (await home.notices.show(notice)) === "done" ? fresh : [];
  };
  const push = async (fresh: readonly Suggestion[], language: string): Promise<readonly Suggestion[]> => {
    const best = fresh.find(({ evidence }) => ownerOf(evidence.people) !== undefined);
    const owner = best === undefined ? undefined : ownerOf(best.evidence.people);
    if (best === undefined || owner === undefined) return show(fresh, language);
    const words = noticeWordsOf(language);
    const identified = await home.users.userOf(owner);
    const mayDecide = identified.outcome === "known" && identified.user.isAdmin;
    const nonce = randomBytes(6).toString("hex");
    const buttons = mayDecide
      ? CHOICES.map((choice) => ({ action: actionOf({ choice, nonce }), title: words[choice] }))
      : [];
    const offers = (await keyValues.get(OFFERS_KEY, offersSchema)) ?? [];
    const offer = { suggestionId: best.id, nonce, isAnswered: false };
    await keyValues.set(OFFERS_KEY, [...offers, offer].slice(-MAX_OFFERS));
    const message: Push = { title: best.title, message: best.description, page: await page(), buttons };
    const outcome = await home.notices.push(owner, message);
    if (outcome === "nowhere") return show(fresh, language);
    return outcome === "done" ? [best] : [];
  };

  const announce = async (): Promise<void> => {
    const info = home.snapshot()?.info;
    if (info === undefined) return;
    const clock = createClock(info.zone);
    const today = clock.dayOf(now());
    if (isQuietTime(clock.timeOfDay(now()))) return;
    const announced = (await keyValues.get(ANNOUNCED_KEY, announcedSchema)) ?? { day: -1, ids: [] };
    if (announced.day === today) return;
    const pending = await pendingSuggestions(store);
    if (pending.length === 0) return void (await home.notices.dismiss(SUGGESTIONS_NOTICE));
    const fresh = pending.filter(({ id }) => !announced.ids.includes(id));
    if (fresh.length === 0) return;
    const shown = await (kind === "mobile" ? push : show)(fresh, info.language);
    if (shown.length === 0) return;
    await keyValues.set(ANNOUNCED_KEY, {
      day: today,
      ids: [...announced.ids, ...shown.map(({ id }) => id)].slice(-MAX_ANNOUNCED),
    });
    log.info({ kind, suggestionIds: shown.map(({ id }) => id) }, "suggestions announced");
  };

  const buttonPressed = async ({ action, userId }: NotificationAction): Promise<void> => {
    const read = readAction(action);
    if (read === undefined) return;
    const offers = (await keyValues.get(OFFERS_KEY, offersSchema)) ?? [];
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
