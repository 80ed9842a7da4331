import { expect } from "chai";
import fc from "fast-check";
import { CommandFailed } from "../../../src/home-assistant/errors.ts";
import { readRecordedLevels } from "../../../src/home-assistant/fetch-level-history.ts";
import { readLabels } from "../../../src/home-assistant/labels.ts";
import { createNotices } from "../../../src/home-assistant/notices.ts";
import { readWindow } from "../../../src/home-assistant/read-window.ts";
import { readAnswer, type Session } from "../../../src/home-assistant/session.ts";
import { readAutomations, readEntities, readPeople } from "../../../src/home-assistant/snapshot.ts";
import { createTasks } from "../../../src/home-assistant/tasks.ts";
import { createUsers } from "../../../src/home-assistant/users.ts";
import { validationSchema } from "../../../src/home-assistant/wire.ts";
import type { Log } from "../../../src/model/log.ts";
import { DAY, SECOND } from "../../../src/model/time.ts";
import { mixedRows, type FieldKind } from "../../support/damaged-rows.ts";
import { SILENT } from "../../support/silent.ts";

const CASES = Number(process.env.FUZZ_CASES ?? 150);
const options = { numRuns: CASES, seed: 11 };

const T = 1_700_000_000;
const WINDOW = { from: T * SECOND, to: T * SECOND + DAY };
const at = (id: string): number => T + 60 + Number(id.slice(1));
const ISO = "2026-11-01T10:00:00.000000+00:00";

const aState = (entityId: string) => ({
  entity_id: entityId,
  state: "on",
  attributes: {},
  last_changed: ISO,
  last_updated: ISO,
  context: { id: "c", parent_id: null, user_id: null },
});
const anEntry = (entityId: string, rest: object = {}) => ({
  entity_id: entityId,
  unique_id: entityId,
  platform: "mqtt",
  ...rest,
});

interface Logged {
  readonly dropped: number;
}

/** A session that returns the given answers, parsed as the real one parses them. */
function sessionOf(answers: Readonly<Record<string, unknown>>, logged: Logged[] = []): Session {
  const warn = (values: object): void => {
    if ("dropped" in values && typeof values.dropped === "number") logged.push({ dropped: values.dropped });
  };
  const log: Log = { ...SILENT, warn };
  return {
    version: "2026.11.0",
    lost: new AbortController().signal,
    call: async (schema, { type }) => readAnswer(schema, type, type in answers ? answers[type] : [], log),
    subscribe: async () => async () => undefined,
    ping: async () => undefined,
    close: () => undefined,
  };
}

const REGISTRIES = {
  get_states: [],
  "config/entity_registry/list": [],
  "config/device_registry/list": [],
  "config/area_registry/list": [],
};

interface ForeignList {
  readonly name: string;
  readonly row: (id: string) => Readonly<Record<string, unknown>>;
  readonly required: Readonly<Record<string, FieldKind>>;
  readonly answers: (rows: readonly unknown[], ids: readonly string[]) => Readonly<Record<string, unknown>>;
  /** The ids of the rows that were read. */
  readonly read: (session: Session, ids: readonly string[]) => Promise<readonly string[]>;
}

const readAll = (session: Session, more: { readonly continuous?: readonly string[] } = {}) =>
  readWindow(session, WINDOW, { userKindOf: () => "person", continuous: [], levelEntities: [], ...more });
const idsOf = (entityIds: Iterable<string>): readonly string[] =>
  [...entityIds].map((name) => name.split(".")[1] ?? "");

