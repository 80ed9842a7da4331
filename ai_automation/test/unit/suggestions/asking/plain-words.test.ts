import { expect } from "chai";
import { jsonIn } from "../../../../src/language/json-in.ts";
import type { AutomationConfig } from "../../../../src/model/automation.ts";
import { AppError } from "../../../../src/model/errors.ts";
import type { Entity } from "../../../../src/model/home.ts";
import { applyPlan } from "../../../../src/suggestions/asking/apply-plan.ts";
import { knownThings } from "../../../../src/suggestions/asking/known-things.ts";
import { mismatchesOf } from "../../../../src/suggestions/asking/mismatches.ts";
import { changePlan } from "../../../../src/suggestions/asking/plan/change-plan.ts";
import { SPOKEN_REQUESTS, type SpokenRequest } from "./spoken-requests.ts";

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

const AUTOMATIONS: Readonly<Record<SpokenRequest["about"], AutomationConfig>> = {
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
  | { readonly kind: "applied"; readonly automation: AutomationConfig; readonly isFlagged: boolean };

/** Applies a model's answer, with `t_…` replaced by the short names of the request. */
function outcomeOf({ about, text, language }: SpokenRequest, answer: string): Outcome {
  const automation = AUTOMATIONS[about];
  const own = about === "sun" ? ["cover.blind"] : ["light.hall", "binary_sensor.hall"];
  const { shortNameOf, entityOf, isMentioned } = knownThings(text, HOME, own, (name) => name);
  const named = answer.replaceAll(/(?<=")t_[a-z]+/g, (name) => shortNameOf(IDS[name] ?? "") ?? "t99");
  const plan = changePlan.safeParse(jsonIn(named));
  if (!plan.success || plan.data.changes.length === 0) return { kind: "refused" };
  try {
    const changed = applyPlan(automation, plan.data, {
      entityOf,
      entities: HOME,
      personIds: ["person.anna", "person.ben"],
    });
    const isFlagged = mismatchesOf(text, plan.data, { language, entityOf, isMentioned }).length > 0;
    return { kind: "applied", automation: changed, isFlagged };
  } catch (error) {
    if (error instanceof AppError) return { kind: "refused" };
    throw error;
  }
}

describe("plain-words edits in five languages", () => {
  it("cover sixty requests, twelve in each language", () => {
    const counts = Object.groupBy(SPOKEN_REQUESTS, ({ language }) => language);
    expect(Object.values(counts).map((requests) => requests?.length)).to.deep.equal([12, 12, 12, 12, 12]);
  });

  for (const request of SPOKEN_REQUESTS) {
    const isRefusal = request.good.startsWith('{"changes":[]');
    it(`${request.language}: "${request.text}" is ${isRefusal ? "refused" : "applied"}, and a wrong answer never passes unflagged`, () => {
      const good = outcomeOf(request, request.good);
      expect(good.kind).to.equal(isRefusal ? "refused" : "applied");
      if (good.kind === "applied") expect(good.isFlagged, "the correct plan is flagged").to.equal(false);
      const bad = outcomeOf(request, request.bad);
      const isSilent = bad.kind === "applied" && !bad.isFlagged && JSON.stringify(bad) !== JSON.stringify(good);
      expect(isSilent, "wrong and unflagged").to.equal(false);
    });
  }

  it("apply 58 of 120 answers as meant, refuse 15, flag 47 and let no wrong one pass unflagged", () => {
    const kinds = SPOKEN_REQUESTS.flatMap((request) =>
      [outcomeOf(request, request.good), outcomeOf(request, request.bad)].map((outcome, index) => {
        if (outcome.kind === "refused") return "refused";
        if (outcome.isFlagged) return "flagged";
        return index === 0 ? "applied" : "unflagged";
      }),
    );
    const count = (kind: (typeof kinds)[number]): number => kinds.filter((one) => one === kind).length;
    expect([count("applied"), count("refused"), count("flagged"), count("unflagged")]).to.deep.equal([58, 15, 47, 0]);
  });
});
