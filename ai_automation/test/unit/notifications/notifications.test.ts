import { expect } from "chai";
import type { HomeListener } from "../../../src/model/home.ts";
import type { KeyValueStore } from "../../../src/model/key-value-store.ts";
import type { PersonShare, Suggestion } from "../../../src/model/suggestion.ts";
import { createAttentionNotice } from "../../../src/notifications/attention-notice.ts";
import { createNotifications, type Notifications } from "../../../src/notifications/notifications.ts";
import { aDraft } from "../../support/a-draft.ts";
import { aHome, SNAPSHOT, type FakeHome } from "../../support/a-home.ts";
import { SILENT } from "../../support/silent.ts";

const NOON = Date.parse("2026-11-10T11:00:00Z");
const NIGHT = Date.parse("2026-11-10T22:30:00Z");
const DAY = 86_400_000;

describe("notifications", () => {
  let home: FakeHome;
  let pending: Suggestion[];
  let at = NOON;
  let chosen: string[];
  let isSearching = false;
  let values: Map<string, unknown>;

  const notifications = (kind: "persistent" | "mobile"): Notifications =>
    createNotifications({
      kind,
      home,
      store: { list: async () => ({ items: pending, total: pending.length }) },
      keyValues: keyValuesIn(values),
      page: async () => "/app/1234_ai_automation",
      isSearching: () => isSearching,
      choose: async (choice, id) => void chosen.push(`${choice} ${id}`),
      now: () => at,
      log: SILENT,
    });

  beforeEach(() => {
    home = aHome(NO_LISTENER);
    home.logins.byId.set("anna-id", { userId: "anna-id", name: "Anna", isAdmin: true });
    home.logins.byId.set("ben-id", { userId: "ben-id", name: "Ben", isAdmin: false });
    home.phones.add("anna-id");
    pending = [aSuggestion(1)];
    at = NOON;
    chosen = [];
    isSearching = false;
    values = new Map();
  });

  it("show new suggestions with a link to the panel", async () => {
    await notifications("persistent").look();
    expect(home.notified.notices.get("ai_automation_suggestions")).to.deep.equal({
      id: "ai_automation_suggestions",
      title: "AI Automation: one suggestion for your home",
      message: "- Turn on Pantry when Pantry door opens\n\n[View suggestions](/app/1234_ai_automation)",
    });
  });

  it("are not sent at night", async () => {
    at = NIGHT;
    await notifications("persistent").look();
    expect(home.notified.notices.size).to.equal(0);
  });

  it("are sent at most once a day, also after a restart, and never repeated", async () => {
    await notifications("persistent").look();
    pending = [aSuggestion(1), aSuggestion(2)];
    home.notified.notices.clear();
    await notifications("persistent").look();
    expect(home.notified.notices.size).to.equal(0);
    at = NOON + DAY;
    await notifications("persistent").look();
    expect(home.notified.notices.get("ai_automation_suggestions")?.title).to.equal(
      "AI Automation: 2 suggestions for your home",
    );
    home.notified.notices.clear();
    at = NOON + 2 * DAY;
    await notifications("persistent").look();
    expect(home.notified.notices.size).to.equal(0);
  });

  it("are sent later if the home was away", async () => {
    home.goAway();
    await notifications("persistent").look();
    home.comeBack();
    await notifications("persistent").look();
    expect(home.notified.notices.size).to.equal(1);
  });

  it("wait for the end of a search", async () => {
    isSearching = true;
    await notifications("persistent").look();
    expect(home.notified.notices.size).to.equal(0);
    isSearching = false;
    await notifications("persistent").look();
    expect(home.notified.notices.size).to.equal(1);
  });

  it("count everything that waits, and list the best", async () => {
    pending = Array.from({ length: 14 }, (_, index) => aSuggestion(index + 1));
    await notifications("persistent").look();
    const notice = home.notified.notices.get("ai_automation_suggestions");
    expect(notice?.title).to.equal("AI Automation: 14 suggestions for your home");
    expect(notice?.message.split("\n").slice(4)).to.deep.equal([
      "- Turn on Pantry when Pantry door opens",
      "- and 9 more",
      "",
      "[View suggestions](/app/1234_ai_automation)",
    ]);
  });

  it("follow what is decided at once, and go with the last", async () => {
    pending = [aSuggestion(1), aSuggestion(2)];
    await notifications("persistent").look();
    pending = [aSuggestion(2)];
    await notifications("persistent").look();
    const title = (): string | undefined => home.notified.notices.get("ai_automation_suggestions")?.title;
    expect(title()).to.equal("AI Automation: one suggestion for your home");
    pending = [];
    at = NIGHT;
    await notifications("persistent").look();
    expect(title()).to.equal(undefined);
  });

  it("do not come back after somebody dismissed them", async () => {
    pending = [aSuggestion(1), aSuggestion(2)];
    await notifications("persistent").look();
    home.notified.notices.clear();
    pending = [aSuggestion(2)];
    await notifications("persistent").look();
    expect(home.notified.notices.size).to.equal(0);
  });

  it("disappear from the phone once they are decided elsewhere", async () => {
    pending = [aSuggestion(1, [{ userId: "anna-id", times: 20 }])];
    await notifications("mobile").look();
    await notifications("mobile").look();
    expect(home.notified.withdrawn).to.deep.equal([]);
    pending = [];
    await notifications("mobile").look();
    await notifications("mobile").look();
    expect(home.notified.withdrawn).to.deep.equal(["anna-id"]);
  });

  it("are dismissed when nothing is pending", async () => {
    await notifications("persistent").look();
    pending = [];
    at = NOON + DAY;
    await notifications("persistent").look();
    expect(home.notified.notices.size).to.equal(0);
  });

  it("ask the owner of the habit on their phone", async () => {
    pending = [aSuggestion(1, [{ userId: "anna-id", times: 20 }])];
    await notifications("mobile").look();
    expect(
      home.notified.pushes.map(({ userId, buttons }) => [userId, buttons.map(({ title }) => title)]),
    ).to.deep.equal([["anna-id", ["Create", "Watch", "Not now"]]]);
    expect(home.notified.notices.size).to.equal(0);
  });

  it("have no buttons for people who are not administrators", async () => {
    home.phones.add("ben-id");
    pending = [aSuggestion(1, [{ userId: "ben-id", times: 20 }])];
    await notifications("mobile").look();
    expect(home.notified.pushes[0]?.buttons).to.deep.equal([]);
  });

  it("go to Home Assistant without an owner or a phone", async () => {
    pending = [aSuggestion(1, [{ userId: "ben-id", times: 20 }])];
    await notifications("mobile").look();
    expect(home.notified.notices.size).to.equal(1);
  });

  it("handle a button press exactly once", async () => {
    pending = [aSuggestion(1, [{ userId: "anna-id", times: 20 }])];
    const one = notifications("mobile");
    await one.look();
    const action = home.notified.pushes[0]?.buttons[0]?.action ?? "";
    await Promise.all([one.answered({ action, userId: "anna-id" }), one.answered({ action, userId: "anna-id" })]);
    await notifications("mobile").answered({ action, userId: "anna-id" });
    expect(chosen).to.deep.equal(["create 1"]);
  });

  it("ignore presses by non-administrators, unknown users, and for unknown offers", async () => {
    pending = [aSuggestion(1, [{ userId: "anna-id", times: 20 }])];
    const one = notifications("mobile");
    await one.look();
    const action = home.notified.pushes[0]?.buttons[0]?.action ?? "";
    await one.answered({ action, userId: "ben-id" });
    await one.answered({ action, userId: null });
    await one.answered({ action: "ai_automation:create:0123456789ab", userId: "anna-id" });
    await one.answered({ action: "OPEN_DOOR", userId: "anna-id" });
    expect(chosen).to.deep.equal([]);
  });
});

