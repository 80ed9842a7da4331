import { randomBytes } from "node:crypto";
import { z } from "zod";
import { createClock } from "../model/clock.ts";
import type { NotificationAction, Home, Push } from "../model/home.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import type { Log } from "../model/log.ts";
import type { Suggestion } from "../model/suggestion.ts";
import type { Now } from "../model/time.ts";
import type { SuggestionStore } from "../suggestions/ports.ts";
import { pendingSuggestions } from "../suggestions/deciding/pending.ts";
import { ownerOf } from "../suggestions/finding/whose-habit.ts";
import { actionOf, type Answered, CHOICES, readAction } from "./actions.ts";
import { isCivil } from "./quiet-hours.ts";
import { noticeWordsOf } from "./words.ts";

export const SUGGESTIONS_NOTICE = "ai_automation_suggestions";

/** Tells people of what is new, once a day at most and never at night, and honours what they answer. */
export interface Notifications {
  /** Looks whether there is something to tell now. */
  look(): Promise<void>;
  /** Honours each offered button once, and only from an administrator. */
  answered(answer: NotificationAction): Promise<void>;
}

export interface NotificationParts {
  readonly kind: "persistent" | "mobile";
  readonly home: Pick<Home, "notices" | "snapshot" | "users">;
  readonly store: Pick<SuggestionStore, "list">;
  readonly kept: KeyValueStore;
  /** The panel's place in the home's interface; null where it has none. */
  readonly page: () => Promise<string | null>;
  readonly choose: (choice: Answered["choice"], suggestionId: number) => Promise<unknown>;
  readonly now: Now;
  readonly log: Log;
}

const TOLD = "told_suggestions";
const OFFERS = "mobile_offers";
const MOST_KEPT = 500;
const MOST_OFFERS = 50;
const MOST_TITLES = 5;

const toldSchema = z.object({ day: z.number(), ids: z.array(z.number()) });
const offersSchema = z.array(z.object({ suggestionId: z.number(), nonce: z.string(), isAnswered: z.boolean() }));

export function createNotifications(parts: NotificationParts): Notifications {
  const { kind, home, store, kept, page, choose, now, log } = parts;
  let working = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const mine = working.then(work);
    working = mine.catch(() => undefined);
    return mine;
  };

  const show = async (fresh: readonly Suggestion[], language: string): Promise<readonly Suggestion[]> => {
    const words = noticeWordsOf(language);
    const link = await page();
    const message = [
      ...fresh.slice(0, MOST_TITLES).map(({ title }) => `- ${plain(title)}`),
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
    const mayAnswer = identified.outcome === "known" && identified.user.isAdmin;
    const nonce = randomBytes(6).toString("hex");
    const buttons = mayAnswer
      ? CHOICES.map((choice) => ({ action: actionOf({ choice, nonce }), title: words[choice] }))
      : [];
    const offers = (await kept.read(OFFERS, offersSchema)) ?? [];
    const offer = { suggestionId: best.id, nonce, isAnswered: false };
    await kept.keep(OFFERS, [...offers, offer].slice(-MOST_OFFERS));
    const told: Push = { title: best.title, message: best.description, page: await page(), buttons };
    const outcome = await home.notices.push(owner, told);
    if (outcome === "nowhere") return show(fresh, language);
    return outcome === "done" ? [best] : [];
  };

  const look = async (): Promise<void> => {
    const info = home.snapshot()?.info;
    if (info === undefined) return;
    const clock = createClock(info.zone);
    const today = clock.dayOf(now());
    if (!isCivil(clock.timeOfDay(now()))) return;
    const told = (await kept.read(TOLD, toldSchema)) ?? { day: -1, ids: [] };
    if (told.day === today) return;
    const waiting = await pendingSuggestions(store);
    if (waiting.length === 0) return void (await home.notices.dismiss(SUGGESTIONS_NOTICE));
    const fresh = waiting.filter(({ id }) => !told.ids.includes(id));
    if (fresh.length === 0) return;
    const newly = await (kind === "mobile" ? push : show)(fresh, info.language);
    if (newly.length === 0) return;
    await kept.keep(TOLD, { day: today, ids: [...told.ids, ...newly.map(({ id }) => id)].slice(-MOST_KEPT) });
    log.info({ kind, suggestionIds: newly.map(({ id }) => id) }, "people told of suggestions");
  };

  const answered = async ({ action, userId }: NotificationAction): Promise<void> => {
    const read = readAction(action);
    if (read === undefined) return;
    const offers = (await kept.read(OFFERS, offersSchema)) ?? [];
    const offer = offers.find(({ nonce }) => nonce === read.nonce);
    if (offer === undefined || offer.isAnswered) return;
    const identified = userId === null ? undefined : await home.users.userOf(userId);
    if (identified?.outcome !== "known" || !identified.user.isAdmin) {
      return log.warn({ suggestionId: offer.suggestionId }, "an answer from somebody who may not decide is ignored");
    }
    const others = offers.map((one) => (one === offer ? { ...one, isAnswered: true } : one));
    await kept.keep(OFFERS, others);
    await choose(read.choice, offer.suggestionId);
    log.info({ suggestionId: offer.suggestionId, choice: read.choice }, "suggestion decided on a phone");
  };

  return { look: () => inTurn(look), answered: (answer) => inTurn(() => answered(answer)) };
}

/** Names of the home are no markup. */
const plain = (text: string): string => text.replaceAll(/[\\`*_[\]<>]/g, (character) => `\\${character}`);
