import { expect } from "chai";
import type { HomeAutomation } from "../../../../src/model/automation.ts";
import type { Suggestion } from "../../../../src/model/suggestion.ts";
import { createUserChanges } from "../../../../src/suggestions/follow-up/user-changes.ts";
import { aDraft } from "../../../support/a-draft.ts";

const DEPLOYED: Suggestion = {
  ...aDraft(),
  automationYaml: "",
  id: 7,
  patternId: 1,
  status: "deployed",
  isModified: true,
  refusal: null,
  haAutomationId: "ours",
  createdAt: "2026-06-01T00:00:00Z",
  updatedAt: "2026-06-01T00:00:00Z",
  deployedAt: "2026-06-01T00:00:00Z",
  watchingSince: null,
  watch: null,
  snoozedUntil: null,
  pausedAt: null,
  followedSince: null,
  rejectReason: null,
};

function reviews() {
  const moved: (readonly [id: number, to: string])[] = [];
  let labelsRemoved = 0;
  const review = createUserChanges({
    access: {
      require: () => Promise.resolve(DEPLOYED),
      changed: () => Promise.resolve(DEPLOYED),
      inTurn: (_id, work) => work(),
    },
    store: {
      withStatus: () => Promise.resolve([DEPLOYED]),
      adopt: () => Promise.reject(new Error("unexpected")),
      move: (id, { to }) => {
        moved.push([id, to]);
        return Promise.resolve(true);
      },
    },
    renames: { currentIds: (entityId) => [entityId] },
    removeUnusedLabel: () => {
      labelsRemoved += 1;
      return Promise.resolve();
    },
  });
  return {
    review: (automations: readonly HomeAutomation[], disabled: readonly string[] = []) =>
      review({ automations, disabledAutomations: new Set(disabled) }),
    moved,
    labels: () => labelsRemoved,
  };
}

describe("an automation that is missing in Home Assistant", () => {
  it("counts as deleted once it is missing again, and takes the unused label with it", async () => {
    const { review, moved, labels } = reviews();
    await review([]);
    expect([moved, labels()]).to.deep.equal([[], 0]);
    await review([]);
    expect([moved, labels()]).to.deep.equal([[[7, "rejected"]], 1]);
  });

  it("does not count as deleted while it is disabled", async () => {
    const { review, moved } = reviews();
    for (let i = 0; i < 3; i++) await review([], ["ours"]);
    expect(moved).to.deep.equal([]);
    await review([]);
    await review([], ["ours"]);
    await review([]);
    expect(moved).to.deep.equal([]);
  });
});
