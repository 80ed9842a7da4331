import { expect } from "chai";
import { z } from "zod";
import { createAiTask } from "../../../src/language/ai-task.ts";
import { jsonIn } from "../../../src/language/json-in.ts";
import { createLanguageModel } from "../../../src/language/language-model.ts";
import { ProviderFailed, type Completion, type Provider } from "../../../src/language/provider.ts";
import { AppError } from "../../../src/model/errors.ts";
import type { TaskAnswer } from "../../../src/model/home.ts";
import type { KeyValueStore } from "../../../src/model/key-value-store.ts";
import { DAY } from "../../../src/model/time.ts";
import { SILENT } from "../../support/silent.ts";
import { until } from "../../support/until.ts";

const form = z.strictObject({ minutes: z.number() });
const question = (input: string) => ({ task: "change" as const, instructions: "Say minutes.", input, form });

function inMemory(): KeyValueStore {
  const values = new Map<string, unknown>();
  return {
    get: async (name, schema) => schema.safeParse(values.get(name)).data,
    set: async (name, value) => void values.set(name, value),
  };
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => "answered",
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

describe("a language model with limits", () => {
  const modelOf = (
    provider: Provider,
    values: { tokensPerDay?: number; now?: () => number; answerWithin?: number } = {},
  ) => createLanguageModel({ provider, store: inMemory(), tokensPerDay: 10_000, now: () => 0, log: SILENT, ...values });

  it("runs one call at a time, and refuses more when too many are queued", async () => {
    const begun: ((completion: Completion) => void)[] = [];
    let most = 0;
    let running = 0;
    const model = modelOf({
      complete: async () => {
        most = Math.max(most, ++running);
        const completion = await new Promise<Completion>((resolve) => begun.push(resolve));
        running -= 1;
        return completion;
      },
    });
    const asked = ["a", "b", "c", "d", "e"].map((input) => codeOf(model.ask(question(input))));
    expect(await asked[4]).to.equal("language_model_limit");
    for (let index = 0; index < 4; index += 1) {
      await until(() => begun.length > index);
      begun[index]?.({ answer: '{"minutes":5}', tokens: 10 });
      expect(await asked[index]).to.equal("answered");
    }
    expect(most).to.equal(1);
  });

  it("asks a question whose form accepts any answer, and only once", async () => {
    let calls = 0;
    const model = modelOf({ complete: () => Promise.resolve({ answer: `{"call":${(calls += 1)}}`, tokens: 10 }) });
    const open = { ...question("a"), form: z.unknown() };
    expect([await model.ask(open), await model.ask(open)]).to.deep.equal([{ call: 1 }, { call: 1 }]);
  });

  it("counts the tokens of calls, also of failed ones, and starts again each day", async () => {
    let at = 0;
    let calls = 0;
    const model = modelOf(
      {
        complete: async () => {
          calls += 1;
          if (calls === 2) throw new ProviderFailed("It is unreachable.");
          return { answer: { minutes: 1 }, tokens: calls === 1 ? 400 : null };
        },
      },
      { tokensPerDay: 1_000, now: () => at },
    );
    expect(await codeOf(model.ask(question("a")))).to.equal("answered");
    expect(await codeOf(model.ask(question("b")))).to.equal("language_model_failed");
    expect(await codeOf(model.ask(question("c")))).to.equal("language_model_limit");
    at = DAY;
    expect(await codeOf(model.ask(question("c")))).to.equal("answered");
    expect(calls).to.equal(3);
  });

  it("gives up after the timeout and when it is stopped", async () => {
    const slow: Provider = {
      complete: (_prompt, signal) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    };
    expect(await codeOf(modelOf(slow, { answerWithin: 20 }).ask(question("a")))).to.equal("language_model_failed");
    const stopped = modelOf(slow);
    const asked = codeOf(stopped.ask(question("a")));
    await stopped.stop();
    expect(await asked).to.equal("language_model_failed");
  });

  it("ends a call that its caller cancels, running or queued, and goes on with the next", async () => {
    const inputs: string[] = [];
    const model = modelOf({
      complete: ({ input }, signal) => {
        inputs.push(input);
        if (input === "c") return Promise.resolve({ answer: { minutes: 1 }, tokens: 10 });
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
    });
    const [running, queued] = [new AbortController(), new AbortController()];
    const asked = [
      codeOf(model.ask(question("a"), running.signal)),
      codeOf(model.ask(question("b"), queued.signal)),
      codeOf(model.ask(question("c"))),
    ];
    await until(() => inputs.length > 0);
    queued.abort();
    running.abort();
    expect(await Promise.all(asked)).to.deep.equal(["language_model_failed", "language_model_failed", "answered"]);
    expect(inputs).to.deep.equal(["a", "c"]);
  });

  it("cancels a call that nobody waits for when a user asks", async () => {
    const tasks: string[] = [];
    const model = modelOf({
      complete: ({ name }, signal) => {
        tasks.push(name);
        if (name === "change_automation") return Promise.resolve({ answer: { minutes: 1 }, tokens: 10 });
        return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
      },
    });
    const wording = codeOf(model.ask({ ...question("a"), task: "words" }));
    await until(() => tasks.length > 0);
    expect(await codeOf(model.ask(question("b")))).to.equal("answered");
    expect(await wording).to.equal("language_model_failed");
    expect(tasks).to.deep.equal(["word_automation", "change_automation"]);
  });

  it("extracts the JSON from surrounding text", () => {
    expect(jsonIn('```json\n{"a":{"b":1}}\n```')).to.deep.equal({ a: { b: 1 } });
    expect(jsonIn('<think>a</think>{"a":<think>b</think>1}<think>')).to.deep.equal({ a: 1 });
    const unending = "<think>".repeat(100_000);
    const began = process.cpuUsage();
    expect(jsonIn(unending)).to.equal(undefined);
    expect(process.cpuUsage(began).user, "µs").to.be.below(500_000);
    expect(jsonIn('<think>{"a":2} or so</think>\nHere it is: {"a":1}. Anything else?')).to.deep.equal({ a: 1 });
    expect([jsonIn("no"), jsonIn("} {"), jsonIn("{a}"), jsonIn(undefined)]).to.deep.equal([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("Home Assistant's AI Task", () => {
  const prompt = { name: "change_automation", instructions: "Say minutes.", input: "{}", schema: {} };
  const never = new AbortController().signal;

  it("is called with the chosen entity, or with none for the preferred one", async () => {
    const asked: unknown[] = [];
    const tasks = {
      generate: async (task: unknown): Promise<TaskAnswer> => {
        asked.push(task);
        return { outcome: "done", data: '{"minutes":1}' };
      },
    };
    expect(await createAiTask(tasks, "ai_task.small").complete(prompt, never)).to.deep.equal({
      answer: '{"minutes":1}',
      tokens: null,
    });
    await createAiTask(tasks, null).complete(prompt, never);
    const common = { name: "change_automation", instructions: "Say minutes.\n\n{}" };
    expect(asked).to.deep.equal([
      { ...common, entityId: "ai_task.small" },
      { ...common, entityId: null },
    ]);
  });

  it("reports why there is no answer", async () => {
    const tasks = {
      generate: async (): Promise<TaskAnswer> => ({ outcome: "refused", reason: "no preferred entity set" }),
    };
    const error: unknown = await createAiTask(tasks, null)
      .complete(prompt, never)
      .catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(ProviderFailed);
    expect(String(error)).to.include("no preferred entity set");
  });
});
