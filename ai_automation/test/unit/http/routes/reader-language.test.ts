import { expect } from "chai";
import type { SuggestionDraft } from "../../../../src/model/suggestion.ts";
import { reportNearMiss, reportObstacle } from "../../../../src/suggestions/finding/reasons.ts";
import { namesIn } from "../../../../src/suggestions/words/names.ts";
import { aDraft } from "../../../support/a-draft.ts";
import { aNearMiss, aReportedSelfActing } from "../../../support/a-near-miss.ts";
import { analysed, aService, type RunningService } from "../../../support/a-service.ts";

const facts = { kind: "habit", days: 60, times: 41, right: 20, of: 21, owner: null, off: null } as const;

const mined = (values: Partial<SuggestionDraft> = {}): SuggestionDraft => {
  const draft = aDraft();
  const automation = { ...draft.automation, alias: "Pantry: on when door opens" };
  return {
    ...draft,
    automation,
    evidence: { ...draft.evidence, facts },
    alternatives: [{ title: "x", automation, replay: draft.replay }],
    ...values,
  };
};

const GERMAN = { "Accept-Language": "de-AT,de;q=0.9,en;q=0.5" };

describe("a reader's language", () => {
  let service: RunningService;
  beforeEach(async () => {
    service = await aService();
  });
  afterEach(() => service.stop());

  it("is that of titles, descriptions and alternatives of suggestions", async () => {
    const id = await service.offer(mined());
    const path = `/api/suggestions/${id}`;
    const { body, headers } = await service.call("GET", path, undefined, GERMAN);
    expect(body).to.include({
      title: "Pantry einschalten, wenn Pantry door eingeschaltet wird",
      description:
        "Das hast du in 60 Tagen 41-mal selbst gemacht. Im Test an Tagen, die es nicht kannte, lag es 20 von 21 Mal richtig.",
    });
    expect(body.alternatives[0].title).to.equal(body.title);
    expect(body.automation.alias).to.equal("Pantry: on when door opens");
    expect(headers.get("vary")).to.include("Accept-Language");
    const list = await service.call("GET", "/api/suggestions", undefined, GERMAN);
    expect(list.body.suggestions[0].title).to.equal(body.title);
    const watched = await service.call("POST", `${path}/watch`, undefined, GERMAN);
    expect(watched.body.title).to.equal(body.title);
  });

  it("is that of what is not understood of an automation, and cannot be replayed", async () => {
    const trigger = { trigger: "pyscript", event: "x" };
    const actions = [{ action: "light.turn_on", target: { area_id: "attic" } }];
    service.home.deployed.set("theirs", { alias: "Attic", triggers: [trigger], conditions: [], actions });
    const listed = async (headers: Readonly<Record<string, string>>): Promise<any> =>
      (await service.call("GET", "/api/automations", undefined, headers)).body.automations[0];
    expect((await listed(GERMAN)).not_understood).to.deep.equal([
      { code: "trigger_kind", values: { kind: "pyscript" }, text: "ein unbekannter Auslöser „pyscript“" },
      { code: "target_area", values: { action: "light.turn_on" }, text: "light.turn_on bei einem unbekannten Bereich" },
    ]);
    expect((await listed({})).not_understood[0].text).to.equal('an unknown trigger "pyscript"');
    service.home.deployed.set("theirs", { alias: "Attic", triggers: [], conditions: [], actions: [] });
    const { not_replayed: parts } = await listed(GERMAN);
    expect(parts.map(({ text }: { text: string }) => text)).to.deep.equal(["kein Auslöser", "keine Aktion"]);
  });

  it("is that of conditions, where a sentence says what they mean", async () => {
    const draft = mined();
    const conditions = [
      { condition: "sun", after: "sunset", before: "sunrise" },
      { condition: "template", value_template: "{{ true }}" },
    ];
    const id = await service.offer({ ...draft, automation: { ...draft.automation, conditions } });
    const textsIn = async (headers: Readonly<Record<string, string>>): Promise<unknown> =>
      (await service.call("GET", `/api/suggestions/${id}`, undefined, headers)).body.condition_texts;
    expect(await textsIn(GERMAN)).to.deep.equal(["solange es dunkel ist", null]);
    expect(await textsIn({})).to.deep.equal(["while it is dark", null]);
  });

  it("is the home's without a wish, and with a wish for one that there is not", async () => {
    const id = await service.offer(mined());
    for (const headers of [{}, { "Accept-Language": "*" }, { "Accept-Language": "ja" }]) {
      const { body } = await service.call("GET", `/api/suggestions/${id}`, undefined, headers);
      expect(body.title).to.equal("Turn on Pantry when Pantry door opens");
    }
  });

  it("leaves alone what somebody named, and what has no stored facts", async () => {
    const id = await service.offer(aDraft());
    const { body } = await service.call("GET", `/api/suggestions/${id}`, undefined, GERMAN);
    expect(body).to.include({ title: aDraft().title, description: aDraft().description });
  });

  it("is that of fixes", async () => {
    const draft = aDraft();
    const change = { kind: "days", weekdays: [5, 6] } as const;
    const id = await service.offer({
      ...draft,
      fix: {
        automationId: "7",
        configBefore: { ...draft.automation, alias: "Pantry" },
        before: "every day it runs",
        after: "only on weekends",
        facts: { change, undone: 5, runs: 20, repaired: 4, kept: 15 },
      },
    });
    const { body } = await service.call("GET", `/api/suggestions/${id}`, undefined, GERMAN);
    expect(body.title).to.equal("Pantry: nur am Wochenende");
    expect(body.fix).to.include({ before: "an jedem Tag, an dem sie läuft", after: "nur am Wochenende" });
    expect(body.description).to.match(/^5 von 20 Ausführungen wurden rückgängig gemacht/);
  });

  it("is that of near misses, what acts by itself, and why there is nothing", async () => {
    const home = service.home.snapshot();
    if (home === undefined) throw new Error("the home was not read");
    const names = namesIn(home);
    service.find([], {
      nearMisses: [aNearMiss(), aNearMiss({ newestDays: 30 })].map((near) => reportNearMiss(near, names)),
      selfActing: [aReportedSelfActing()],
      obstacle: reportObstacle({ kind: "too_little_history", has: 3, needs: 14 }, "en"),
    });
    await analysed(service);
    const { body } = await service.call("GET", "/api/analysis/latest", undefined, GERMAN);
    const [near, newest] = body.near_misses;
    expect(newest.reason.text).to.equal("6-mal gesehen; mindestens 8 nötig (nur in den letzten 30 Tagen)");
    expect([near.title, near.reason.text]).to.deep.equal([
      "Pantry einschalten, wenn Pantry door eingeschaltet wird",
      "6-mal gesehen; mindestens 8 nötig",
    ]);
    expect(body.self_acting[0].title).to.equal("Pantry ausschalten");
    expect(body.self_acting[0].text).to.match(/^geschieht schon von selbst, immer 5 Minuten, nachdem /);
    expect(body.obstacle.text).to.equal("Es fehlen noch 11 Tage Verlauf: bisher 3 von 14 Tagen");
  });

  it("is that of each subscriber to live updates", async () => {
    const id = await service.offer(mined());
    const stop = new AbortController();
    const open = async (query: string): Promise<ReadableStreamDefaultReader<Uint8Array>> => {
      const response = await fetch(`${service.url}/api/events${query}`, { signal: stop.signal });
      return response.body?.getReader() ?? expect.fail("there is no stream");
    };
    const titleIn = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> => {
      for (let text = ""; ;) {
        text += new TextDecoder().decode((await reader.read()).value);
        const title = /event: suggestion\ndata: .*?"title":"([^"]+)"/.exec(text)?.[1];
        if (title !== undefined) return title;
      }
    };
    const readers = await Promise.all([open("?language=de"), open("")]);
    await service.call("POST", `/api/suggestions/${id}/watch`);
    expect(await Promise.all(readers.map(titleIn))).to.deep.equal([
      "Pantry einschalten, wenn Pantry door eingeschaltet wird",
      "Turn on Pantry when Pantry door opens",
    ]);
    stop.abort();
  });
});
