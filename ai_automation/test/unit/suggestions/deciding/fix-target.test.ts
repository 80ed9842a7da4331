import { expect } from "chai";
import type { HomeSnapshot } from "../../../../src/model/home.ts";
import type { Suggestion } from "../../../../src/model/suggestion.ts";
import { createFixTarget } from "../../../../src/suggestions/deciding/fix-target.ts";

describe("a fix of a disabled automation", () => {
  const CONFIG = { alias: "Hall", triggers: [], conditions: [], actions: [] };
  const fix = { automationId: "theirs", configBefore: CONFIG, before: "a", after: "b" };
  const suggestion = { id: 1, status: "pending", automation: CONFIG, fix } as unknown as Suggestion & {
    readonly fix: NonNullable<Suggestion["fix"]>;
  };
  const snapshot = { automations: [], disabledAutomations: new Set(["theirs"]) } as unknown as HomeSnapshot;
  const home = {
    snapshot: () => snapshot,
    update: () => Promise.reject(new Error("changed a config that may be newer")),
  };
  const target = createFixTarget(home, { currentIds: () => [] });

  it("is not applied, and the reason is that it is disabled", () => {
    expect(() => target.refuseOutdated(suggestion))
      .to.throw(/disabled in Home Assistant/)
      .with.deep.property("told", { reason: "is_disabled" });
  });

  it("is not undone, so that it does not count as undone", async () => {
    const failure = await target.restoreConfig(suggestion).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.have.deep.property("told", { reason: "is_disabled" });
  });
});
