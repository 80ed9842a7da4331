import { expect } from "chai";
import { createLogbookAttribution } from "../../../../src/history/attribution/logbook-attribution.ts";
import type { LogbookContext } from "../../../../src/history/attribution/logbook-cause.ts";
import type { Restart } from "../../../../src/history/attribution/thin-evidence.ts";
import { SECOND } from "../../../../src/model/time.ts";
import { START, userKindOf } from "./a-trace.ts";

const PHYSICAL = { kind: "physical" };
const BY_RUN = { context_event_type: "automation_triggered", context_entity_id: "automation.evening" };

/** A stretch of the logbook, with times in seconds since its start. */
function aStretch(restarts: readonly Restart[] = []) {
  const attribution = createLogbookAttribution({ userKindOf, restarts });
  return {
    call: (
      action: string,
      data: Readonly<Record<string, unknown>>,
      context: LogbookContext,
      at: number,
      contextId: string | null = null,
    ) => {
      const [domain = "", service = ""] = action.split(".");
      attribution.recordCall({ domain, service, data, context, at: START + at * SECOND, contextId });
    },
    row: (entityId: string, state: string, at: number, context: LogbookContext = {}) =>
      attribution.causeOf({ ...context, entity_id: entityId, state }, START + at * SECOND),
  };
}

describe("attribution of a stretch of the logbook", () => {
  it("detects manual changes within five seconds of an automation's call", () => {
    const { call, row } = aStretch();
    row("light.hall", "off", -60);
    call("light.turn_on", { entity_id: "light.hall" }, BY_RUN, 0);
    expect(row("light.hall", "on", 0.1, BY_RUN)).to.include({ kind: "automation" });
    expect(row("light.hall", "off", 1.5, BY_RUN)).to.deep.equal(PHYSICAL);
    expect(row("light.hall", "on", 3, BY_RUN)).to.deep.equal(PHYSICAL);
  });

  it("does not count it as manual that a robot returns when it has finished", () => {
    const { row } = aStretch();
    expect(row("vacuum.hall", "cleaning", 0)).to.deep.equal(PHYSICAL);
    expect(row("vacuum.hall", "returning", 60)).to.deep.equal({ kind: "unknown" });
  });

  it("recognises the late echo of a call", () => {
    const { call, row } = aStretch();
    call("light.turn_on", { entity_id: "light.hall" }, { context_user_id: "anna" }, 0);
    expect(row("light.hall", "on", 7)).to.deep.equal({ kind: "echo", of: "person" });
  });

  it("gives a group the cause of the member named in its row", () => {
    const { row } = aStretch();
    row("light.hall", "on", 0);
    const group = { context_entity_id: "light.hall" };
    expect(row("light.downstairs", "on", 0.01, group)).to.deep.equal({ ...PHYSICAL, follows: true });
    expect(row("light.upstairs", "on", 3, group)).to.include({ kind: "automation", certainty: 0.7 });
  });

  it("gives a group the manual cause of its member", () => {
    const { call, row } = aStretch();
    call("light.turn_on", { entity_id: "light.hall" }, BY_RUN, 0);
    row("light.hall", "on", 0.1, BY_RUN);
    row("light.hall", "off", 2, BY_RUN);
    expect(row("light.downstairs", "off", 2.01, BY_RUN)).to.deep.equal({ ...PHYSICAL, follows: true });
  });

  it("marks the members of a called group as followers, and the group of a called member", () => {
    const { call, row } = aStretch();
    const anna = { context_user_id: "anna", context_event_type: "call_service", context_domain: "light" };
    call("light.turn_on", { entity_id: "light.downstairs" }, anna, 0, "c1");
    call("light.turn_on", { entity_id: ["light.hall", "light.porch"] }, anna, 0.001, "c1");
    expect(row("light.hall", "on", 0.1, anna)).to.include({ kind: "person", follows: true });
    expect(row("light.downstairs", "on", 0.101, anna)).to.not.have.property("follows");
    call("light.turn_on", { entity_id: "light.attic" }, anna, 60, "c2");
    expect(row("light.attic", "on", 60.1, anna)).to.not.have.property("follows");
    expect(row("light.upstairs", "on", 60.101, anna)).to.include({ kind: "person", follows: true });
  });

  it("names who started a scene or script as the cause of its own row", () => {
    const { call, row } = aStretch();
    const anna = { context_user_id: "anna" };
    const named = { ...anna, context_event_type: "call_service", context_domain: "scene", context_service: "turn_on" };
    call("scene.turn_on", { entity_id: "scene.movie" }, anna, 0);
    expect(row("scene.movie", "on", 0.1, named)).to.deep.equal({ kind: "person", userId: "anna", via: "app" });
    const byScript = { ...named, context_domain: "script", context_service: "night" };
    call("script.night", {}, anna, 10);
    expect(row("script.night", "on", 10.1, byScript)).to.deep.equal({ kind: "person", userId: "anna", via: "app" });
    call("scene.turn_on", { entity_id: "scene.movie" }, { ...byScript }, 10.2);
    expect(row("scene.movie", "on", 10.3, byScript)).to.include({ kind: "script", userId: "anna" });
  });

  it("needs no record of the call to name who started a scene", () => {
    const { row } = aStretch();
    const named = { context_user_id: "anna", context_event_type: "call_service", context_service: "turn_on" };
    const anna = { kind: "person", userId: "anna", via: "app" };
    expect(row("scene.movie", "on", 0, { ...named, context_domain: "scene" })).to.deep.equal(anna);
    expect(row("scene.movie", "on", 1, { ...named, context_domain: "automation" })).to.include({ kind: "automation" });
  });

  it("names the scene and the script that the same person started last", () => {
    const { call, row } = aStretch();
    const anna = { context_user_id: "anna" };
    call("scene.turn_on", { entity_id: "scene.movie" }, anna, 0);
    const scene = { ...anna, context_event_type: "call_service", context_domain: "scene" };
    expect(row("light.hall", "on", 0.1, scene)).to.include({ kind: "scene", entityId: "scene.movie" });
    call("script.good_night", {}, anna, 10);
    const script = { ...anna, context_event_type: "call_service", context_domain: "script" };
    expect(row("light.hall", "off", 10.1, script)).to.include({ kind: "script", entityId: "script.good_night" });
  });

  it("doubts manual changes between a stop and a minute after the start", () => {
    const { row } = aStretch([
      { kind: "stop", at: START },
      { kind: "start", at: START + 20 * SECOND },
    ]);
    expect(row("light.hall", "on", -5)).to.deep.equal(PHYSICAL);
    expect(row("light.hall", "off", 10)).to.deep.equal({ kind: "physical", certainty: 0.3 });
    expect(row("light.porch", "on", 79)).to.deep.equal({ kind: "physical", certainty: 0.3 });
    expect(row("light.porch", "off", 80)).to.deep.equal(PHYSICAL);
    expect(row("light.attic", "on", 81)).to.deep.equal(PHYSICAL);
  });
});