const LISTS: readonly ForeignList[] = [
  {
    name: "states",
    row: (id) => aState(`light.${id}`),
    required: {
      entity_id: "text",
      state: "text",
      attributes: "object",
      last_changed: "instant",
      last_updated: "instant",
      context: "object",
    },
    answers: (rows) => ({ ...REGISTRIES, get_states: rows }),
    read: async (session) => idsOf((await readEntities(session)).entities.keys()),
  },
  {
    name: "automations among the states",
    row: (id) => aState(`automation.${id}`),
    required: { entity_id: "text", state: "text", attributes: "object" },
    answers: (rows) => ({ get_states: rows, "automation/config": { config: { alias: "x" } } }),
    read: async (session) => idsOf((await readAutomations(session)).map(({ entityId }) => entityId)),
  },
  {
    name: "the registry of entities",
    row: (id) => anEntry(`light.${id}`),
    required: { entity_id: "text", platform: "text" },
    answers: (rows) => ({ ...REGISTRIES, "config/entity_registry/list": rows }),
    read: async (session) => idsOf((await readEntities(session)).entities.keys()),
  },
  {
    name: "the registry of devices",
    row: (id) => ({ id, area_id: "attic", parent_device_id: null }),
    required: { id: "text" },
    answers: (rows, ids) => ({
      ...REGISTRIES,
      "config/entity_registry/list": ids.map((id) => anEntry(`light.${id}`, { device_id: id })),
      "config/device_registry/list": rows,
    }),
    read: async (session) =>
      [...(await readEntities(session)).entities.values()]
        .filter(({ areaId }) => areaId === "attic")
        .flatMap(({ entityId }) => idsOf([entityId])),
  },
  {
    name: "the registry of areas",
    row: (id) => ({ area_id: id, name: "Attic" }),
    required: { area_id: "text", name: "text" },
    answers: (rows, ids) => ({
      ...REGISTRIES,
      "config/entity_registry/list": ids.map((id) => anEntry(`light.${id}`, { area_id: id })),
      "config/area_registry/list": rows,
    }),
    read: async (session) =>
      [...(await readEntities(session)).entities.values()]
        .filter(({ areaName }) => areaName === "Attic")
        .flatMap(({ entityId }) => idsOf([entityId])),
  },
  {
    name: "the registry of labels",
    row: (id) => ({ label_id: `label_${id}`, name: id }),
    required: { label_id: "text", name: "text" },
    answers: (rows) => ({ "config/label_registry/list": rows }),
    read: (session) => readLabels(session),
  },
  {
    name: "users",
    row: (id) => ({ id, name: id, username: null, system_generated: false }),
    required: { id: "text", system_generated: "flag" },
    answers: (rows) => ({ "config/auth/list": rows, "person/list": { storage: [], config: [] } }),
    read: async (session) => [...(await readPeople(session, [])).userKinds.keys()],
  },
  {
    name: "persons",
    row: (id) => ({ name: "Anna", user_id: id }),
    required: { user_id: "text or null" },
    answers: (rows) => ({ "config/auth/list": [], "person/list": { storage: rows, config: null } }),
    read: async (session) => (await readPeople(session, [])).persons.map(({ userId }) => userId),
  },
  {
    name: "accounts",
    row: (id) => ({ id, name: "Anna", is_owner: false, is_active: true, group_ids: ["system-admin"] }),
    required: { id: "text", is_owner: "flag", is_active: "flag", group_ids: "list" },
    answers: (rows) => ({ "config/auth/list": rows }),
    read: async (session, ids) => {
      const { userOf } = createUsers({ currentSession: () => session, log: SILENT, monotonic: () => 0 });
      const found = await Promise.all(ids.map(async (id) => ({ id, answer: await userOf(id) })));
      return found.filter(({ answer }) => answer.outcome === "known").map(({ id }) => id);
    },
  },
  {
    name: "phones of a person",
    row: (id) => ({ ...aState(`person.${id}`), attributes: { user_id: "anna", device_trackers: [7, `x.${id}`] } }),
    required: { entity_id: "text", state: "text", attributes: "object" },
    answers: (rows, ids) => ({
      ...REGISTRIES,
      get_states: rows,
      get_services: { notify: Object.fromEntries(ids.map((id) => [`mobile_app_${id}`, null])), light: 7 },
    }),
    read: async (session) => {
      const called: string[] = [];
      const spy: Session = {
        ...session,
        call: (schema, message) => {
          if (message.type === "call_service") called.push(String(message.service).replace("mobile_app_", ""));
          return session.call(schema, message);
        },
      };
      const push = { title: "", message: "", page: null, buttons: [] };
      await createNotices({ currentSession: () => spy, log: SILENT }).push("anna", push);
      return called;
    },
  },
  {
    name: "the history",
    row: (id) => ({ s: id, lu: at(id) }),
    required: { s: "text or null", lu: "number" },
    answers: (rows) => ({ "history/history_during_period": { "sensor.a": rows, "sensor.b": "?", "sensor.c": null } }),
    read: async (session) =>
      (await readAll(session, { continuous: ["sensor.a", "sensor.b", "sensor.c"] })).changes.map(({ state }) => state),
  },
  {
    name: "the history of levels",
    row: (id) => ({ s: "heat", a: { temperature: at(id) }, lu: at(id) }),
    required: { s: "text or null", lu: "number", a: "object" },
    answers: (rows) => ({ "history/history_during_period": { "climate.a": rows } }),
    read: async (session) =>
      (await readRecordedLevels(session, WINDOW, ["climate.a"])).map(
        ({ at: instant }) => `n${instant / SECOND - T - 60}`,
      ),
  },
  {
    name: "the logbook",
    row: (id) => ({ when: at(id), entity_id: `light.${id}`, state: "on" }),
    required: { when: "number", entity_id: "text", state: "text" },
    answers: (rows) => ({ "logbook/get_events": rows }),
    read: async (session) => idsOf((await readAll(session)).changes.map(({ entityId }) => entityId)),
  },
  {
    name: "calls of the logbook",
    row: (id) => ({
      when: at(id),
      domain: "light",
      service: "turn_on",
      service_data: { entity_id: `light.${id}`, brightness: 128 },
    }),
    required: { when: "number", domain: "text", service: "text", service_data: "object" },
    answers: (rows) => ({ "logbook/get_action_calls": rows }),
    read: async (session) => idsOf((await readAll(session)).levels.map(({ entityId }) => entityId)),
  },
];

