import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { parse } from "yaml";
import { isSameConfig, readConfig } from "../../src/automation/read/config.ts";
import type { AutomationConfig } from "../../src/model/automation.ts";
import { createRandom } from "../../src/model/random.ts";
import type { SuggestionDraft } from "../../src/model/suggestion.ts";
import { createSuggestionStore } from "../../src/store/suggestion-store.ts";
import { aDraft } from "../support/a-draft.ts";
import { preventFirstAnalysis } from "../support/no-first-analysis.ts";
import { aServiceAtHome } from "./a-service-at-home.ts";
import { startKillingProxy } from "./killing-proxy.ts";
import { rest } from "./real-home.ts";

const KILLS = Number(process.env.HOME_KILLS ?? 8);
/** More than a decision takes. */
const LONGEST = 600;
const MESSAGES = 14;
const OWN_ID = /^ai_automation_/;
const THEIRS = "kills_of_theirs";

/**
 * Decisions on a real Home Assistant whose service is killed in the middle of them: each in turn at a random time, or
 * at each message to the home, before or after it is sent.
 */
describe(`a service at a real Home Assistant that is killed ${KILLS} times in the middle of decisions`, () => {
  const at = aServiceAtHome();

  it("leaves nothing twice, nothing live that is not on record, nothing on record that is not live", async function () {
    this.timeout(120_000 + KILLS * 60_000);
    const { home } = at;
    await rest(home, "POST", `config/automation/config/${THEIRS}`, BEFORE_FIX);
    at.leave(THEIRS);
    for (const { haAutomationId: id } of await ofFile()) await rest(home, "DELETE", `config/automation/config/${id}`);
    const leftovers = await unavailable();
    await prepare();
    const proxy = await startKillingProxy(home.url);
    const random = createRandom(20);
    const interrupted = new Map<string, number>();
    await at.start({ HA_URL: proxy.url });
    try {
      for (let kill = 0; kill < KILLS; kill++) {
        await connected();
        const suggestion = (await recorded())[Math.floor(random() * DRAFTS.length)];
        const step = stepFor(suggestion, random());
        const nth = interrupted.get(step) ?? 0;
        interrupted.set(step, nth + 1);
        const where = `kill ${kill}: ${step} of ${suggestion.id}, number ${nth}`;
        let killed: Promise<void> | undefined;
        const killNow = (): void => void (killed ??= at.kill());
        if (kill % 2 === 0) proxy.atMessage(1 + (nth % MESSAGES), random() < 0.5 ? "before" : "after", killNow);
        else void wait(LONGEST * random()).then(killNow);
        const answer = await at.act(suggestion.id, step).catch(() => undefined);
        killNow();
        proxy.disarm();
        await killed;

        await at.start({ HA_URL: proxy.url });
        await connected();
        const record = await settled();
        if (answer?.status !== undefined) {
          const now = record.find(({ id }) => id === suggestion.id);
          expect([where, now.status]).to.deep.equal([where, answer.status]);
        }
        await sameAs(record, leftovers, where);
        if (step === "pause" || step === "resume") await at.act(suggestion.id, step);
        await samePauses(where);
      }
    } finally {
      process.stdout.write(`      decisions that were killed: ${JSON.stringify(Object.fromEntries(interrupted))}\n`);
      for (const { haAutomationId } of await ofFile()) at.leave(haAutomationId);
      await at.kill();
      await proxy.stop();
    }
  });

  /** Four suggestions, one of them a fix of an automation of theirs. */
  const prepare = (): Promise<void> =>
    at.inDatabase(async (database) => {
      const store = createSuggestionStore(database);
      for (const draft of DRAFTS) await store.offer(draft);
      await preventFirstAnalysis(database, Date.now());
    });
  const connected = () =>
    at.eventually(async () => {
      const { home, problems } = await at.ask("status");
      if (home.state !== "connected") throw new Error(`not connected: ${JSON.stringify({ home, problems })}`);
      return true;
    });
  const recorded = async (): Promise<readonly any[]> => (await at.ask("suggestions?limit=100")).suggestions;
  /** The records once nothing is under way. */
  const settled = (): Promise<readonly any[]> =>
    at.eventually(async () => {
      const begun: unknown[] = [];
      await at.inDatabase(async (database) => {
        begun.push(...(await database("removals")), ...(await database("begun_undos")));
      });
      const record = await recorded();
      return begun.length === 0 && record.every(({ status }) => status !== "approved") ? record : undefined;
    });
  const ofFile = async (): Promise<readonly { haAutomationId: string; config: unknown }[]> => {
    const listed: readonly any[] = parse(await readFile(join(at.home.configFolder, "automations.yaml"), "utf8")) ?? [];
    return listed.filter(({ id }) => OWN_ID.test(id)).map((config) => ({ haAutomationId: config.id, config }));
  };
  const states = async (): Promise<readonly any[]> =>
    (await rest(at.home, "GET", "states")).filter(({ entity_id: id }: any) => id.startsWith("automation."));
  /** Registered automations that are not loaded. */
  const unavailable = async (): Promise<readonly string[]> =>
    (await states()).filter(({ state }) => state === "unavailable").map(({ entity_id: id }) => id);

  /** The home has each automation on record once, in its file and loaded, as it was approved, and no other automation of this app. */
  const sameAs = async (record: readonly any[], leftovers: readonly string[], where: string): Promise<void> => {
    const deployed = record.filter(({ status, fix }) => status === "deployed" && fix === null);
    const expected = deployed.map(({ ha_automation_id: id }): string => id).toSorted();
    await at.eventually(async () => {
      const file = (await ofFile()).map(({ haAutomationId }) => haAutomationId).toSorted();
      const all = await states();
      const loaded = all.map(({ attributes }): string => attributes.id ?? "").filter((id) => OWN_ID.test(id));
      const seen = { where, file, loaded: loaded.toSorted(), unavailable: await unavailable() };
      const wanted = { where, file: expected, loaded: expected, unavailable: leftovers };
      expect(JSON.stringify(seen)).to.equal(JSON.stringify(wanted));
      return true;
    });
    for (const { haAutomationId, config } of await ofFile()) {
      const { title } = deployed.find(({ ha_automation_id: id }) => id === haAutomationId);
      const draft = DRAFTS.find((one) => one.title === title);
      expect(isSameConfig(readConfig(config), draft?.automation ?? AFTER_FIX), where).to.equal(true);
    }
    const fix = record.find((one) => one.fix !== null);
    const theirs = readConfig(await rest(at.home, "GET", `config/automation/config/${THEIRS}`));
    const isFixed = isSameConfig(theirs, AFTER_FIX);
    expect([where, isFixed || isSameConfig(theirs, BEFORE_FIX), isFixed]).to.deep.equal([
      where,
      true,
      fix.status === "deployed",
    ]);
  };
  const samePauses = async (where: string): Promise<void> => {
    const all = await states();
    for (const { ha_automation_id: id, paused_at: pausedAt, status, fix } of await recorded()) {
      if (status !== "deployed" || fix !== null) continue;
      const state = all.find(({ attributes }) => attributes.id === id)?.state;
      expect([where, state]).to.deep.equal([where, pausedAt === null ? "on" : "off"]);
    }
  };
});

