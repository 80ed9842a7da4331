import { expect } from "chai";
import { createChangeArchive } from "../../../../src/archive/change-archive.ts";
import type { Cause } from "../../../../src/model/cause.ts";
import { createClock, formatDay } from "../../../../src/model/clock.ts";
import type { StateChange } from "../../../../src/model/state-change.ts";
import { openDatabase } from "../../../../src/store/connection.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { at } from "../../../support/a-frame.ts";
import { aService, type RunningService } from "../../../support/a-service.ts";

const DONE: Cause = { kind: "automation", entityId: "automation.x" };

const ROWS: readonly (readonly [string, string, string, Cause])[] = [
  ["2026-03-01T08:00:00+01:00", "binary_sensor.pantry_door", "on", { kind: "unknown" }],
  ["2026-03-02T08:00:00+01:00", "light.pantry", "on", { kind: "person", userId: "anna-id", via: "app" }],
  ["2026-03-02T09:00:00+01:00", "light.pantry", "off", DONE],
  ["2026-03-03T08:00:00+01:00", "light.pantry", "on", { kind: "physical" }],
  ["2026-03-03T08:30:00+01:00", "light.pantry", "unavailable", { kind: "unknown" }],
  ["2026-03-03T08:31:00+01:00", "light.pantry", "on", { kind: "unknown" }],
  ["2026-03-03T09:00:00+01:00", "light.pantry", "off", { kind: "unknown" }],
  ["2026-03-03T10:00:00+01:00", "light.hall", "on", { kind: "physical" }],
];

describe("GET /api/suggestions/{id}/evidence", () => {
  let service: RunningService;
  let id = 0;
  before(async () => {
    service = await aService();
    id = await service.offer();
    const changes = ROWS.map(([time, entityId, state, cause]): StateChange => ({
      at: at(time),
      entityId,
      state,
      cause,
    }));
    const database = await openDatabase(service.databasePath);
    await createChangeArchive(database).record({ changes, covered: { from: 0, to: at("2026-03-04T00:00:00+01:00") } });
    await database.destroy();
  });
  after(() => service.stop());

  const evidence = async () => (await service.call("GET", `/api/suggestions/${id}/evidence`)).body;

  it("covers the whole local days of the history, and has the start of the held-out days", async () => {
    expect(await evidence()).to.deep.include({
      time_zone: "Europe/Amsterdam",
      from: "2026-02-28T23:00:00.000Z",
      to: "2026-03-03T23:00:00.000Z",
      held_out_from: new Date(aDraft().replay.from).toISOString(),
      targets: [{ entity_id: "light.pantry", state: "on", name: "Pantry" }],
    });
  });

  it("has the sunrise and sunset of every local day of the history and the replay, but not the home's location", async () => {
    const { daylight, ...rest } = await evidence();
    const days = daylight.map(({ day }: { readonly day: string }) => day);
    expect(days).to.include.members(["2026-03-01", "2026-03-02", "2026-03-03"]);
    expect(days).not.to.include("2026-02-28");
    const { from, to } = aDraft().replay;
    const replayed = daysBetween(from, to);
    expect(days).to.deep.equal([...replayed, "2026-03-01", "2026-03-02", "2026-03-03"]);
    const { sunrise, sunset } = daylight.at(-1);
    expect(Math.abs(Date.parse(sunrise) - at("2026-03-03T07:21:00+01:00"))).to.be.below(120_000);
    expect(Math.abs(Date.parse(sunset) - at("2026-03-03T18:22:00+01:00"))).to.be.below(120_000);
    expect(JSON.stringify(rest)).not.to.match(/52\.3|4\.89|latitude|longitude/);
  });

  it("has every manual action on the targets with its user, without automated changes, gaps and repeats", async () => {
    expect((await evidence()).actions).to.deep.equal([
      action("2026-03-02T07:00:00.000Z", "on", { kind: "person", by: "Anna", via: "app", certainty: 1 }),
      action("2026-03-03T07:00:00.000Z", "on", { kind: "physical", by: null, via: null, certainty: 1 }),
      action("2026-03-03T08:00:00.000Z", "off", { kind: "unknown", by: null, via: null, certainty: 1 }),
    ]);
  });

  it("shows the new targets after an edit", async () => {
    const automation = { ...aDraft().automation, actions: [lightOn("light.hall")] };
    await service.call("PATCH", `/api/suggestions/${id}`, { automation });
    const { targets, actions } = await evidence();
    expect(targets).to.deep.equal([{ entity_id: "light.hall", state: "on", name: "Hall" }]);
    expect(actions).to.have.length(1);
  });

  it("replays on the held-out days, or on all history on request", async () => {
    const replay = async (body: object) =>
      (await service.call("POST", `/api/suggestions/${id}/replay`, { automation: aDraft().automation, ...body })).body;
    expect(await replay({ span: "all" })).to.include({
      from: "2026-02-28T23:00:00.000Z",
      to: "2026-03-03T23:00:00.000Z",
    });
    const heldOut = new Date(aDraft().replay.from).toISOString();
    expect(await replay({ span: "held_out" })).to.include({ from: heldOut });
    expect(await replay({})).to.include({ from: heldOut });
    expect((await replay({ span: "some" })).error.code).to.equal("bad_request");
    expect((await replay({ other: 1 })).error.code).to.equal("bad_request");
  });

  it("is not found without a suggestion", async () => {
    expect((await service.call("GET", "/api/suggestions/99/evidence")).status).to.equal(404);
  });
});

/** Local days, as YYYY-MM-DD. */
function daysBetween(from: number, to: number): readonly string[] {
  const clock = createClock("Europe/Amsterdam");
  const first = clock.dayOf(from);
  return Array.from({ length: clock.dayOf(to - 1) - first + 1 }, (_, index) => formatDay(first + index));
}

const lightOn = (entityId: string) => ({ action: "light.turn_on", target: { entity_id: [entityId] } });

const action = (instant: string, state: string, cause: object) => ({
  at: instant,
  entity_id: "light.pantry",
  state,
  state_text: state,
  cause,
});