/** Rows that are valid but contain nothing: they are not counted as dropped. */
const SILENT_ROWS = new Set(["the logbook", "calls of the logbook", "persons", "the history of levels", "the history"]);

describe(`Home Assistant's answers, damaged at random ${CASES} times`, () => {
  for (const { name, row, required, answers, read } of LISTS)
    it(`keep exactly the valid rows of ${name}`, () =>
      fc.assert(
        fc.asyncProperty(mixedRows(row, required), async ({ rows, good, bad }) => {
          const ids = [...good, ...bad];
          const logged: Logged[] = [];
          const kept = await read(sessionOf(answers(rows, ids), logged), ids);
          const known = kept.filter((id) => ids.includes(id));
          expect(known.toSorted()).to.deep.equal(good.toSorted());
          if (!SILENT_ROWS.has(name)) expect(logged.some(({ dropped }) => dropped === bad.length)).to.equal(true);
        }),
        options,
      ));

  it("record a null state in the history as a removal", async () => {
    const rows = [
      { s: "1", lu: T + 60 },
      { s: null, lu: T + 120 },
      { s: "2", lu: T + 180 },
    ];
    const session = sessionOf({ "history/history_during_period": { "sensor.a": rows } });
    const { changes } = await readAll(session, { continuous: ["sensor.a"] });
    expect(changes.map(({ state }) => state)).to.deep.equal(["1", "unavailable", "2"]);
  });

  it("never pass an unreadable validation as valid", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("triggers", "conditions", "actions"),
        fc.jsonValue().filter((value) => !hasVerdict(value)),
        (part, verdict) => {
          const fine = { valid: true, error: null };
          const parts = { triggers: fine, conditions: fine, actions: fine, [part]: verdict };
          expect(() => readAnswer(validationSchema, "validate_config", parts, SILENT)).to.throw(CommandFailed);
        },
      ),
      options,
    );
  });

  it("count as refused by AI Task only without data", () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), async (junk, data) => {
        const ask = (answer: unknown) =>
          createTasks(() => sessionOf({ call_service: answer })).generate({
            name: "",
            instructions: "",
            entityId: null,
          });
        expect((await ask(junk)).outcome).to.equal("refused");
        expect(await ask({ response: { data }, more: junk })).to.deep.equal({ outcome: "done", data });
      }),
      options,
    ));

  it("are rejected if they are not a list, without values in the message", async () => {
    for (const answer of [null, 7, "secret", { secret: "secret" }]) {
      const failure = await readEntities(sessionOf({ ...REGISTRIES, get_states: answer })).catch(
        (error: unknown) => error,
      );
      expect(failure).to.be.instanceOf(CommandFailed);
      expect(String(failure)).not.to.contain("secret");
    }
  });
});

const hasVerdict = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "valid" in value && typeof value.valid === "boolean";
