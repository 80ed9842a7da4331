import { BUILDING_REQUESTS } from "../evaluation/words/building-requests.ts";
import { FIFTH_UNSEEN_REQUESTS } from "../evaluation/words/fifth-unseen-requests.ts";
import { FOURTH_UNSEEN_REQUESTS } from "../evaluation/words/fourth-unseen-requests.ts";
import { HELD_OUT_REQUESTS, type HeldOutRequest } from "../evaluation/words/held-out-requests.ts";
import { judgeRequest, type RequestOutcome } from "../evaluation/words/judge-request.ts";
import { SECOND_UNSEEN_REQUESTS } from "../evaluation/words/second-unseen-requests.ts";
import { THIRD_UNSEEN_REQUESTS } from "../evaluation/words/third-unseen-requests.ts";
import { UNSEEN_REQUESTS } from "../evaluation/words/unseen-requests.ts";
import { createEndpoint } from "../language/endpoint.ts";
import { createLanguageModel, type LimitedModel } from "../language/language-model.ts";
import { AppError } from "../model/errors.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import { createRandom } from "../model/random.ts";
import { SECOND } from "../model/time.ts";
import { parseOptions, UsageError, wholeNumber } from "./options.ts";
import { SILENT } from "./silent-log.ts";

export const WORDS_USAGE = `words: everyday requests in plain words without a language model, and those that it is asked then with one
  [--url http://127.0.0.1:8000/v1 --model NAME [--key KEY] [--seconds 120] [--sample 20]] [--show]`;

const OPTIONS = {
  url: { type: "string" },
  model: { type: "string" },
  key: { type: "string" },
  seconds: { type: "string" },
  sample: { type: "string" },
  show: { type: "boolean" },
} as const;

/** Seconds that a model on a small machine may take for one answer. */
const PATIENCE = 120;
const SEED = 1;

const SETS: readonly (readonly [name: string, requests: readonly HeldOutRequest[]])[] = [
  ["held-out", HELD_OUT_REQUESTS],
  ["unseen", UNSEEN_REQUESTS],
  ["unseen 2", SECOND_UNSEEN_REQUESTS],
  ["unseen 3", THIRD_UNSEEN_REQUESTS],
  ["unseen 4", FOURTH_UNSEEN_REQUESTS],
  ["unseen 5", FIFTH_UNSEEN_REQUESTS],
  ["building", BUILDING_REQUESTS],
];

export async function benchWords(args: readonly string[], print: (line: string) => void): Promise<void> {
  const { url, model: name, key = "", seconds, sample, show = false } = parseOptions(OPTIONS, WORDS_USAGE, [...args]);
  if ((url === undefined) !== (name === undefined)) throw new UsageError("--url and --model go together");
  const patience = (wholeNumber(seconds, "seconds") ?? PATIENCE) * SECOND;
  const printSet = (set: string, judged: readonly JudgedRequest[]): void => {
    if (show) for (const line of judged.filter(({ outcome }) => outcome !== "right").map(showRequest)) print(line);
    print(showSet(set, judged));
  };
  print("set       requests  right  right, but asked  refused  wrong, but asked  wrong and silent  median s");
  const unread: HeldOutRequest[] = [];
  for (const [set, requests] of SETS) {
    const judged: JudgedRequest[] = [];
    for (const request of requests) {
      judged.push({ request, outcome: await judgeRequest(request, null), took: null });
      if (await needsModel(request)) unread.push(request);
    }
    printSet(set, judged);
  }
  if (url === undefined || name === undefined) return;
  const model = modelAt({ url, key, model: name }, patience);
  const judged: JudgedRequest[] = [];
  for (const request of shuffled(unread).slice(0, wholeNumber(sample, "sample") ?? unread.length))
    judged.push(await judgeTimed(request, model));
  print(`The model was asked ${judged.length} of the ${unread.length} requests that are not read without one:`);
  printSet("model", judged);
  await model.stop();
}

interface JudgedRequest {
  readonly request: HeldOutRequest;
  readonly outcome: RequestOutcome;
  /** Milliseconds that the model took; null if it was not asked. */
  readonly took: number | null;
}

async function needsModel(request: HeldOutRequest): Promise<boolean> {
  let isAsked = false;
  const ask = (): Promise<never> => {
    isAsked = true;
    return Promise.reject(new AppError("language_model_failed", "Only whether it is asked is counted."));
  };
  await judgeRequest(request, { ask });
  return isAsked;
}

const shuffled = (requests: readonly HeldOutRequest[]): readonly HeldOutRequest[] => {
  const random = createRandom(SEED);
  return requests
    .map((request) => ({ request, rank: random() }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ request }) => request);
};

async function judgeTimed(request: HeldOutRequest, model: LimitedModel): Promise<JudgedRequest> {
  const since = performance.now();
  const outcome = await judgeRequest(request, model);
  return { request, outcome, took: performance.now() - since };
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
    by("doubted").padStart(17),
    by("wrong").padStart(17),
    (median === undefined ? "-" : (median / SECOND).toFixed(1)).padStart(9),
  ].join(" ");
}