function stepFor(suggestion: any, chance: number): string {
  if (suggestion.status === "pending") return "approve";
  if (suggestion.fix !== null || chance < 0.5) return "undo";
  return suggestion.paused_at === null ? "pause" : "resume";
}

const lights = (light: string, sensor: string): AutomationConfig => ({
  alias: `Turn on ${light} when ${sensor}`,
  description: "",
  triggers: [{ trigger: "state", entity_id: `binary_sensor.${sensor}`, to: "on" }],
  conditions: [],
  actions: [{ action: "light.turn_on", target: { entity_id: [`light.${light}`] } }],
  mode: "single",
});

const draftOf = (light: string, sensor: string, values: Partial<SuggestionDraft> = {}): SuggestionDraft => {
  const automation = lights(light, sensor);
  return aDraft({
    trigger: { kind: "state", entityIds: [`binary_sensor.${sensor}`], state: "on", hold: 0 },
    targets: [{ entityId: `light.${light}`, state: "on" }],
    title: automation.alias,
    automation,
    ...values,
  });
};

const BEFORE_FIX: AutomationConfig = { ...lights("kitchen", "hall_motion"), alias: "Theirs" };
const AFTER_FIX: AutomationConfig = {
  ...BEFORE_FIX,
  conditions: [{ condition: "time", weekday: ["mon", "tue"] }],
};

const DRAFTS: readonly SuggestionDraft[] = [
  draftOf("kitchen", "kitchen_motion"),
  draftOf("hall", "hall_motion"),
  draftOf("kitchen", "hall_motion", {
    title: "Theirs",
    automation: AFTER_FIX,
    fix: { automationId: THEIRS, configBefore: BEFORE_FIX, before: "always", after: "only on workdays" },
  }),
];
