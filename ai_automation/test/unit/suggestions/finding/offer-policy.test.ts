import { expect } from "chai";
import { NO_POLICY, type FleetPolicy } from "../../../../src/model/fleet-wire.ts";
import type { SuggestionDraft } from "../../../../src/model/suggestion.ts";
import { HOUR } from "../../../../src/model/time.ts";
import { openDatabase } from "../../../../src/store/connection.ts";
import { createKeyValueStore } from "../../../../src/store/key-value-store.ts";
import { isAllowed } from "../../../../src/suggestions/finding/offer-policy.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { aService, type RunningService } from "../../../support/a-service.ts";
import { until } from "../../../support/until.ts";

const clockAt = (hour: number) => ({ kind: "clock", timeOfDay: hour * HOUR, weekdays: [0] }) as const;
const acting = (entityId: string, service: string): SuggestionDraft =>
  aDraft({
    title: `Change ${entityId}`,
    targets: [{ entityId, state: "on" }],
    automation: { ...aDraft().automation, actions: [{ action: service, target: { entity_id: entityId } }] },
  });
const HEATING = acting("climate.bedroom", "climate.turn_on");
const LIGHT = acting("light.hall", "light.turn_on");

describe("the policy of a fleet", () => {
  const never = (policy: Partial<FleetPolicy>): FleetPolicy => ({ ...NO_POLICY, ...policy });

  it("allows everything by default", () => {
    expect([HEATING, aDraft({ trigger: clockAt(2) })].every((draft) => isAllowed(NO_POLICY, draft))).to.equal(true);
  });

  it("keeps automations away from the heating, also as one of several things", () => {
    const policy = never({ never_heating: true });
    const both = aDraft({ targets: [...LIGHT.targets, ...HEATING.targets] });
    const unlisted = { ...HEATING, targets: LIGHT.targets };
    expect([HEATING, both, unlisted, LIGHT].map((draft) => isAllowed(policy, draft))).to.deep.equal([
      false,
      false,
      false,
      true,
    ]);
  });

  it("keeps automations away from the night, also as half of a pair", () => {
    const policy = never({ never_at_night: true });
    const day = aDraft({ trigger: clockAt(9) });
    const night = aDraft({ trigger: clockAt(23) });
    const pair = aDraft({ trigger: clockAt(9), halves: [day, night] });
    expect([day, night, pair].map((draft) => isAllowed(policy, draft))).to.deep.equal([true, false, false]);
  });
});

describe("a home that reports to a fleet", () => {
  let service: RunningService;

  beforeEach(async () => {
    service = await aService({
      fleet: { url: "http://127.0.0.1:9", token: "token", allowsNames: false, sharesFigures: false },
    });
  });
  afterEach(() => service.stop());

  const setPolicy = async (policy: Partial<FleetPolicy>): Promise<void> => {
    const database = await openDatabase(service.databasePath);
    await createKeyValueStore(database).set("fleet_policy", { ...NO_POLICY, ...policy });
    await database.destroy();
  };
  const analyse = async (...drafts: readonly SuggestionDraft[]): Promise<void> => {
    service.find(drafts);
    const { body } = await service.call("POST", "/api/analysis");
    await until(async () => (await service.call("GET", `/api/jobs/${body.id}`)).body.status === "done");
  };
  const list = async (): Promise<readonly string[]> =>
    (await service.call("GET", "/api/suggestions")).body.suggestions
      .map(({ title, status }: { title: string; status: string }) => `${title}: ${status}`)
      .toSorted();

  it("is not offered what the policy excludes", async () => {
    await setPolicy({ never_heating: true });
    await analyse(HEATING, LIGHT);
    expect(await list()).to.deep.equal(["Change light.hall: pending"]);
  });

  it("is offered no more than the quiet budget, even by its first analysis", async () => {
    await setPolicy({ max_new_per_week: 1 });
    await analyse(HEATING, LIGHT);
    await analyse(HEATING, LIGHT);
    expect(await list()).to.have.length(1);
  });

  it("keeps its decisions when a policy forbids them afterwards", async () => {
    const drafts = [1, 3, 5].map((hour) => aDraft({ title: `at ${hour}`, trigger: clockAt(hour) }));
    await analyse(...drafts);
    const { suggestions } = (await service.call("GET", "/api/suggestions")).body;
    const idOf = (title: string): number => suggestions.find((one: { title: string }) => one.title === title).id;
    const approved = await service.call("POST", `/api/suggestions/${idOf("at 1")}/approve`);
    const watched = await service.call("POST", `/api/suggestions/${idOf("at 3")}/watch`);
    expect([approved.status, watched.status]).to.deep.equal([200, 200]);
    await setPolicy({ never_at_night: true });
    await analyse(...drafts);
    expect(await list()).to.deep.equal(["at 1: deployed", "at 3: pending"]);
  });
});

describe("a home that reports to nobody any more", () => {
  it("follows no policy", async () => {
    const service = await aService();
    const database = await openDatabase(service.databasePath);
    await createKeyValueStore(database).set("fleet_policy", { ...NO_POLICY, never_heating: true });
    await database.destroy();
    service.find([HEATING]);
    await service.call("POST", "/api/analysis");
    await until(async () => (await service.call("GET", "/api/suggestions")).body.total === 1);
    await service.stop();
  });
});