describe("the problem notice", () => {
  it("is shown while a problem lasts, except at night, with escaped titles, and then dismissed", async () => {
    const home = aHome(NO_LISTENER);
    let at = NIGHT;
    let all: Suggestion[] = [{ ...aSuggestion(1), status: "deployed", pausedAt: "2026-11-10T10:00:00.000Z" }];
    const update = createAttentionNotice({
      home,
      store: { withStatus: async (wanted) => all.filter(({ status }) => status === wanted) },
      problems: () => [],
      page: async () => null,
      now: () => at,
    });
    await update();
    expect(home.notified.notices.size).to.equal(0);
    at = NOON;
    await update();
    expect(home.notified.notices.get("ai_automation_attention")?.message).to.equal(
      "- “Turn on Pantry when Pantry door opens” is paused. Resume or delete it.",
    );
    all = [{ ...aSuggestion(1), title: "Open [the] *gate*", refusal: "no" }];
    await update();
    expect(home.notified.notices.get("ai_automation_attention")?.message).to.equal(
      "- Home Assistant did not accept “Open \\[the\\] \\*gate\\*”. Edit or reject it.",
    );
    all = [{ ...aSuggestion(1), refusal: "No such entity." }];
    await update();
    expect(home.notified.notices.get("ai_automation_attention")?.message).to.contain(
      "“Turn on Pantry when Pantry door opens”",
    );
    all = [];
    await update();
    expect(home.notified.notices.size).to.equal(0);
  });
});

describe("a notice of unreadable data", () => {
  it("is in the home's language", async () => {
    const home = aHome(NO_LISTENER);
    const snapshot = { ...SNAPSHOT, info: { ...SNAPSHOT.info, language: "nl-BE" } };
    const update = createAttentionNotice({
      home: { ...home, snapshot: () => snapshot },
      store: { withStatus: async () => [] },
      problems: () => [
        { code: "history_unreadable", message: "In English.", since: NOON },
        {
          code: "database_damaged",
          message: "The database was damaged.",
          told: { text: "database_damaged", values: { file: "ai.db.damaged", restored: "3" } },
          since: NOON,
        },
      ],
      page: async () => null,
      now: () => NOON,
    });
    await update();
    const message = home.notified.notices.get("ai_automation_attention")?.message;
    expect(message).to.match(
      /^- De geschiedenis van Home Assistant .*herstart.*\n- De database was beschadigd en heet nu ai\.db\.damaged\..* 3 beslissingen /,
    );
  });
});

const NO_LISTENER: HomeListener = {
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
    rejectReason: null,
  };
}

const keyValuesIn = (values: Map<string, unknown>): KeyValueStore => ({
  get: async (name, schema) => schema.safeParse(values.get(name)).data,
  set: async (name, value) => void values.set(name, value),
});
