import { expect } from "chai";
import { createEvents } from "../../../src/compose/events.ts";
import { createInBackground } from "../../../src/compose/in-background.ts";
import { SILENT } from "../../support/silent.ts";

describe("events of the service", () => {
  const failures: string[] = [];
  beforeEach(() => void failures.splice(0));

  const create = () =>
    createEvents(
      createInBackground({
        ...SILENT,
        error: (bound: object) => void failures.push("task" in bound ? String(bound.task) : "nameless"),
      }),
    );

  it("reach all subscribers before publish returns, in the order in which they subscribed", () => {
    const events = create();
    const seen: string[] = [];
    events.on("suggestionStepped", "first", (id, step) => void seen.push(`first ${id} ${step}`));
    events.on("suggestionStepped", "second", (id, step) => void seen.push(`second ${id} ${step}`));
    events.open();
    events.publish("suggestionStepped", 7, "approved");
    expect(seen).to.deep.equal(["first 7 approved", "second 7 approved"]);
  });

  it("reach only the subscribers of that name", () => {
    const events = create();
    let calls = 0;
    events.on("automationsChanged", "count", () => void (calls += 1));
    events.open();
    events.publish("dayPassed");
    expect(calls).to.equal(0);
  });

  it("stop at no subscriber that throws or rejects, and log which one did", async () => {
    const events = create();
    let calls = 0;
    events.on("dayPassed", "throws", () => {
      throw new Error("at once");
    });
    events.on("dayPassed", "rejects", () => Promise.reject(new Error("later")));
    events.on("dayPassed", "works", () => void (calls += 1));
    events.open();
    events.publish("dayPassed");
    expect(calls).to.equal(1);
    await Promise.resolve();
    await Promise.resolve();
    expect(failures.toSorted()).to.deep.equal(["rejects", "throws"]);
  });

  it("are held back until they are opened, and delivered in order to those who subscribed meanwhile", () => {
    const events = create();
    const seen: number[] = [];
    events.publish("suggestionStepped", 1, "offered");
    events.publish("suggestionStepped", 2, "offered");
    events.on("suggestionStepped", "late", (id) => void seen.push(id));
    expect(seen).to.deep.equal([]);
    events.open();
    expect(seen).to.deep.equal([1, 2]);
  });

  it("keep their order when a subscriber publishes while those held back are delivered", () => {
    const events = create();
    const seen: number[] = [];
    events.on("suggestionStepped", "collect", (id) => {
      seen.push(id);
      if (id === 1) events.publish("suggestionStepped", 3, "deployed");
    });
    events.publish("suggestionStepped", 1, "approved");
    events.publish("suggestionStepped", 2, "approved");
    events.open();
    expect(seen).to.deep.equal([1, 2, 3]);
  });
});
