import { expect } from "chai";
import { createChangeArchive } from "../../../../src/archive/change-archive.ts";
import { UNKNOWN, type Cause } from "../../../../src/model/cause.ts";
import { openDatabase } from "../../../../src/store/connection.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { SNAPSHOT } from "../../../support/a-home.ts";
import { aService, type RunningService } from "../../../support/a-service.ts";

const NOON = Date.parse("2026-06-01T10:00:00Z");
const DAY = 86_400_000;
const AUTOMATION: Cause = { kind: "automation", entityId: "automation.unknown_one" };

describe("history", () => {
  let service: RunningService;
  beforeEach(async () => {
    service = await aService();
    const [person] = SNAPSHOT.persons;
    const byHand: Cause = { kind: "person", userId: person?.userId ?? null, via: "app" };
    const database = await openDatabase(service.databasePath);
    await createChangeArchive(database).record({
      changes: [
        { entityId: "light.pantry", at: NOON, state: "on", cause: byHand },
        { entityId: "light.pantry", at: NOON + 60_000, state: "off", cause: AUTOMATION },
        { entityId: "binary_sensor.pantry_door", at: NOON - 1_000, state: "on", cause: UNKNOWN },
        { entityId: "light.pantry", at: NOON - DAY, state: "off", cause: { kind: "physical" } },
      ],
      covered: { from: NOON - DAY, to: NOON - DAY / 2 },
      levels: [{ entityId: "light.pantry", at: NOON + 1_000, levels: { brightness: 40 }, cause: byHand }],
    });
    await database.destroy();
  });
  afterEach(() => service.stop());

  it("of an entity before today is deleted for ever, and learned anew from today", async () => {
    const database = await openDatabase(service.databasePath);
    const record = (...instants: readonly number[]) =>
      createChangeArchive(database).record({
        changes: instants.map((at) => ({ entityId: "light.pantry", at, state: "on", cause: UNKNOWN })),
        levels: instants.map((at) => ({
          entityId: "light.pantry",
          at,
          levels: { brightness: at % 97 },
          cause: UNKNOWN,
        })),
        covered: { from: NOON, to: NOON + 1 },
      });
    const now = Date.now();
    await record(now);
    await service.offer();
    const { status, body } = await service.call("DELETE", "/api/history?entity_id=light.pantry&before=today");
    expect([status, body]).to.deep.equal([200, { deleted_changes: 3 }]);
    expect((await service.call("GET", "/api/suggestions")).body.total).to.equal(0);
    await record(NOON, NOON - DAY, now + 1);
    const { changes } = (await service.call("GET", "/api/entities/light.pantry/timeline?from=2020-01-01T00:00:00Z"))
      .body;
    expect(changes.map(({ at }: any) => Date.parse(at))).to.deep.equal([now, now + 1]);
    expect((await service.call("GET", "/api/history/summary")).body.changes).to.equal(3);
    await database.destroy();
    expect((await service.call("DELETE", "/api/history?all=true&before=today")).status).to.equal(400);
  });

  it("is summarised by domain and cause, with gaps", async () => {
    const { body } = await service.call("GET", "/api/history/summary");
    expect(body).to.deep.include({ changes: 4, entities: 2, days: 0.5, retention_days: 0 });
    expect(body.gaps).to.have.length(1);
    expect(body.size_bytes).to.be.above(10_000);
    expect(body.domains).to.deep.include({
      domain: "light",
      entities: 1,
      changes: 3,
      causes: { person: 1, automation: 1, physical: 1 },
    });
  });

  it("counts only days that are known, imported ones too", async () => {
    const database = await openDatabase(service.databasePath);
    const change = (day: number) => ({ entityId: "light.pantry", at: NOON - day * DAY, state: "on", cause: UNKNOWN });
    await createChangeArchive(database).record({
      changes: [change(730), change(710)],
      covered: { from: 0, to: 0 },
      imported: [{ entityId: "light.pantry", from: NOON - 730 * DAY, to: NOON - 710 * DAY + 1 }],
    });
    await database.destroy();
    const { body } = await service.call("GET", "/api/history/summary");
    expect(body).to.include({ days: 20.5, first: new Date(NOON - 730 * DAY).toISOString() });
    expect(body.gaps).to.have.length(2);
    expect((await service.call("GET", "/api/status")).body.history.days).to.equal(20.5);
  });

  it("shows how each entity is operated", async () => {
    const { body } = await service.call("GET", "/api/entities");
    const light = body.entities.find((one: { entity_id: string }) => one.entity_id === "light.pantry");
    expect(light).to.deep.include({
      changes: 3,
      operated: { by_hand: 2, by_automation: 1, unknown: 0 },
      is_excluded: false,
    });
  });

  it("lists the changes and levels of an entity", async () => {
    const from = new Date(NOON - 1_000).toISOString();
    const { body } = await service.call("GET", `/api/entities/light.pantry/timeline?from=${from}`);
    const rows = body.changes.map(({ state, levels, cause }: any) => [state, levels, cause?.kind]);
    expect(rows).to.deep.equal([
      ["on", undefined, "person"],
      [null, { brightness: 40 }, undefined],
      ["off", undefined, "automation"],
    ]);
    const german = await service.call("GET", `/api/entities/light.pantry/timeline?from=${from}`, undefined, {
      "Accept-Language": "de",
    });
    expect(german.body.changes.map(({ state_text: text }: any) => text)).to.deep.equal(["an", null, "aus"]);
    expect((await service.call("GET", "/api/entities/light.nowhere/timeline")).status).to.equal(404);
    expect((await service.call("GET", "/api/entities/light.pantry/timeline?from=yesterday")).status).to.equal(400);
  });

  it("lists the changes of a day", async () => {
    const { body } = await service.call("GET", "/api/history/ledger?day=2026-06-01");
    expect(body).to.deep.include({ day: "2026-06-01", time_zone: SNAPSHOT.info.zone, truncated: false });
    expect(body.changes.map(({ entity_id, cause }: any) => [entity_id, cause.kind, cause.by])).to.deep.equal([
      ["light.pantry", "person", SNAPSHOT.persons[0]?.name ?? null],
      ["light.pantry", "automation", "automation.unknown_one"],
    ]);
  });

  it("is deleted for one entity, with the findings based on it", async () => {
    await service.offer(aDraft());
    const { body } = await service.call("DELETE", "/api/history?entity_id=light.pantry");
    expect(body).to.deep.equal({ deleted_changes: 3 });
    expect((await service.call("GET", "/api/suggestions")).body.total).to.equal(0);
    expect((await service.call("GET", "/api/patterns")).body.total).to.equal(0);
    expect((await service.call("GET", "/api/history/summary")).body.changes).to.equal(1);
  });

  it("is deleted completely, but only with confirmation", async () => {
    expect((await service.call("DELETE", "/api/history")).status).to.equal(400);
    expect((await service.call("DELETE", "/api/history?all=true")).body).to.deep.equal({ deleted_changes: 4 });
    expect((await service.call("GET", "/api/history/summary")).body).to.deep.include({ changes: 0, first: null });
  });

  it("shows what an exclusion would delete, and deletes nothing", async () => {
    const preview = (id: string) =>
      service.call("POST", "/api/exclusions/preview", { exclusions: [{ kind: "entity", id }] });
    expect((await preview(nameOf("light.pantry"))).body).to.deep.equal({
      exclusions: [{ kind: "entity", id: "light.pantry", name: nameOf("light.pantry"), from: "panel" }],
      entities: 1,
      changes: 3,
    });
    expect((await preview("the pantry")).status).to.equal(404);
    expect((await service.call("GET", "/api/exclusions")).body.exclusions).to.deep.equal([]);
    expect((await service.call("GET", "/api/history/summary")).body.changes).to.equal(4);
  });

  it("omits what the panel excludes, and deletes existing data of it", async () => {
    const exclusions = [{ kind: "entity", id: "light.pantry" }];
    const { body } = await service.call("PUT", "/api/exclusions", { exclusions });
    expect(body.deleted_changes).to.equal(3);
    expect(body.exclusions).to.deep.equal([
      { kind: "entity", id: "light.pantry", name: nameOf("light.pantry"), from: "panel" },
    ]);
    const { entities } = (await service.call("GET", "/api/entities")).body;
    expect(entities.find((one: any) => one.entity_id === "light.pantry")?.is_excluded ?? true).to.equal(true);
    await service.restart();
    expect((await service.call("GET", "/api/exclusions")).body.exclusions).to.deep.equal(body.exclusions);
    expect((await service.call("PUT", "/api/exclusions", { exclusions: [{ kind: "room", id: "x" }] })).status).to.equal(
      400,
    );
    const unknown = { exclusions: [{ kind: "entity", id: "the pantry" }] };
    expect((await service.call("PUT", "/api/exclusions", unknown)).body.error.message).to.include(
      'no entity "the pantry"',
    );
    expect((await service.call("GET", "/api/exclusions")).body.exclusions).to.deep.equal(body.exclusions);
  });
});

const nameOf = (entityId: string): string => SNAPSHOT.entities.get(entityId)?.name ?? entityId;
