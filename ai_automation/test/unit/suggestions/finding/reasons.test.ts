import { expect } from "chai";
import type { NearMiss } from "../../../../src/habits/choice/near-misses.ts";
import type { Reason } from "../../../../src/habits/choice/refused.ts";
import { reportNearMiss, reportObstacle, reportWithheld } from "../../../../src/suggestions/finding/reasons.ts";
import { recordingNames } from "../../../../src/suggestions/finding/recording-names.ts";
import type { Names } from "../../../../src/suggestions/words/names.ts";
import { aNearMiss } from "../../../support/a-near-miss.ts";

const NAMES: Names = {
  ...recordingNames,
  nameOf: (entityId) => {
    if (entityId === "automation.pantry") return "Pantry light follows the door";
    return entityId.startsWith("automation.") ? entityId : recordingNames.nameOf(entityId);
  },
};

const report = (reason: Reason, values: Partial<NearMiss> = {}) =>
  reportNearMiss(aNearMiss({ ...values, reason }), NAMES);
const textOf = (...args: Parameters<typeof report>): string => report(...args).reason.text;

const rate = (tp: number, fp: number) => ({ tp, fp, noop: 0, duplicates: 0, saved: tp, days: tp });

describe("near-miss texts", () => {
  it("report the closest form, its target and its counts", () => {
    const near = aNearMiss();
    expect(reportNearMiss(near, NAMES)).to.deep.equal({
      title: "Turn on Pantry when Pantry door opens",
      entityId: "light.pantry",
      state: "on",
      form: { trigger: near.trigger, conditions: [] },
      reason: {
        kind: "too_few_times",
        text: "seen 6 times; at least 8 needed",
        has: 6,
        needs: 8,
        by: null,
        reason: near.reason,
      },
      learned: near.learned,
      heldOut: near.heldOut,
      prospect: null,
    });
  });

  it("count times and days", () => {
    expect(textOf({ kind: "too_few_times", has: 1, needs: 8 })).to.equal("seen 1 time; at least 8 needed");
    expect(textOf({ kind: "too_few_days", has: 4, needs: 5 })).to.equal("seen on 4 days; at least 5 needed");
    expect(textOf({ kind: "not_confirmed", has: 2, needs: 3 })).to.equal(
      "right 2 times in a test on days it had not seen; at least 3 needed",
    );
  });

  it("say if only the newest days count", () => {
    expect(textOf({ kind: "too_few_times", has: 6, needs: 8 }, { newestDays: 30 })).to.equal(
      "seen 6 times; at least 8 needed (in the last 30 days alone)",
    );
    const done = { kind: "already_automated", by: "automation.pantry", certainty: "sure" } as const;
    expect(textOf(done, { newestDays: 30 })).to.not.include("30 days");
  });

  it("say on which days the precision was too low", () => {
    const counts = { learned: rate(40, 60), heldOut: rate(5, 3) };
    expect(textOf({ kind: "not_right_enough", has: 5 / 8, needs: 0.7 }, counts)).to.equal(
      "right 63% of the time in a test on days it had not seen; more than 70% needed",
    );
    expect(textOf({ kind: "not_right_enough", has: 0.4, needs: 0.45 }, counts)).to.equal(
      "right 40% of the time on the days it learned from; more than 45% needed",
    );
  });

  it("call a habit seen too few times if its precision is above the bar", () => {
    expect(
      textOf({ kind: "not_right_enough", has: 0.75, needs: 0.5 }, { learned: rate(9, 9), heldOut: rate(3, 1) }),
    ).to.equal("right 75% of the time in a test on days it had not seen, but seen too rarely to rely on it");
  });

  it("cover abandoned habits and coincidences", () => {
    expect(textOf({ kind: "given_up", has: 0.2, needs: 0.5 })).to.equal(
      "this habit seems to have ended: right 20% of the time in the last four weeks; at least 50% needed",
    );
    expect(textOf({ kind: "could_be_chance", has: 0.3, needs: 0.05 })).to.match(/^could be a coincidence: /);
  });

  it("name the automation that already does it, by id if it has no name", () => {
    const { reason } = report({ kind: "already_automated", by: "automation.pantry", certainty: "sure" });
    expect(reason).to.deep.equal({
      kind: "already_automated",
      text: 'the automation "Pantry light follows the door" already does this',
      has: null,
      needs: null,
      by: "automation.pantry",
      reason: { kind: "already_automated", by: "automation.pantry", certainty: "sure" },
    });
    expect(textOf({ kind: "already_automated", by: "automation.hall", certainty: "sure" })).to.equal(
      "automation.hall already does this",
    );
    expect(report({ kind: "already_automated", by: null, certainty: "sure" }).reason).to.deep.include({
      text: "an automation already does this",
      by: null,
    });
  });

  it("name the conflicting automation or habit", () => {
    const existing = report({ kind: "contradicts", other: "automation.pantry" }).reason;
    expect(existing).to.deep.include({
      text: 'conflicts with the automation "Pantry light follows the door": one would undo the other',
      by: "automation.pantry",
      reason: { kind: "contradicts", other: "automation.pantry" },
    });
    const other = report({ kind: "contradicts", other: "light.hall_table on" }).reason;
    expect(other).to.deep.include({
      text: "conflicts with another habit for Hall table: one would undo the other",
      by: null,
    });
  });
});

