import { expect } from "chai";
import { ENTITIES, RESIDENTS } from "../../../src/demo/household.ts";
import { EXISTING_AUTOMATIONS, HABIT_TEMPLATES } from "../../../src/demo/planted-habits.ts";
import { report } from "../../../src/model/fleet-wire.ts";
import type { HomeSnapshot } from "../../../src/model/home.ts";
import { readReport, type ReportSources } from "../../../src/reporting/build-report.ts";
import { createAnalysisStore } from "../../../src/store/analysis-store.ts";
import { createSuggestionStore } from "../../../src/store/suggestion-store.ts";
import type { ListedAutomation } from "../../../src/suggestions/follow-up/automation-list.ts";
import { aDraft } from "../../support/a-draft.ts";
import { temporaryDatabase, type TemporaryDatabase } from "../../support/temporary-database.ts";

const HOME: HomeSnapshot = {
  info: {
    name: "Villa Linde",
    version: "2026.11.0",
    zone: "Europe/Berlin",
    latitude: 52.37,
    longitude: 4.89,
    language: "en",
  },
  entities: new Map(ENTITIES.map((entity) => [entity.entityId, entity])),
  persons: RESIDENTS,
  automations: [],
};

const AUTOMATIONS = [
  ...HABIT_TEMPLATES.map(({ key, automation }) => [key, automation] as const),
  ...EXISTING_AUTOMATIONS,
];

describe("the report to a fleet", () => {
  let temporary: TemporaryDatabase;
  let sources: ReportSources;
  let automations: readonly Partial<ListedAutomation>[] = [];

  beforeEach(async () => {
    automations = [];
    temporary = await temporaryDatabase();
    const store = createSuggestionStore(temporary.database);
    sources = {
      version: "1.0.0",
      connection: () => ({ kind: "home_assistant", state: "connected", message: "Villa Linde", since: 0 }),
      snapshot: () => HOME,
      problems: () => [{ code: "mqtt_login_refused", message: "at 192.168.1.2", since: 0 }],
      summary: async () => ({ days: 40.2 }),
      store,
      analyses: createAnalysisStore(temporary.database),
      automations: async () => automations.map((one) => ({ ...AN_AUTOMATION, ...one })),
      allowsNames: false,
      sharesFigures: false,
    };
    for (const [key, automation] of AUTOMATIONS)
      await store.offer(
        aDraft({ automation, title: `Anna's ${key}`, targets: [{ entityId: "light.kitchen", state: key }] }),
      );
  });
  afterEach(() => temporary.remove());

  it("matches the schema of the fleet", async () => {
    const { status, details, digest } = await readReport(sources);
    expect(report.safeParse({ status, details, digest, handled: [] }).error?.issues).to.equal(undefined);
    expect(details.suggestions).to.have.length(AUTOMATIONS.length);
  });

  it("has no names, ids or states of the home", async () => {
    const { status, details } = await readReport(sources);
    const text = JSON.stringify({ status, details }).toLowerCase();
    const names = [
      "anna's",
      "villa linde",
      "192.168",
      "europe/berlin",
      ...ENTITIES.flatMap(({ entityId, name, areaName }) => [entityId, name.toLowerCase(), areaName?.toLowerCase()]),
      ...RESIDENTS.flatMap(({ userId, name }) => [userId, name.toLowerCase()]),
    ].filter((name) => name !== undefined);
    expect(names).to.have.length.above(50);
    expect(names.filter((name) => new RegExp(`\\b${name}\\b`).test(text))).to.deep.equal([]);
  });

  it("has titles once the household allows names", async () => {
    const { details } = await readReport({ ...sources, allowsNames: true });
    for (const { structure } of details.suggestions) expect(structure.text).to.match(/^Anna's /);
  });

  it("has the codes of problems and how long the history is", async () => {
    const { status } = await readReport(sources);
    expect(status).to.deep.include({ state: "connected", problems: ["mqtt_login_refused"], history_days: 40 });
    expect(status.waiting).to.equal(AUTOMATIONS.length);
  });

  it("counts by kind how suggestions went, and how often their runs were undone", async () => {
    const [first, second] = (await readReport(sources)).details.suggestions;
    const { store } = sources;
    const all = createSuggestionStore(temporary.database);
    await all.move(first?.id ?? 0, { step: "approved", from: ["pending"], to: "approved" });
    await all.move(second?.id ?? 0, { step: "rejected", from: ["pending"], to: "rejected" });
    const activity = (total: number) => ({ total, last7Days: total, last: null });
    automations = [{ suggestionId: first?.id ?? 0, runs: activity(9), corrections: activity(2), attention: ATTENTION }];
    const { status, details } = await readReport({ ...sources, store });
    expect(details.figures.map(({ trigger, target }) => `${trigger} ${target}`)).to.deep.equal(["state light"]);
    expect(details.figures[0]).to.deep.include({ accepted: 1, rejected: 1, runs: 9, undone: 2 });
    expect(status.unwanted).to.equal(1);
  });

  it("has another digest only if the details have changed", async () => {
    const { digest, details } = await readReport(sources);
    expect(
      (await readReport({ ...sources, connection: () => ({ ...sources.connection(), state: "unreachable" }) })).digest,
    ).to.equal(digest);
    const [first] = details.suggestions;
    await createSuggestionStore(temporary.database).move(first?.id ?? 0, {
      step: "rejected",
      from: ["pending"],
      to: "rejected",
    });
    expect((await readReport(sources)).digest).not.to.equal(digest);
  });
});

const ATTENTION = { reason: "often_undone", reversals: 3, runs: 9, precision: 0.7 } as const;
const AN_AUTOMATION: ListedAutomation = {
  entityId: null,
  id: null,
  suggestionId: null,
  alias: "",
  isOn: true,
  pausedAt: null,
  runs: { total: 0, last7Days: 0, last: null },
  corrections: null,
  understood: "in_full",
  notUnderstood: [],
  notReplayed: [],
  actsOn: [],
  startedBy: [],
  usualHours: null,
  weeks: [],
  attention: null,
  isIdle: false,
  missing: [],
  blockedBy: [],
};
