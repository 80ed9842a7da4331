import { expect } from "chai";
import type { HomeListener } from "../../../src/model/home.ts";
import type { KeyValueStore } from "../../../src/model/key-value-store.ts";
import type { PersonShare, Suggestion } from "../../../src/model/suggestion.ts";
import { createAttention } from "../../../src/notifications/problem-notice.ts";
import { createNotifications, type Notifications } from "../../../src/notifications/notifications.ts";
import { aDraft } from "../../support/a-draft.ts";
import { aHome, type FakeHome } from "../../support/a-home.ts";
import { SILENT } from "../../support/silent.ts";

const NOON = Date.parse("2026-11-10T11:00:00Z");
const NIGHT = Date.parse("2026-11-10T22:30:00Z");
const DAY = 86_400_000;

describe("notifications", () => {
  let home: FakeHome;
  let waiting: Suggestion[];
  let at = NOON;
  let chosen: string[];
  let values: Map<string, unknown>;

  const notifications = (kind: "persistent" | "mobile"): Notifications =>
    createNotifications({
      kind,
      home,
      store: { list: async () => ({ items: waiting, total: waiting.length }) },
      kept: keptIn(values),
      page: async () => "/app/1234_ai_automation",
      choose: async (choice, id) => void chosen.push(`${choice} ${id}`),
      now: () => at,
      log: SILENT,
    });

  beforeEach(() => {
    home = aHome(NOBODY_LISTENS);
    home.logins.byId.set("anna-id", { userId: "anna-id", name: "Anna", isAdmin: true });
    home.logins.byId.set("ben-id", { userId: "ben-id", name: "Ben", isAdmin: false });
    home.phones.add("anna-id");
    waiting = [aSuggestion(1)];
    at = NOON;
    chosen = [];
    values = new Map();
  });

  it("shows what is new, with a link into the panel", async () => {
    await notifications("persistent").look();
    expect(home.told.notices.get("ai_automation_suggestions")).to.deep.equal({
      id: "ai_automation_suggestions",
      title: "A new suggestion for your home",
      message: "- Turn on Pantry when Pantry door opens\n\n[Have a look](/app/1234_ai_automation)",
    });
  });

  it("tells nothing at night", async () => {
    at = NIGHT;
    await notifications("persistent").look();
    expect(home.told.notices.size).to.equal(0);
  });

  it("tells once a day at most, also after a restart, and nothing twice", async () => {
    await notifications("persistent").look();
    waiting = [aSuggestion(1), aSuggestion(2)];
    home.told.notices.clear();
    await notifications("persistent").look();
    expect(home.told.notices.size).to.equal(0);
    at = NOON + DAY;
    await notifications("persistent").look();
    expect(home.told.notices.get("ai_automation_suggestions")?.title).to.equal("A new suggestion for your home");
    home.told.notices.clear();
    at = NOON + 2 * DAY;
    await notifications("persistent").look();
    expect(home.told.notices.size).to.equal(0);
  });

  it("tells later what it could not tell while the home was away", async () => {
    home.goAway();
    await notifications("persistent").look();
    home.comeBack();
    await notifications("persistent").look();
    expect(home.told.notices.size).to.equal(1);
  });

  it("takes the notice away when nothing waits any more", async () => {
    await notifications("persistent").look();
    waiting = [];
    at = NOON + DAY;
    await notifications("persistent").look();
    expect(home.told.notices.size).to.equal(0);
  });

  it("asks the person whose habit it is, on their phone", async () => {
    waiting = [aSuggestion(1, [{ userId: "anna-id", times: 20 }])];
    await notifications("mobile").look();
    expect(home.told.pushes.map(({ userId, buttons }) => [userId, buttons.map(({ title }) => title)])).to.deep.equal([
      ["anna-id", ["Create", "Watch", "Not now"]],
    ]);
    expect(home.told.notices.size).to.equal(0);
  });

  it("gives no buttons to somebody who may not decide", async () => {
    home.phones.add("ben-id");
    waiting = [aSuggestion(1, [{ userId: "ben-id", times: 20 }])];
    await notifications("mobile").look();
    expect(home.told.pushes[0]?.buttons).to.deep.equal([]);
  });

  it("shows in the home's interface what has no owner or no phone", async () => {
    waiting = [aSuggestion(1, [{ userId: "ben-id", times: 20 }])];
    await notifications("mobile").look();
    expect(home.told.notices.size).to.equal(1);
  });

  it("honours an answer exactly once", async () => {
    waiting = [aSuggestion(1, [{ userId: "anna-id", times: 20 }])];
    const one = notifications("mobile");
    await one.look();
    const action = home.told.pushes[0]?.buttons[0]?.action ?? "";
    await Promise.all([one.answered({ action, userId: "anna-id" }), one.answered({ action, userId: "anna-id" })]);
    await notifications("mobile").answered({ action, userId: "anna-id" });
    expect(chosen).to.deep.equal(["create 1"]);
  });

  it("honours no answer of somebody who may not decide, of nobody, or to nothing that was asked", async () => {
    waiting = [aSuggestion(1, [{ userId: "anna-id", times: 20 }])];
    const one = notifications("mobile");
    await one.look();
    const action = home.told.pushes[0]?.buttons[0]?.action ?? "";
    await one.answered({ action, userId: "ben-id" });
    await one.answered({ action, userId: null });
    await one.answered({ action: "ai_automation:create:0123456789ab", userId: "anna-id" });
    await one.answered({ action: "OPEN_DOOR", userId: "anna-id" });
    expect(chosen).to.deep.equal([]);
  });
});

describe("what needs the user", () => {
  it("is shown while it lasts, not at night, and taken away when it is settled", async () => {
    const home = aHome(NOBODY_LISTENS);
    let at = NIGHT;
    let all: Suggestion[] = [{ ...aSuggestion(1), status: "deployed", pausedAt: "2026-11-10T10:00:00.000Z" }];
    const attend = createAttention({
      home,
      store: { all: async () => all },
      problems: () => [],
      page: async () => null,
      now: () => at,
    });
    await attend();
    expect(home.told.notices.size).to.equal(0);
    at = NOON;
    await attend();
    expect(home.told.notices.get("ai_automation_attention")?.message).to.equal(
      "- “Turn on Pantry when Pantry door opens” is paused: resume it, or delete it.",
    );
    all = [];
    await attend();
    expect(home.told.notices.size).to.equal(0);
  });
});

const NOBODY_LISTENS: HomeListener = {
  onConnection: () => undefined,
  onBackfill: () => undefined,
  onAutomations: () => undefined,
  onAnswer: () => undefined,
};

function aSuggestion(id: number, people: readonly PersonShare[] = []): Suggestion {
  const draft = aDraft();
  return {
    ...draft,
    evidence: { ...draft.evidence, people },
    id,
    patternId: id,
    status: "pending",
    automationYaml: "",
    isModified: false,
    refusal: null,
    haAutomationId: null,
    createdAt: "2026-11-09T02:00:00.000Z",
    updatedAt: "2026-11-09T02:00:00.000Z",
    deployedAt: null,
    watchingSince: null,
    watch: null,
    snoozedUntil: null,
    pausedAt: null,
    followedSince: null,
  };
}

const keptIn = (values: Map<string, unknown>): KeyValueStore => ({
  read: async (name, schema) => schema.safeParse(values.get(name)).data,
  keep: async (name, value) => void values.set(name, value),
});
