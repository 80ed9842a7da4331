import { expect } from "chai";
import { parseAutomation } from "../../../../src/automation/read/automation.ts";
import type { SuggestionDraft } from "../../../../src/model/suggestion.ts";
import { replayAutomations } from "../../../../src/replay/report.ts";
import { createWorld, wholeDays } from "../../../../src/replay/world.ts";
import { mineRecording } from "../../../../src/suggestions/finding/mine-recording.ts";
import { aLife, frameOfLife } from "../../../support/a-life.ts";
import { anEntrance, offeredAtHome, type Entrance } from "../../../support/an-entrance.ts";
import { judgeOnFaults, poolFaults } from "../../../support/planted-faults.ts";

function offered(entrance: Entrance = {}): SuggestionDraft {
  const [draft, ...others] = mineRecording(frameOfLife(anEntrance(entrance)));
  expect(others).to.deep.equal([]);
  if (draft === undefined) throw new Error("nothing was offered");
  return draft;
}

const DOOR = { entityId: "binary_sensor.garden_door", states: ["on", "off"], longDays: [20] } as const;

describe("reminders as suggestions", () => {
  it("notify if the entrance is still open at the usual time, and move nothing", () => {
    const { automation, title, patternType, targets } = offered();
    expect(patternType).to.equal("anomaly");
    expect(targets).to.deep.equal([{ entityId: "cover.garage_door", state: "closed" }]);
    expect(title).to.equal("Notify me if Garage door is still open at 21:45");
    expect(automation).to.deep.equal({
      alias: "Garage door: still open at 21:45",
      description:
        "On 90 of 90 evenings it was closed by then; in a test on the latest 28, which it had not seen, this was true for 28.",
      triggers: [{ trigger: "time", at: "21:45:00" }],
      conditions: [{ condition: "state", entity_id: "cover.garage_door", state: ["open", "opening", "closing"] }],
      actions: [
        {
          action: "persistent_notification.create",
          data: {
            title: "Garage door is open",
            message: "It is 21:45 and Garage door is still open. By now it is usually closed.",
          },
        },
      ],
      mode: "single",
    });
  });

  it("notify after an unusually long time", () => {
    const [draft, ...others] = offeredAtHome(DOOR, "Garden door", "door");
    expect(others).to.deep.equal([]);
    if (draft === undefined) throw new Error("nothing was offered");
    const { automation, title, description } = draft;
    expect(title).to.equal("Notify me when Garden door has been open for 30 minutes");
    expect(description).to.match(
      /^Of the \d+ times it was open in 90 days, \d+ were shorter; in a test on the latest \d+/,
    );
    expect(automation.triggers).to.deep.equal([
      {
        trigger: "state",
        entity_id: "binary_sensor.garden_door",
        not_from: ["unavailable", "unknown"],
        to: "on",
        for: "00:30:00",
      },
    ]);
    expect(automation.conditions).to.deep.equal([]);
  });

  it("ask on phones, and act only when the button is pressed", () => {
    const lock = { entityId: "lock.front_door", states: ["unlocked", "locked"] } as const;
    const [draft] = offeredAtHome(lock, "Front door", "lock", {
      phones: ["notify.mobile_app_pixel"],
      persons: [
        { userId: "anna", name: "Anna" },
        { userId: "ben", name: "Ben" },
      ],
    });
    expect(draft?.automation.actions.slice(0, 1)).to.containSubset([
      {
        action: "notify.mobile_app_pixel",
        data: { data: { actions: [{ action: "rest_lock_front_door_{{ context.id }}", title: "Lock Front door" }] } },
      },
    ]);
    expect(draft?.automation.actions.slice(1)).to.deep.equal([
      {
        wait_for_trigger: [
          {
            trigger: "event",
            event_type: "mobile_app_notification_action",
            event_data: { action: "rest_lock_front_door_{{ context.id }}" },
            context: { user_id: ["anna", "ben"] },
          },
        ],
        timeout: "00:30:00",
        continue_on_timeout: false,
      },
      { action: "lock.lock", target: { entity_id: "lock.front_door" } },
    ]);
    const plan = parseAutomation(draft?.automation);
    expect([plan.isReminder, plan.effects, plan.unsupported]).to.deep.equal([true, [], []]);
    const [sensed] = offeredAtHome(DOOR, "Garden door", "door", { phones: ["notify.mobile_app_pixel"] });
    expect(sensed?.automation.actions).to.have.length(1);
  });

  it("call a lock unlocked", () => {
    const { title, automation } = offered({ entityId: "lock.front_door", states: ["unlocked", "locked"] });
    expect(title).to.match(/^Notify me if Front door is still unlocked at \d\d:\d\d$/);
    expect(automation.description).to.contain("it was locked by then");
  });

  it("count alerts and have no precision", () => {
    const { automation, replay, confidence, evidence } = offered({ forgotten: [80] });
    expect(replay).to.include({ tp: 0, fp: 0, savedPerWeek: 0, precision: null, alertsPerWeek: 0.25 });
    expect(evidence.learned).to.include({ tp: 62, fp: 0 });
    expect(confidence).to.be.within(0.85, 27 / 28);
    const plan = parseAutomation(automation);
    expect(plan).to.deep.include({ isReminder: true, unsupported: [], effects: [] });
    const frame = frameOfLife(anEntrance({ forgotten: [80] }));
    const [report] = replayAutomations(createWorld(frame), [plan], wholeDays(frame)).rules;
    expect(report).to.include({ verdict: "reminder", precision: null });
  });

  it("rank below suggestions that save actions", () => {
    const life = aLife({ firstDay: "2023-02-01", days: 90, pantryShare: 0.97 });
    const drafts = mineRecording(frameOfLife([...life, ...anEntrance()]));
    expect(drafts.map(({ patternType }) => patternType)).to.deep.equal(["co_occurrence", "anomaly"]);
  });

  it("are not offered to a home with sensors only", () => {
    const without = (entrance: Entrance) => anEntrance(entrance).filter(({ entityId }) => entityId !== "light.hall");
    expect(mineRecording(frameOfLife(without(DOOR)))).to.deep.equal([]);
    expect(mineRecording(frameOfLife(without({})))).to.have.length(1);
  });

  it("never move an entrance without asking, however regular the habit", () => {
    const events = anEntrance({ lastOpened: 21, lastScatter: 0.1 }).filter(({ entityId }) => entityId !== "light.hall");
    const acting = (entityId: string) =>
      mineRecording(frameOfLife(events.map((event) => ({ ...event, entityId })))).flatMap(
        ({ automation }) => parseAutomation(automation).effects,
      );
    expect(acting("cover.awning")).to.not.deep.equal([]);
    expect(acting("cover.garage_door")).to.deep.equal([]);
  });

  it("use the home's names and device classes", () => {
    const [draft, ...others] = offeredAtHome({ entityId: "cover.shed" }, "the barn", "garage");
    expect(draft?.title).to.equal("Notify me if the barn is still open at 21:45");
    expect(others).to.deep.equal([]);
  });

  it("ignore doors in a recording, where the device class is a guess", () => {
    expect(mineRecording(frameOfLife(anEntrance(DOOR)))).to.deep.equal([]);
  });

  it("catch entrances left open with few false alarms", () => {
    const figures = Array.from({ length: 12 }, (_, index) => judgeOnFaults({ seed: index + 1 }, 3));
    const { precision, recall, medianDelayMinutes } = poolFaults(figures);
    expect(precision).to.be.at.least(0.9);
    expect(recall).to.be.at.least(0.9);
    expect(medianDelayMinutes).to.be.at.most(3 * 60);
  });
});
