import { expect } from "chai";
import { homeIn } from "../../../../../src/evaluation/words/held-out-requests.ts";
import type { AutomationConfig } from "../../../../../src/model/automation.ts";
import { AppError } from "../../../../../src/model/errors.ts";
import type { LanguageModel } from "../../../../../src/model/language-model.ts";
import { PROBE } from "../../../../../src/suggestions/asking/can-plan.ts";
import { plannedRequest } from "../../../../../src/suggestions/asking/planned-request.ts";

const LIGHT = { action: "light.turn_on", target: { entity_id: ["light.hall"] } };
const MOTION: AutomationConfig = {
  alias: "Hall",
  triggers: [{ trigger: "state", entity_id: "binary_sensor.hall", to: "on" }],
  conditions: [],
  actions: [LIGHT],
};
const CLOCK: AutomationConfig = { ...MOTION, triggers: [{ trigger: "time", at: "07:10:00" }] };

interface SmallModel extends LanguageModel {
  readonly inputs: readonly string[];
  readonly probes: () => number;
}

/** Writes no plan, and chooses what it is told to. */
function aSmallModel(...meanings: readonly string[]): SmallModel {
  const inputs: string[] = [];
  let probes = 0;
  return {
    inputs,
    probes: () => probes,
    ask: ({ form, input }) => {
      if (input.includes(PROBE.request)) {
        probes += 1;
        return Promise.resolve(form.parse({ changes: [{ change: "tell" }], not_possible: null }));
      }
      inputs.push(input);
      return Promise.resolve(form.parse({ meaning: meanings[inputs.length - 1] ?? "something else" }));
    },
  };
}

const ask = (text: string, automation: AutomationConfig | null, model: LanguageModel, language = "en") =>
  plannedRequest(
    { text, automation, signal: new AbortController().signal },
    {
      info: { language },
      entities: homeIn("en"),
      persons: ["Anna", "Ben"].map((name) => ({ userId: name, name })),
    },
    model,
  );

const optionsIn = (input: string): readonly string[] =>
  input
    .split("\n")
    .filter((line) => line.startsWith("- "))
    .map((line) => line.slice(2));

const refusalOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => "planned",
    (error: unknown) => (error instanceof AppError ? error.code : error),
  );

describe("requests to a model that cannot write plans", () => {
  it("let it choose what a value means, and ask the user about it", async () => {
    const model = aSmallModel("Brightness 30.");
    const { plan, mismatches } = await ask("a gloomy thirty, if I may say so", MOTION, model);
    expect(plan.changes).to.deep.equal([{ change: "level", thing: null, kind: "brightness", value: 30 }]);
    expect(mismatches.map(({ kind }) => kind)).to.include("interpreted");
    expect(model.inputs.map(optionsIn)).to.deep.equal([["brightness 30", "something else"]]);
  });

  it("offer what can be done with a thing, by its own words for states", async () => {
    const model = aSmallModel("turn off TV");
    const { plan } = await ask("silence the TV for us", MOTION, model);
    expect(plan.changes).to.deep.equal([{ change: "act", thing: "media_player.tv", state: "off" }]);
    expect(optionsIn(model.inputs[0] ?? "")).to.deep.equal([
      "turn on TV",
      "turn off TV",
      "only if TV is on",
      "only if TV is off",
      "something else",
    ]);
  });

  it("keep what is understood, and ask whether the other words change it", async () => {
    const model = aSmallModel("10 minutes later");
    const { plan } = await ask("ten minutes later, in the usual way", CLOCK, model);
    expect(plan.changes).to.deep.equal([{ change: "shift", minutes: 10 }]);
    expect(optionsIn(model.inputs[0] ?? "")).to.deep.equal(["10 minutes later", "something else"]);
  });

  it("are refused if it chooses nothing", async () => {
    expect(await refusalOf(ask("ten minutes later, unless it snows", CLOCK, aSmallModel()))).to.equal("not_understood");
  });

  it("are refused without a question if there is nothing to choose from", async () => {
    const model = aSmallModel();
    for (const text of ["only when it rains", "and lock the front door too"])
      expect(await refusalOf(ask(text, MOTION, model)), text).to.equal("not_understood");
    expect(await refusalOf(ask("feed the cat at noon", null, model))).to.equal("not_understood");
    expect(model.inputs).to.deep.equal([]);
  });

  it("probe it once, and never send the names of persons", async () => {
    const model = aSmallModel("only if P1 is away");
    const { plan } = await ask("Anna has to be asleep, I mean gone", MOTION, model);
    expect(plan.changes).to.deep.equal([{ change: "only_if", thing: "person.anna", state: "not_home" }]);
    await refusalOf(ask("only when it rains", MOTION, model));
    expect(model.probes()).to.equal(1);
    expect(model.inputs.join()).not.to.include("Anna");
  });

  it("make a bound of a sensor and a number in a new automation", async () => {
    const model = aSmallModel("when Bathroom humidity gets above 70");
    const { plan } = await ask("text me, bathroom humidity past a sweaty 70, ok?", null, model);
    expect(plan.changes).to.deep.include({
      change: "when_number",
      thing: "sensor.bath",
      above: 70,
      below: null,
      minutes: 0,
    });
  });
});
