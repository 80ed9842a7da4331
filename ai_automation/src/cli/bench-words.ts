import { BUILDING_REQUESTS } from "../evaluation/words/building-requests.ts";
import { FOURTH_UNSEEN_REQUESTS } from "../evaluation/words/fourth-unseen-requests.ts";
import { HELD_OUT_REQUESTS, type HeldOutRequest } from "../evaluation/words/held-out-requests.ts";
import { judgeRequest, type RequestOutcome } from "../evaluation/words/judge-request.ts";
import { SECOND_UNSEEN_REQUESTS } from "../evaluation/words/second-unseen-requests.ts";
import { THIRD_UNSEEN_REQUESTS } from "../evaluation/words/third-unseen-requests.ts";
import { UNSEEN_REQUESTS } from "../evaluation/words/unseen-requests.ts";
import { createEndpoint } from "../language/endpoint.ts";
import { createLanguageModel, type LimitedModel } from "../language/language-model.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import { SECOND } from "../model/time.ts";
import { parseOptions, UsageError, wholeNumber } from "./options.ts";
import { SILENT } from "./silent-log.ts";

export const WORDS_USAGE = `words: everyday requests in plain words, without a language model, or with one for those that are not understood
  [--url http://127.0.0.1:8000/v1 --model NAME [--key KEY] [--seconds 120]] [--show]`;

const OPTIONS = {
  url: { type: "string" },
  model: { type: "string" },
  key: { type: "string" },
  seconds: { type: "string" },
  show: { type: "boolean" },
} as const;

/** Seconds that a model on a small machine may take for one answer. */
const PATIENCE = 120;

const SETS: readonly (readonly [name: string, requests: readonly HeldOutRequest[]])[] = [
  ["held-out", HELD_OUT_REQUESTS],
  ["unseen", UNSEEN_REQUESTS],
  ["unseen 2", SECOND_UNSEEN_REQUESTS],
  ["unseen 3", THIRD_UNSEEN_REQUESTS],
  ["unseen 4", FOURTH_UNSEEN_REQUESTS],
  ["building", BUILDING_REQUESTS],
];

export async function benchWords(args: readonly string[], print: (line: string) => void): Promise<void> {
  const { url, model: name, key = "", seconds, show = false } = parseOptions(OPTIONS, WORDS_USAGE, [...args]);
  if ((url === undefined) !== (name === undefined)) throw new UsageError("--url and --model go together");
  const patience = (wholeNumber(seconds, "seconds") ?? PATIENCE) * SECOND;
  const model = url === undefined || name === undefined ? null : modelAt({ url, key, model: name }, patience);
  print("set       requests  right  right, but asked  refused  wrong and silent  model asked  median s");
  for (const [set, requests] of SETS) {
    const judged: JudgedRequest[] = [];
    for (const request of requests) judged.push(await judge(request, model));
    if (show) for (const line of judged.filter(({ outcome }) => outcome !== "right").map(showRequest)) print(line);
    print(showSet(set, judged));
  }
  await model?.stop();
}

interface JudgedRequest {
  readonly request: HeldOutRequest;
  readonly outcome: RequestOutcome;
  /** Milliseconds that the model took; null if it was not asked. */
  readonly took: number | null;
}

async function judge(request: HeldOutRequest, model: LimitedModel | null): Promise<JudgedRequest> {
  let took: number | null = null;
  const timed = model && {
    ask: async <T>(...question: Parameters<typeof model.ask<T>>): Promise<T> => {
      const since = performance.now();
      try {
        return await model.ask(...question);
      } finally {
        took = performance.now() - since;
      }
    },
  };
  const outcome = await judgeRequest(request, timed);
  return { request, outcome, took };
}

/** The service's own, without its limits on tokens. */
function modelAt(options: Parameters<typeof createEndpoint>[0], answerWithin: number): LimitedModel {
  const store: KeyValueStore = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };
  return createLanguageModel({
    provider: createEndpoint(options),
    store,
    tokensPerDay: Infinity,
    now: Date.now,
    log: SILENT,
    answerWithin,
  });
}

const showRequest = ({ request, outcome }: JudgedRequest): string =>
  `  ${outcome.padEnd(8)} ${request.language}  ${request.text}`;

function showSet(name: string, judged: readonly JudgedRequest[]): string {
  const by = (outcome: RequestOutcome): string => String(judged.filter((one) => one.outcome === outcome).length);
  const times = judged.flatMap(({ took }) => (took === null ? [] : [took])).toSorted((a, b) => a - b);
  const median = times[Math.floor(times.length / 2)];
  return [
    name.padEnd(8),
    String(judged.length).padStart(9),
    by("right").padStart(6),
    by("asked").padStart(17),
    by("refused").padStart(8),
    by("wrong").padStart(17),
    String(times.length).padStart(12),
    (median === undefined ? "-" : (median / SECOND).toFixed(1)).padStart(9),
  ].join(" ");
}
