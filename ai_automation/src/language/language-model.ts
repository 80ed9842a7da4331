import { z } from "zod";
import { AppError } from "../model/errors.ts";
import { createSerialQueue } from "../model/keyed-queue.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import type { LanguageModel, Question } from "../model/language-model.ts";
import type { Log } from "../model/log.ts";
import { DAY, MINUTE, type Now } from "../model/time.ts";
import { jsonIn } from "./json-in.ts";
import { type Provider, ProviderFailed } from "./provider.ts";

const KEPT = "language_model_usage";
const usageSchema = z.object({ day: z.number(), tokens: z.number() });

const ANSWER_WITHIN = MINUTE;
const MOST_WAITING = 4;
const MOST_KEPT = 200;
/** Where a provider does not tell: a token is about three letters in the five languages, and answers are short. */
const LETTERS_PER_TOKEN = 3;
const ANSWER_TOKENS = 500;

export interface LimitedModel extends LanguageModel {
  /** Gives up what is under way. */
  stop(): Promise<void>;
}

/** A provider within limits: one call at a time, so many tokens a day, a minute for an answer, nothing asked twice. */
export function createLanguageModel(parts: {
  readonly provider: Provider;
  readonly kept: KeyValueStore;
  readonly tokensPerDay: number;
  readonly now: Now;
  readonly log: Log;
  /** Milliseconds; default a minute. */
  readonly answerWithin?: number;
}): LimitedModel {
  const { provider, kept, tokensPerDay, now, log, answerWithin = ANSWER_WITHIN } = parts;
  const stopping = new AbortController();
  const answers = new Map<string, unknown>();
  const calls = createSerialQueue();
  let waiting = 0;
  let overtaken = new AbortController();

  const usedToday = async (): Promise<number> => {
    const usage = await kept.get(KEPT, usageSchema);
    return usage?.day === Math.floor(now() / DAY) ? usage.tokens : 0;
  };

  const call = async <T>(question: Question<T>): Promise<T> => {
    const { task, instructions, input, form } = question;
    const expected = Math.ceil((instructions.length + input.length) / LETTERS_PER_TOKEN) + ANSWER_TOKENS;
    const used = await usedToday();
    if (used + expected > tokensPerDay)
      throw limited(
        `The language model has had its ${tokensPerDay} tokens for today: try tomorrow, or raise llm_tokens_per_day.`,
      );
    const ends = [stopping.signal, AbortSignal.timeout(answerWithin)];
    const signal = AbortSignal.any(IS_AWAITED[task] ? ends : [...ends, overtaken.signal]);
    const prompt = { name: NAMES[task], instructions, input, schema: z.toJSONSchema(form) };
    let tokens = expected;
    try {
      signal.throwIfAborted();
      const completion = await provider.complete(prompt, signal);
      tokens = completion.tokens ?? expected;
      const parsed = form.safeParse(jsonIn(completion.answer));
      if (parsed.success) return parsed.data;
      log.warn({ task, fault: parsed.error.issues[0]?.code }, "language model answered out of form");
      throw failed("The language model's answer cannot be used: try again, or say it in other words.");
    } catch (error) {
      if (error instanceof AppError) throw error;
      log.warn({ err: error, task }, "language model gave no answer");
      if (error instanceof ProviderFailed) throw failed(error.message);
      throw failed(
        signal.aborted
          ? "The language model did not answer in time: try again later."
          : "The language model broke off.",
      );
    } finally {
      await kept.set(KEPT, { day: Math.floor(now() / DAY), tokens: used + tokens });
    }
  };

  /** One after the other; who comes when too many wait is sent away. */
  const inTurn = async <T>(question: Question<T>): Promise<T> => {
    if (waiting >= MOST_WAITING) throw limited("The language model is busy: try again in a minute.");
    waiting += 1;
    if (IS_AWAITED[question.task]) overtaken.abort();
    else overtaken = new AbortController();
    try {
      return await calls.run(() => call(question));
    } finally {
      waiting -= 1;
    }
  };

  return {
    ask: async (question) => {
      const key = JSON.stringify([question.task, question.instructions, question.input]);
      const known = question.form.safeParse(answers.get(key));
      if (known.success) return known.data;
      const answer = await inTurn(question);
      answers.set(key, answer);
      for (const oldest of [...answers.keys()].slice(0, answers.size - MOST_KEPT)) answers.delete(oldest);
      return answer;
    },
    stop: async () => {
      stopping.abort();
      await calls.settled();
    },
  };
}

/** Whether somebody waits for it: what nobody waits for is given up then, and asked another time. */
const IS_AWAITED: Readonly<Record<Question<unknown>["task"], boolean>> = { change: true, words: false };

const NAMES: Readonly<Record<Question<unknown>["task"], string>> = {
  change: "change_automation",
  words: "word_automation",
};

const limited = (message: string): AppError => new AppError("language_model_limit", message);
const failed = (message: string): AppError => new AppError("language_model_failed", message);
