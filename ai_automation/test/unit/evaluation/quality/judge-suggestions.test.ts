import { expect } from "chai";
import { judgeSuggestions, qualityOf, type Truth } from "../../../../src/evaluation/quality/judge-suggestions.ts";
import type { AutomationConfig, ConfigPart } from "../../../../src/model/automation.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { aFrame, type Row } from "../../../support/a-frame.ts";

const turning = (service: string, trigger: ConfigPart, ...entityIds: readonly string[]): AutomationConfig => ({
  alias: "",
  triggers: [trigger],
  conditions: [],
  actions: entityIds.map((entityId) => ({ action: `light.${service}`, target: { entity_id: entityId } })),
});

const opens = { trigger: "state", entity_id: "binary_sensor.door", to: "on" };
const closes = { trigger: "state", entity_id: "binary_sensor.door", to: "off" };
const at = (time: string): ConfigPart => ({ trigger: "time", at: time });

/** Ten days on which a door opens at noon UTC and closes after some minutes. */
const doorOpenFor = (minutes: number): readonly Row[] =>
  Array.from({ length: 10 }, (_, day) => String(day + 10)).flatMap((day): readonly Row[] => [
    [`2026-01-${day}T12:00:00Z`, "binary_sensor.door", "on"],
    [`2026-01-${day}T12:${String(minutes).padStart(2, "0")}:00Z`, "binary_sensor.door", "off"],
  ]);

const door = { key: "door", automation: turning("turn_on", opens, "light.hall") };
const noon = { key: "noon", automation: turning("turn_on", at("13:00:00"), "light.hall") };

const verdicts = (rows: readonly Row[], truths: readonly Truth[], ...automations: readonly AutomationConfig[]) =>
  judgeSuggestions(
    aFrame(rows),
    truths,
    automations.map((automation) => aDraft({ automation })),
  ).suggestions.map(({ verdict }) => verdict);

describe("a suggestion compared with true habits", () => {
  it("is right if it does the same at the same times", () => {
    expect(verdicts(doorOpenFor(3), [door], door.automation)).to.deep.equal(["right"]);
  });

  it("may differ from a state habit by at most five minutes", () => {
    const later = turning("turn_on", closes, "light.hall");
    expect(verdicts(doorOpenFor(5), [door], later)).to.deep.equal(["right"]);
    expect(verdicts(doorOpenFor(6), [door], later)).to.deep.equal(["wrong"]);
  });

  it("may differ from a clock habit by at most twenty minutes", () => {
    expect(verdicts(doorOpenFor(3), [noon], turning("turn_on", at("13:20:00"), "light.hall"))).to.deep.equal(["right"]);
    expect(verdicts(doorOpenFor(3), [noon], turning("turn_on", at("13:21:00"), "light.hall"))).to.deep.equal(["wrong"]);
  });

  it("is wrong for another entity or state", () => {
    expect(verdicts(doorOpenFor(3), [door], turning("turn_on", opens, "light.attic"))).to.deep.equal(["wrong"]);
    expect(verdicts(doorOpenFor(3), [door], turning("turn_off", opens, "light.hall"))).to.deep.equal(["wrong"]);
  });

  it("is wrong if it covers only half of the days", () => {
    const weekend = turning("turn_on", { ...at("13:00:00"), weekday: ["sat", "sun"] }, "light.hall");
    expect(verdicts(doorOpenFor(3), [noon], weekend)).to.deep.equal(["wrong"]);
  });

  it("is neutral if another one matches the same habit better", () => {
    const near = turning("turn_on", closes, "light.hall");
    expect(verdicts(doorOpenFor(4), [door], near, door.automation)).to.have.members(["neutral", "right"]);
  });

  it("is judged per target", () => {
    const both = turning("turn_on", opens, "light.hall", "light.attic");
    expect(verdicts(doorOpenFor(3), [door], both)).to.deep.equal(["right", "wrong"]);
  });

  it("counts once if its trigger repeats within 15 minutes", () => {
    const flickering = doorOpenFor(3).flatMap((row): readonly Row[] => {
      const [time, entityId] = row;
      const again = time.replace("T12:00", "T12:10").replace("T12:03", "T12:11");
      return [row, [again, entityId, row[2]]];
    });
    expect(verdicts(flickering, [noon], door.automation)).to.deep.equal(["right"]);
  });

  it("is ignored if it only notifies", () => {
    const reminder = {
      alias: "",
      triggers: [opens],
      conditions: [],
      actions: [{ action: "notify.notify", data: { message: "open" } }],
    };
    const judged = judgeSuggestions(aFrame(doorOpenFor(3)), [door], [aDraft({ automation: reminder })]);
    expect(judged.suggestions).to.deep.equal([]);
  });
});

describe("quality of suggestions", () => {
  it("excludes neutral suggestions from precision", () => {
    const judged = judgeSuggestions(
      aFrame(doorOpenFor(4)),
      [door, { key: "attic", automation: turning("turn_on", opens, "light.attic") }],
      [door.automation, turning("turn_on", closes, "light.hall"), turning("turn_on", at("20:00:00"), "light.hall")].map(
        (automation) => aDraft({ automation }),
      ),
    );
    expect(qualityOf(judged)).to.deep.equal({ precision: 1 / 2, recall: 1 / 2, f1: 1 / 2 });
  });

  it("has no precision without suggestions", () => {
    const judged = judgeSuggestions(aFrame(doorOpenFor(3)), [door], []);
    expect(qualityOf(judged)).to.deep.equal({ precision: null, recall: 0, f1: 0 });
  });
});
