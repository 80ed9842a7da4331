import { expect } from "chai";
import type { AutomationConfig } from "../../../../src/model/automation.ts";
import { AppError } from "../../../../src/model/errors.ts";
import type { Entity } from "../../../../src/model/home.ts";
import { jsonIn } from "../../../../src/language/json-in.ts";
import { applyPlan } from "../../../../src/suggestions/asking/apply-plan.ts";
import { changePlan } from "../../../../src/suggestions/asking/change-plan.ts";
import { mismatchesOf } from "../../../../src/suggestions/asking/mismatches.ts";
import { knownThings } from "../../../../src/suggestions/asking/known-things.ts";
import { SAID, type SaidRequest } from "./spoken-requests.ts";

const thing = (entityId: string, name: string, deviceClass: string | null = null): Entity => ({
  entityId,
  name,
  areaId: "hall",
  areaName: null,
  deviceClass,
  isMinable: true,
});

const HOME: ReadonlyMap<string, Entity> = new Map(
  [
    thing("light.hall", "Licht 1"),
    thing("light.lamp", "Lámpara"),
    thing("binary_sensor.hall", "Motion 2", "motion"),
    thing("media_player.tv", "TV Fernseher televisie télé"),
    thing("lock.front", "Front door"),
    thing("cover.garage", "garage", "garage"),
    thing("cover.blind", "Blind"),
    thing("person.anna", "Anna"),
    thing("person.ben", "Ben"),
  ].map((entity) => [entity.entityId, entity]),
);

const IDS: Readonly<Record<string, string>> = {
  t_lamp: "light.lamp",
  t_sensor: "binary_sensor.hall",
  t_tv: "media_player.tv",
  t_lock: "lock.front",
  t_garage: "cover.garage",
};

const lamp = { action: "light.turn_on", target: { entity_id: ["light.hall"] } };

const AUTOMATIONS: Readonly<Record<SaidRequest["about"], AutomationConfig>> = {
  clock: {
    alias: "Morning",
    triggers: [{ trigger: "time", at: "07:10:00" }],
    conditions: [],
    actions: [lamp],
  },
  motion: {
    alias: "Hall",
    triggers: [{ trigger: "state", entity_id: "binary_sensor.hall", to: "on" }],
    conditions: [],
    actions: [lamp],
  },
  still: {
    alias: "Hall off",
    triggers: [{ trigger: "state", entity_id: "binary_sensor.hall", to: "off", for: "00:05:00" }],
    conditions: [],
    actions: [{ ...lamp, action: "light.turn_off" }],
  },
  sun: {
    alias: "Blind",
    triggers: [{ trigger: "sun", event: "sunset" }],
    conditions: [],
    actions: [{ action: "cover.close_cover", target: { entity_id: ["cover.blind"] } }],
  },
};

type Outcome =
  | { readonly kind: "refused" }
  | { readonly kind: "applied"; readonly automation: AutomationConfig; readonly isDoubted: boolean };

/** Answers come as the model's text; things have the names under which they were told. */
function answered({ about, text, language }: SaidRequest, answer: string): Outcome {
  const automation = AUTOMATIONS[about];
  const own = about === "sun" ? ["cover.blind"] : ["light.hall", "binary_sensor.hall"];
  const { shortNameOf, entityOf, isMeant } = knownThings(text, HOME, own, (name) => name);
  const told = answer.replaceAll(/(?<=")t_[a-z]+/g, (name) => shortNameOf(IDS[name] ?? "") ?? "t99");
  const plan = changePlan.safeParse(jsonIn(told));
  if (!plan.success || plan.data.changes.length === 0) return { kind: "refused" };
  try {
    const changed = applyPlan(automation, plan.data, {
      entityOf,
      entities: HOME,
      personIds: ["person.anna", "person.ben"],
    });
    const isDoubted = mismatchesOf(text, plan.data, { language, entityOf, isMeant }).length > 0;
    return { kind: "applied", automation: changed, isDoubted };
  } catch (error) {
    if (error instanceof AppError) return { kind: "refused" };
    throw error;
  }
}

describe("edits in plain words, in five languages", () => {
  it("are sixty requests, twelve a language", () => {
    const counts = Object.groupBy(SAID, ({ language }) => language);
    expect(Object.values(counts).map((said) => said?.length)).to.deep.equal([12, 12, 12, 12, 12]);
  });

  for (const request of SAID) {
    const isRefusal = request.good.startsWith('{"changes":[]');
    it(`${request.language}: "${request.text}" is ${isRefusal ? "refused" : "done"}, and a wrong answer never goes through unseen`, () => {
      const good = answered(request, request.good);
      expect(good.kind).to.equal(isRefusal ? "refused" : "applied");
      if (good.kind === "applied") expect(good.isDoubted, "a doubt about the right plan").to.equal(false);
      const bad = answered(request, request.bad);
      const isSilent = bad.kind === "applied" && !bad.isDoubted && JSON.stringify(bad) !== JSON.stringify(good);
      expect(isSilent, "wrong and silent").to.equal(false);
    });
  }

  it("of 120 answers: 58 applied as meant, 15 refused, 47 shown with a doubt, none wrong and silent", () => {
    const kinds = SAID.flatMap((request) =>
      [answered(request, request.good), answered(request, request.bad)].map((outcome, index) => {
        if (outcome.kind === "refused") return "refused";
        if (outcome.isDoubted) return "doubted";
        return index === 0 ? "applied" : "silent";
      }),
    );
    const count = (kind: (typeof kinds)[number]): number => kinds.filter((one) => one === kind).length;
    expect([count("applied"), count("refused"), count("doubted"), count("silent")]).to.deep.equal([58, 15, 47, 0]);
  });
});
