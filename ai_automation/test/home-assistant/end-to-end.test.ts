import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { encodeCause } from "../../src/archive/cause-code.ts";
import { createChangeArchive } from "../../src/archive/change-archive.ts";
import type { Cause } from "../../src/model/cause.ts";
import { HOUR, SECOND } from "../../src/model/time.ts";
import { migrate, openDatabase } from "../../src/store/connection.ts";
import { analysed, backfilled, eventually, json, startIn, type ServiceProcess } from "../support/process.ts";
import { followed } from "./followed.ts";
import { hardware, realHome, rest, stateOf } from "./real-home.ts";
import { archived, countRecorded } from "./recorder.ts";

const home = realHome();

interface Offered {
  readonly id: number;
  readonly title: string;
  readonly automation: { readonly triggers: readonly any[]; readonly actions: readonly any[] };
}

describe("on a real Home Assistant", () => {
  let folder = "";
  let service: ServiceProcess;
  const started: ServiceProcess[] = [];

  before(function () {
    if (home === undefined) this.skip();
  });
  after(() => {
    for (const { child } of started) child.kill("SIGKILL");
  });

  const begin = async (environment: Readonly<Record<string, string>> = {}): Promise<void> => {
    if (home === undefined) throw new Error("there is no Home Assistant");
    service = await startIn(folder, {
      HA_URL: home.url,
      HA_TOKEN: home.token,
      ...environment,
    });
    started.push(service);
  };
  const end = async (): Promise<void> => {
    service.child.kill("SIGTERM");
    expect(await service.ended).to.equal(0);
  };
  const status = () => json(`${service.url}/api/status`);
  const act = (id: number, action: string) =>
    json(`${service.url}/api/suggestions/${id}/${action}`, { method: "POST" });
  const offered = async (): Promise<readonly Offered[]> => (await json(`${service.url}/api/suggestions`)).suggestions;

  describe("with sixty days of a family's history", () => {
    let suggestions: readonly Offered[] = [];
    let startedAt = 0;

    before(async function () {
      if (home === undefined) this.skip();
      folder = await mkdtemp(join(tmpdir(), "real-"));
      startedAt = Date.now();
      await begin();
      await analysed(service);
      suggestions = await offered();
    });
    after(async () => {
      if (folder === "") return;
      await end();
      await rm(folder, { recursive: true });
    });

    it("reads all of it, with the recorder's causes", async () => {
      const { history } = await status();
      expect(history.backfill.state).to.equal("done");
      expect(history.changes).to.be.above(100_000);
      const recorded = countRecorded(home?.databasePath ?? "", startedAt / SECOND);
      expect(history.causes.person).to.be.closeTo(recorded.person, recorded.person * 0.01);
      expect(history.causes.automation).to.be.closeTo(recorded.automation, recorded.automation * 0.01);
    });

    it("requests nothing again after a restart", async () => {
      const before = (await status()).history;
      await end();
      await begin();
      const { history: after } = await backfilled(service);
      expect(after.first).to.equal(before.first);
      expect(after.backfill.changes_read).to.be.below(500);
    });

    it("creates an automation that replaces a manual action, and undoes it", async () => {
      if (home === undefined) return;
      const chosen = suggestions.find(({ automation }) =>
        ["state", "event.received"].includes(automation.triggers[0]?.trigger),
      );
      if (chosen === undefined)
        throw new Error(`no suggestion has a trigger to pull: ${suggestions.map(({ title }) => title).join("; ")}`);
      const [action] = chosen.automation.actions;
      const target: string = action.target.entity_id[0];
      const wanted = action.action.endsWith("turn_on") ? "on" : "off";
      await hardware(home, target, wanted === "on" ? "off" : "on");

      const deployed = await act(chosen.id, "approve");
      expect(deployed.status, JSON.stringify(deployed)).to.equal("deployed");
      const states: readonly { entity_id: string; state: string; attributes: { id?: string } }[] = await rest(
        home,
        "GET",
        "states",
      );
      const created = states.find(({ attributes }) => attributes.id === deployed.ha_automation_id);
      expect(created?.state).to.equal("on");

      await new Promise((resolve) => setTimeout(resolve, 6_000)); // Home Assistant keeps an action's context for 5 s.
      const since = Date.now();
      await pull(chosen.automation.triggers[0]);
      await eventually(service, async () => ((await stateOf(home, target)) === wanted ? true : undefined));
      const [change] = await eventually(service, async () => {
        const seen = archived(join(folder, "ai.db"), [target], since - SECOND).filter(({ state }) => state === wanted);
        return seen.length > 0 ? seen : undefined;
      });
      expect(change?.cause).to.equal(codeOf({ kind: "automation", entityId: null }));
      expect(change?.actor).to.equal(created?.entity_id);

      expect((await act(chosen.id, "undo")).status).to.equal("pending");
      expect(await rest(home, "GET", `config/automation/config/${deployed.ha_automation_id}`)).to.deep.equal({
        message: "Resource not found",
      });
      expect(await stateOf(home, created?.entity_id ?? "")).to.equal(undefined);
    });

    it("runs an edited clock habit at its minute", async () => {
      if (home === undefined) return;
      const clock = suggestions[0];
      if (clock === undefined) throw new Error("nothing is offered");
      const target: string = clock.automation.actions[0].target.entity_id[0];
      await hardware(home, target, "off");
      const inAmsterdam = new Intl.DateTimeFormat("en-GB", {
        timeZone: "Europe/Amsterdam",
        hour: "2-digit",
        minute: "2-digit",
      });
      const at = `${inAmsterdam.format(Date.now() + 75 * SECOND)}:00`;
      const automation = {
        alias: "A minute ahead",
        triggers: [{ trigger: "time", at }],
        actions: [{ action: "light.turn_on", target: { entity_id: [target] } }],
      };
      const edited = await json(`${service.url}/api/suggestions/${clock.id}`, {
        method: "PATCH",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ automation }),
      });
      expect(edited.title, JSON.stringify(edited)).to.equal("A minute ahead");
      expect((await act(clock.id, "approve")).status).to.equal("deployed");
      await eventually(service, async () => ((await stateOf(home, target)) === "on" ? true : undefined));
      await act(clock.id, "undo");
    });

    it("distinguishes a person, a wall switch and an automation live", async () => {
      if (home === undefined) return;
      const since = Date.now();
      const kitchen = async (): Promise<string> => ((await stateOf(home, "light.kitchen")) === "on" ? "off" : "on");
      const first = await kitchen();
      await rest(home, "POST", `services/light/turn_${first}`, { entity_id: "light.kitchen" }, home.annaToken);
      await new Promise((resolve) => setTimeout(resolve, 6_000)); // Home Assistant keeps an action's context for 5 s.
      await hardware(home, "light.kitchen", first === "on" ? "off" : "on");
      await hardware(home, "light.hall", "off");
      await hardware(home, "binary_sensor.hall_motion", "off");
      await new Promise((resolve) => setTimeout(resolve, 7_000));
      await hardware(home, "binary_sensor.hall_motion", "on");
      const seen = await eventually(service, async () => {
        const changes = archived(join(folder, "ai.db"), ["light.kitchen", "light.hall"], since);
        return changes.some(({ entity_id, state }) => entity_id === "light.hall" && state === "on")
          ? changes
          : undefined;
      });
      const of = (entityId: string) => seen.filter(({ entity_id }) => entity_id === entityId);
      expect(of("light.kitchen").map(({ cause }) => cause)).to.deep.equal([
        codeOf({ kind: "person", userId: null, via: "app" }),
        codeOf({ kind: "physical" }),
      ]);
      expect(of("light.hall").at(-1)).to.include({
        cause: codeOf({ kind: "automation", entityId: null }),
        actor: "automation.hall_light_on_motion",
      });
      await hardware(home, "binary_sensor.hall_motion", "off");
    });
  });

  it("offers nothing that existing automations do", async function () {
    if (home === undefined) return this.skip();
    folder = await mkdtemp(join(tmpdir(), "real-"));
    const database = await openDatabase(join(folder, "ai.db"));
    await migrate(database);
    const now = Date.now();
    const habits = [
      ...followed("binary_sensor.hall_motion", "light.hall", now - HOUR),
      ...followed("binary_sensor.kitchen_motion", "light.kitchen", now),
    ];
    await createChangeArchive(database).record({ changes: habits, covered: { from: 0, to: now - 10 * SECOND } });
    await database.destroy();
    await begin();
    await analysed(service);
    const titles = (await offered()).map(({ title }) => title);
    expect(titles).to.deep.equal(["Turn on Kitchen when Kitchen motion detects motion"]);
    await end();
    await rm(folder, { recursive: true });
  });

  it("reports connection problems", async function () {
    if (home === undefined) return this.skip();
    folder = await mkdtemp(join(tmpdir(), "real-"));
    const stateWith = async (environment: Readonly<Record<string, string>>): Promise<string> => {
      await begin(environment);
      const state = await eventually(service, async () => {
        const answer = await status();
        return answer.home.state === "connecting" ? undefined : answer.home.state;
      });
      await end();
      return state;
    };
    expect(await stateWith({ HA_TOKEN: "wrong" })).to.equal("invalid_token");
    expect(await stateWith({ HA_TOKEN: home.annaToken })).to.equal("not_admin");
    expect(await stateWith({ HA_URL: "http://127.0.0.1:9" })).to.equal("unreachable");
    await rm(folder, { recursive: true });
  });

  /** Fires a trigger as the hardware would. */
  async function pull(trigger: any): Promise<void> {
    if (home === undefined) return;
    if (trigger.trigger === "state") {
      await hardware(home, trigger.entity_id, trigger.to === "on" ? "off" : "on");
      await new Promise((resolve) => setTimeout(resolve, 500));
      await hardware(home, trigger.entity_id, trigger.to);
      return;
    }
    const entityId: string = trigger.target.entity_id;
    const topic = `lab/${entityId.replace(".", "/")}/state`;
    const payload = JSON.stringify({ event_type: trigger.options.event_type[0] });
    await rest(home, "POST", "services/mqtt/publish", { topic, payload });
  }
});

const codeOf = (cause: Cause): number => encodeCause(cause).code;
