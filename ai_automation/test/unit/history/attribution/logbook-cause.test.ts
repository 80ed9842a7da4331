import { expect } from "chai";
import { createLogbookAttribution } from "../../../../src/history/attribution/logbook-attribution.ts";
import type { LogbookRow } from "../../../../src/history/attribution/logbook-cause.ts";
import type { Cause } from "../../../../src/model/cause.ts";
import { MINUTE } from "../../../../src/model/time.ts";
import { START, userKindOf } from "./a-trace.ts";

function causeOf(fields: Partial<LogbookRow>, previousState?: string): Cause {
  const row = { entity_id: "light.hall", state: "on", ...fields };
  const attribution = createLogbookAttribution({ userKindOf, restarts: [] });
  if (previousState !== undefined) attribution.causeOf({ entity_id: row.entity_id, state: previousState }, START);
  return attribution.causeOf(row, START + MINUTE);
}

describe("attribution of logbook rows", () => {
  it("names the person behind a service call", () => {
    const row = {
      context_user_id: "anna",
      context_event_type: "call_service",
      context_domain: "light",
      context_service: "turn_on",
    };
    expect(causeOf(row)).to.deep.equal({ kind: "person", userId: "anna", via: "app" });
  });

  it("names the automation, although the row carries the person who triggered it", () => {
    const row = {
      context_user_id: "anna",
      context_event_type: "automation_triggered",
      context_domain: "automation",
      context_entity_id: "automation.evening",
    };
    expect(causeOf(row)).to.deep.equal({ kind: "automation", entityId: "automation.evening" });
  });

  it("recognises an automation by its entity alone", () => {
    const row = { context_user_id: "anna", context_entity_id: "automation.evening", context_state: "on" };
    expect(causeOf(row)).to.deep.equal({ kind: "automation", entityId: "automation.evening" });
  });

  it("names a script and who started it", () => {
    const row = { context_user_id: "anna", context_event_type: "script_started", context_entity_id: "script.night" };
    expect(causeOf(row)).to.deep.equal({ kind: "script", entityId: "script.night", userId: "anna" });
  });

  it("recognises a script by the domain of its call", () => {
    const row = { context_event_type: "call_service", context_domain: "script", context_service: "turn_on" };
    expect(causeOf(row)).to.deep.equal({ kind: "script", entityId: null, userId: null });
  });

  it("recognises a scene and who activated it", () => {
    const row = {
      context_user_id: "anna",
      context_event_type: "call_service",
      context_domain: "scene",
      context_service: "turn_on",
    };
    expect(causeOf(row)).to.deep.equal({ kind: "scene", entityId: null, userId: "anna" });
  });

  it("recognises a voice command to Assist by a known person", () => {
    const voice = { kind: "person", userId: "anna", via: "voice" };
    expect(causeOf({ context_user_id: "anna", context_entity_id: "conversation.home_assistant" })).to.deep.equal(voice);
    const call = { context_event_type: "call_service", context_domain: "conversation", context_service: "process" };
    expect(causeOf({ context_user_id: "anna", ...call })).to.deep.equal(voice);
  });

  it("recognises a voice command to a satellite, which has no user", () => {
    const voice = { kind: "person", userId: null, via: "voice" };
    expect(causeOf({ context_entity_id: "assist_satellite.kitchen" })).to.deep.equal(voice);
    expect(causeOf({ context_entity_id: "conversation.home_assistant" })).to.deep.equal(voice);
  });

  it("attributes a call without a user to an integration, with low certainty, unless it is HomeKit's", () => {
    const call = { context_event_type: "call_service", context_domain: "light", context_service: "turn_on" };
    expect(causeOf(call)).to.deep.equal({ kind: "automation", entityId: null, certainty: 0.6 });
    const homekit = { context_event_type: "homekit_state_change", context_domain: "homekit" };
    expect(causeOf(homekit)).to.deep.equal({ kind: "person", userId: null, via: "homekit" });
  });

  it("counts Alexa, Google and the cloud user as voice commands", () => {
    const voice = { kind: "person", userId: null, via: "voice" };
    expect(causeOf({ context_event_type: "alexa_smart_home" })).to.deep.equal(voice);
    expect(causeOf({ context_event_type: "google_assistant_command" })).to.deep.equal(voice);
    expect(causeOf({ context_event_type: "call_service", context_user_id: "cloud" })).to.deep.equal(voice);
  });

  it("counts a system user as an unnamed automation", () => {
    const row = { context_event_type: "call_service", context_user_id: "supervisor" };
    expect(causeOf(row)).to.deep.equal({ kind: "automation", entityId: null });
  });

  it("counts the effect of another entity's change as automated", () => {
    expect(causeOf({ context_entity_id: "binary_sensor.motion" })).to.deep.equal({
      kind: "automation",
      entityId: null,
      certainty: 0.7,
    });
    expect(causeOf({ entity_id: "sensor.template", context_entity_id: "binary_sensor.motion" })).to.deep.equal({
      kind: "unknown",
    });
  });

  it("counts a light's change without a context as manual, but leaves a sensor's cause unknown", () => {
    expect(causeOf({})).to.deep.equal({ kind: "physical" });
    expect(causeOf({ entity_id: "binary_sensor.motion" })).to.deep.equal({ kind: "unknown" });
  });

  it("counts a change that contradicts the call in its own context as manual", () => {
    const call = { context_event_type: "call_service", context_domain: "light", context_service: "turn_on" };
    expect(causeOf({ state: "off", ...call })).to.deep.equal({ kind: "physical" });
  });

  it("accepts that a call for a light turned off a switch", () => {
    const call = { context_event_type: "call_service", context_domain: "light", context_service: "turn_on" };
    expect(causeOf({ entity_id: "switch.other", state: "off", context_user_id: "anna", ...call })).to.include({
      kind: "person",
    });
  });

  for (const gap of ["unavailable", "unknown"]) {
    it(`leaves the cause of a change from or to ${gap} unknown`, () => {
      const row = { context_user_id: "anna", context_event_type: "call_service" };
      expect(causeOf(row, gap)).to.deep.equal({ kind: "unknown" });
      expect(causeOf({ ...row, state: gap }, "on")).to.deep.equal({ kind: "unknown" });
    });
  }

  it("gives a repeated state no cause", () => {
    expect(causeOf({}, "on")).to.deep.equal({ kind: "unknown" });
  });
});
