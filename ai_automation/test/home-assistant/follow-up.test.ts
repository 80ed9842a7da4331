import { expect } from "chai";
import type { AutomationRun } from "../../src/model/automation.ts";
import { createClock, weekdayOf } from "../../src/model/clock.ts";
import type { StateChange } from "../../src/model/state-change.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/model/time.ts";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { followed } from "./followed.ts";
import { rest, stateOf } from "./real-home.ts";

const SENSOR = "binary_sensor.kitchen_motion";
const LIGHT = "light.kitchen";
const FOLLOWED_DAYS = 21;

describe("following up on a real Home Assistant", () => {
  const at = aServiceAtHome();

  for (const isUndoneOnWeekends of [true, false]) {
    const outcome = isUndoneOnWeekends
      ? "gets a suggestion for workdays only, is changed under its own id, and is restored on undo"
      : "gets no suggestion if nobody undoes it";
    it(`a created automation ${outcome}`, async () => {
      const { home, act } = at;
      const now = Date.now();
      await at.live(followed(SENSOR, LIGHT, now - (FOLLOWED_DAYS + 1) * DAY), Date.now());
      await at.start();
      const offered = await pending(({ fix }) => fix === null);
      const approved = await act(offered.id, "approve");
      const configId: string = approved.ha_automation_id;
      at.leave(configId);
      const original = await rest(home, "GET", `config/automation/config/${configId}`);
      const entityId = (await ours()).entity_id;

      await at.stop();
      const { runs, changes } = lived(entityId, now, isUndoneOnWeekends);
      await at.live(changes, Date.now(), runs);
      await at.inDatabase((database) =>
        database("suggestions")
          .where({ status: "deployed" })
          .update({ deployed_at: new Date(now - (FOLLOWED_DAYS + 1) * DAY).toISOString() }),
      );
      await at.start();
      await at.eventually(async () => ((await ours()).is_on === true ? true : undefined));
      await analyse();
      if (!isUndoneOnWeekends) {
        expect((await suggestions()).filter(({ fix }) => fix !== null)).to.deep.equal([]);
        expect((await ours()).needs_attention).to.equal(null);
        await act(offered.id, "undo");
        return at.stop();
      }

      expect((await ours()).needs_attention.reason).to.equal("often_undone");
      const fix = await pending((one) => one.fix !== null);
      expect(fix.fix).to.include({ automation_id: configId, before: "every day it runs" });
      expect(fix.fix.after).to.equal("only from Monday to Friday");
      expect(await act(fix.id, "approve")).to.include({ status: "deployed", ha_automation_id: configId });
      const changed = await rest(home, "GET", `config/automation/config/${configId}`);
      expect(changed.conditions).to.deep.equal([
        ...original.conditions,
        { condition: "time", weekday: ["mon", "tue", "wed", "thu", "fri"] },
      ]);
      expect(changed.triggers).to.deep.equal(original.triggers);
      expect(await ours()).to.include({ entity_id: entityId, is_on: true, needs_attention: null });
      expect(await act(fix.id, "undo")).to.include({ status: "pending" });
      expect(await rest(home, "GET", `config/automation/config/${configId}`)).to.deep.equal(original);
      expect(await stateOf(home, entityId)).to.equal("on");
      await act(offered.id, "undo");
      return at.stop();
    });
  }

  const suggestions = async (): Promise<readonly any[]> => (await at.ask("suggestions?status=pending")).suggestions;
  const pending = (isWanted: (suggestion: any) => boolean): Promise<any> =>
    at.eventually(async () => (await suggestions()).find(isWanted));
  const ours = async (): Promise<any> => (await at.ask("automations")).automations.find(({ is_ours }: any) => is_ours);
  const analyse = async (): Promise<void> => {
    const { id } = await at.eventually(async () => {
      const job = await at.ask("analysis", "POST");
      return job.id === undefined ? undefined : job;
    });
    await at.eventually(async () => {
      const { status } = await at.ask(`jobs/${id}`);
      return status === "running" ? undefined : status;
    });
  };
});

/** Three weeks in which the automation turned the light on twice a day; on weekends a person turned it off at once. */
function lived(
  entityId: string,
  now: number,
  isUndoneOnWeekends: boolean,
): { readonly runs: readonly AutomationRun[]; readonly changes: readonly StateChange[] } {
  const clock = createClock("Europe/Amsterdam");
  const today = clock.dayOf(now);
  const runs: AutomationRun[] = [];
  const changes: StateChange[] = [];
  for (let day = today - FOLLOWED_DAYS; day < today; day++) {
    for (const hour of [10, 17]) {
      const at = clock.instantOf(day, hour * HOUR);
      const isUndone = isUndoneOnWeekends && weekdayOf(day) > 4;
      runs.push({ entityId, at });
      changes.push(
        { entityId: SENSOR, state: "on", at, cause: { kind: "unknown" } },
        { entityId: SENSOR, state: "off", at: at + MINUTE, cause: { kind: "unknown" } },
        { entityId: LIGHT, state: "on", at: at + SECOND, cause: { kind: "automation", entityId } },
        {
          entityId: LIGHT,
          state: "off",
          at: isUndone ? at + 3 * MINUTE : at + 40 * MINUTE,
          cause: isUndone ? { kind: "physical" } : { kind: "automation", entityId: null },
        },
      );
    }
  }
  return { runs, changes };
}