describe("obstacle texts", () => {
  it("count the missing days of history", () => {
    expect(reportObstacle({ kind: "too_little_history", has: 18, needs: 21 }, "en")).to.deep.equal({
      kind: "too_little_history",
      text: "3 more days of history are needed: 18 of 21 days so far",
      has: 18,
      needs: 21,
    });
    expect(reportObstacle({ kind: "too_little_history", has: 20, needs: 21 }, "en").text).to.equal(
      "1 more day of history is needed: 20 of 21 days so far",
    );
  });

  it("count what follows nothing, in every language", () => {
    for (const [language, text] of [
      [
        "en",
        "None of the 340 manual actions on 1 device follows a time of day, the sun or another device often enough",
      ],
      [
        "de",
        "Keine der 340 manuellen Bedienungen an 1 Gerät folgt oft genug einer Uhrzeit, der Sonne oder einem anderen Gerät",
      ],
      [
        "fr",
        "Aucune des 340 actions manuelles sur 1 appareil ne suit assez souvent une heure, le soleil ou un autre appareil",
      ],
      [
        "es",
        "Ninguna de las 340 acciones manuales en 1 dispositivo sigue con suficiente frecuencia una hora, el sol u otro dispositivo",
      ],
      [
        "nl",
        "Geen van de 340 handmatige acties op 1 apparaat volgt vaak genoeg een tijdstip, de zon of een ander apparaat",
      ],
    ] as const)
      expect(reportObstacle({ kind: "no_pattern", times: 340, devices: 1 }, language).text).to.equal(text);
  });

  it("mention a lack of devices or of manual actions", () => {
    expect(reportObstacle({ kind: "no_actuators" }, "en").text).to.equal(
      "This home has no device that an automation may control",
    );
    expect(reportObstacle({ kind: "nothing_done_by_hand" }, "en").text).to.equal(
      "Nothing is operated manually often enough to learn from",
    );
  });
});

describe("what is never automated", () => {
  it("is named with the reason", () => {
    const heater = { target: { entityId: "switch.heater", state: "on" }, times: 12 };
    const named = { ...NAMES, nameOf: () => "Heater" };
    expect(reportWithheld(heater, named)).to.deep.include({
      entityId: "switch.heater",
      state: "on",
      title: "Turn on Heater",
      prospect: null,
      reason: {
        kind: "never_automated",
        text: '"Heater" is never operated automatically: its name or type suggests a door, heat, water, a lock or an alarm',
        has: null,
        needs: null,
        by: null,
      },
    });
  });
});
