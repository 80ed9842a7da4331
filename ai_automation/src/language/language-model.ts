import { z } from "zod";
import { AppError } from "../model/errors.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import { createSerialQueue } from "../model/keyed-queue.ts";
import type { LanguageModel, Question } from "../model/language-model.ts";
import type { Log } from "../model/log.ts";
import { DAY, MINUTE, type Now } from "../model/time.ts";
import { jsonIn } from "./json-in.ts";
import { ProviderFailed, type Prompt, type Provider } from "./provider.ts";

const USAGE_KEY = "language_model_usage";
const usageSchema = z.object({ day: z.number(), tokens: z.number() });

/**
 * Users can cancel, so their requests may take as long as a small model needs: Qwen2.5-Coder-0.5B took
 * two to five minutes for 400 tokens on two busy cores.
 */
const PATIENCE: Readonly<Record<Question<unknown>["task"], number>> = { change: 4 * MINUTE, words: MINUTE };
const MAX_QUEUED = 4;
const MAX_CACHED = 200;
/** Estimates for providers that do not report usage: about three letters per token, short answers. */
const LETTERS_PER_TOKEN = 3;
const ANSWER_TOKENS = 500;

export interface LimitedModel extends LanguageModel {
  /** Cancels the running call. */
  stop(): Promise<void>;
}

/** A provider with limits: one question at a time, one repair of an unusable answer, a daily token limit, a timeout, and cached answers. */
export function createLanguageModel(parts: {
  readonly provider: Provider;
  readonly store: KeyValueStore;
  readonly tokensPerDay: number;
  readonly now: Now;
  readonly log: Log;
  /** Milliseconds. */
  readonly answerWithin?: number;
}): LimitedModel {
  const { provider, store, tokensPerDay, now, log, answerWithin } = parts;
  const stopping = new AbortController();
  const answers = new Map<string, unknown>();
  const calls = createSerialQueue();
  let waiting = 0;
  let preempted = new AbortController();

  const usedToday = async (): Promise<number> => {
    const usage = await store.get(USAGE_KEY, usageSchema);
    return usage?.day === Math.floor(now() / DAY) ? usage.tokens : 0;
  };

  const call = async <T>(question: Question<T>, cancelled: AbortSignal | undefined): Promise<T> => {
    const isCancelled = (): boolean => cancelled?.aborted === true;
    if (isCancelled()) throw withdrawn();
    const { task, instructions, input, form } = question;
    const expected = Math.ceil((instructions.length + input.length) / LETTERS_PER_TOKEN) + ANSWER_TOKENS;
    const used = await usedToday();
    if (used + expected > tokensPerDay)
      throw limited(
        `Today's limit of ${tokensPerDay} tokens for the language model is reached: try again tomorrow, or raise llm_tokens_per_day.`,
      );
    const timeout = AbortSignal.timeout(answerWithin ?? PATIENCE[task]);
    const ends = [stopping.signal, timeout, ...(cancelled === undefined ? [] : [cancelled])];
    const signal = AbortSignal.any(IS_AWAITED[task] ? ends : [...ends, preempted.signal]);
    const prompt = { name: NAMES[task], instructions, input, schema: z.toJSONSchema(question.shown ?? form) };
    let tokens = expected;
    try {
      signal.throwIfAborted();
      const completion = await provider.complete(prompt, signal);
      tokens = completion.tokens ?? expected;
      const parsed = form.safeParse(jsonIn(completion.answer));
      if (parsed.success) return parsed.data;
      log.warn({ task, fault: parsed.error.issues[0]?.code }, "language model answer does not match the schema");
      if (used + tokens + expected > tokensPerDay) throw unusable();
      const repaired = await provider.complete(repairOf(prompt, completion.answer, parsed.error), signal);
      tokens += repaired.tokens ?? expected;
      const second = form.safeParse(jsonIn(repaired.answer));
      if (second.success) return second.data;
      throw unusable();
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (isCancelled()) throw withdrawn();
      log.warn({ err: error, task }, "language model call failed");
      if (error instanceof ProviderFailed) throw failed(error.message);
      throw failed(
        signal.aborted
          ? "The language model did not answer in time: try again later."
          : "The call to the language model failed: try again later, and check this app's log if it keeps failing.",
      );
    } finally {
      await store.set(USAGE_KEY, { day: Math.floor(now() / DAY), tokens: used + tokens });
    }
  };

  /** Runs calls one after another. @throws AppError "language_model_limit" if too many are queued */
  const enqueue = async <T>(question: Question<T>, cancelled: AbortSignal | undefined): Promise<T> => {
    if (waiting >= MAX_QUEUED) throw limited("The language model is busy: try again in a minute.");
    waiting += 1;
    if (IS_AWAITED[question.task]) preempted.abort();
    else preempted = new AbortController();
    try {
      return await calls.run(() => call(question, cancelled));
    } finally {
      waiting -= 1;
    }
  };

  return {
    ask: async (question, cancelled) => {
      const key = JSON.stringify([question.task, question.instructions, question.input]);
      const cached = answers.has(key) ? question.form.safeParse(answers.get(key)) : undefined;
      if (cached?.success === true) return cached.data;
      const answer = await enqueue(question, cancelled);
      answers.set(key, answer);
      for (const oldest of [...answers.keys()].slice(0, answers.size - MAX_CACHED)) answers.delete(oldest);
      return answer;
    },
    stop: async () => {
      stopping.abort();
      await calls.settled();
    },
  };
}

/** Whether a user waits for the answer. Such a call cancels a running one that nobody waits for, which is retried later. */
const IS_AWAITED: Readonly<Record<Question<unknown>["task"], boolean>> = { change: true, words: false };

const NAMES: Readonly<Record<Question<unknown>["task"], string>> = {
  change: "change_automation",
  words: "word_automation",
};

/** The same question with the answer that cannot be used and the reason. */
function repairOf(prompt: Prompt, answer: unknown, error: z.ZodError): Prompt {
  const given = (typeof answer === "string" ? answer : (JSON.stringify(answer) ?? "")).slice(0, MAX_REPEATED);
  const faults = error.issues.slice(0, 3).map(({ path, message }) => `${path.join(".")} ${message}`.trim());
  return {
    ...prompt,
    input: `${prompt.input}\n\nYour last answer was: ${given}\nIt cannot be used: ${faults.join("; ")}.\nAnswer again with the JSON object only.`,
  };
}

/** Characters of an unusable answer that are sent back. */
const MAX_REPEATED = 1_000;

const unusable = (): AppError =>
  failed("The language model's answer cannot be used: try again, or rephrase your request.");
const withdrawn = (): AppError => failed("The request to the language model was cancelled.");
const limited = (message: string): AppError => new AppError("language_model_limit", message);
const failed = (message: string): AppError => new AppError("language_model_failed", message);
