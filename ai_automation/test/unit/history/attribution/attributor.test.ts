import { expect } from "chai";
import { createAttributor } from "../../../../src/history/attribution/attributor.ts";
import { contextOf } from "../../../../src/model/cause.ts";
import { aStory, START, userKindOf } from "./a-trace.ts";

const PHYSICAL = { kind: "physical" };
const UNKNOWN = { kind: "unknown" };
const CONSEQUENCE = { kind: "automation", entityId: null, certainty: 0.7 };
const LIGHT = { entity_id: "light.hall" };

describe("attribution of live changes", () => {
  it("names the person who called the service", () => {
    const story = aStory();
    const context = story.context({ userId: "anna" });
    story.call("light.turn_on", LIGHT, context);
    expect(story.change("light.hall", "on", context)).to.deep.equal({ kind: "person", userId: "anna", via: "app" });
  });

  it("counts a call that a person's trial announced as that, and only once", () => {
    const attributor = createAttributor({ userKindOf });
    const story = aStory(attributor);
    attributor.expectTrial({ domain: "light", service: "turn_on", data: { entity_id: ["light.hall"] } }, "anna");
    const trial = story.context({ userId: "owner" });
    story.call("light.turn_on", LIGHT, trial);
    const tried = { kind: "person", userId: "anna", via: "trial" } as const;
    expect(story.change("light.hall", "on", trial)).to.deep.equal(tried);
    expect(contextOf(tried)).to.equal("automation");
    const own = story.context({ userId: "owner" });
    story.call("light.turn_on", LIGHT, own);
    expect(story.change("light.hall", "on", own)).to.include({ userId: "owner", via: "app" });
  });

  it("recognizes the states that a trial brings back by their entities", () => {
    const attributor = createAttributor({ userKindOf });
    const story = aStory(attributor);
    const entities = { "light.hall": { state: "off" } };
    attributor.expectTrial({ domain: "scene", service: "apply", data: { entities } }, null);
    const restored = story.context({ userId: "owner" });
    story.call("scene.apply", { entities }, restored);
    expect(story.change("light.hall", "off", restored)).to.deep.equal({ kind: "person", userId: null, via: "trial" });
  });

  it("no longer expects a trial whose call was answered", () => {
    const attributor = createAttributor({ userKindOf });
    const story = aStory(attributor);
    const settled = attributor.expectTrial({ domain: "light", service: "turn_on", data: LIGHT }, "anna");
    settled();
    const context = story.context({ userId: "owner" });
    story.call("light.turn_on", LIGHT, context);
    expect(story.change("light.hall", "on", context)).to.include({ via: "app" });
  });

  it("counts an untraced change of a light or a lock as manual", () => {
    const story = aStory();
    expect(story.change("light.hall", "on")).to.deep.equal(PHYSICAL);
    expect(story.change("lock.door", "unlocked")).to.deep.equal(PHYSICAL);
  });

  it("counts the start of a robot as manual, and not what it, an alarm or a lock does by itself", () => {
    const story = aStory();
    expect(story.change("vacuum.hall", "cleaning")).to.deep.equal(PHYSICAL);
    expect(story.change("vacuum.hall", "returning")).to.deep.equal(UNKNOWN);
    expect(story.change("lawn_mower.garden", "mowing")).to.deep.equal(PHYSICAL);
    expect(story.change("lawn_mower.garden", "docked")).to.deep.equal(UNKNOWN);
    expect(story.change("alarm_control_panel.home", "disarmed")).to.deep.equal(PHYSICAL);
    expect(story.change("alarm_control_panel.home", "triggered")).to.deep.equal(UNKNOWN);
    expect(story.change("lock.door", "jammed")).to.deep.equal(UNKNOWN);
  });

  for (const entityId of ["sensor.temperature", "binary_sensor.motion", "event.button", "person.anna"]) {
    it(`leaves the cause of an untraced change of ${entityId} unknown`, () => {
      expect(aStory().change(entityId, "on")).to.deep.equal(UNKNOWN);
    });
  }

  for (const gap of ["unavailable", "unknown"]) {
    it(`leaves the cause of a change from or to ${gap} unknown`, () => {
      const story = aStory();
      const context = story.context({ userId: "anna" });
      expect(story.change("light.hall", "on", context, 0, gap)).to.deep.equal(UNKNOWN);
      expect(story.change("light.hall", gap, context, 0, "on")).to.deep.equal(UNKNOWN);
    });
  }

  it("leaves the cause of a new entity's first state unknown", () => {
    const story = aStory();
    expect(story.change("light.hall", "on", story.context(), 0, null)).to.deep.equal(UNKNOWN);
  });

  it("names an automation that was triggered by time and has no parent context", () => {
    const story = aStory();
    const context = story.context();
    story.automation("automation.evening", context);
    story.call("light.turn_on", LIGHT, context);
    expect(story.change("light.hall", "on", context)).to.deep.equal({
      kind: "automation",
      entityId: "automation.evening",
    });
  });

  it("names the automation, not the person who triggered it", () => {
    const story = aStory();
    const person = story.context({ userId: "anna" });
    story.call("automation.trigger", { entity_id: "automation.evening" }, person);
    const run = story.context({ parentId: person.id });
    story.automation("automation.evening", run);
    story.call("light.turn_on", LIGHT, run);
    expect(story.change("light.hall", "on", run)).to.include({ kind: "automation" });
  });

  it("names the automation that started a script", () => {
    const story = aStory();
    const run = story.context();
    story.automation("automation.evening", run);
    story.script("script.lights", run);
    expect(story.change("light.hall", "on", run)).to.include({ kind: "automation", entityId: "automation.evening" });
  });

  it("names a script and the person who started it", () => {
    const story = aStory();
    const context = story.context({ userId: "anna" });
    story.call("script.turn_on", { entity_id: "script.night" }, context);
    story.script("script.night", context);
    story.call("light.turn_off", LIGHT, context);
    expect(story.change("light.hall", "off", context)).to.deep.equal({
      kind: "script",
      entityId: "script.night",
      userId: "anna",
    });
  });

  it("names a scene and the person who activated it", () => {
    const story = aStory();
    const context = story.context({ userId: "anna" });
    story.call("scene.turn_on", { entity_id: "scene.movie" }, context);
    story.call("light.turn_on", LIGHT, context);
    expect(story.change("light.hall", "on", context)).to.deep.equal({
      kind: "scene",
      entityId: "scene.movie",
      userId: "anna",
    });
  });

  it("names the person who started a scene or a script as the cause of its own change", () => {
    const story = aStory();
    const anna = { kind: "person", userId: "anna", via: "app" };
    const scene = story.context({ userId: "anna" });
    story.call("scene.turn_on", { entity_id: "scene.movie" }, scene);
    expect(story.change("scene.movie", "on", scene, 0, "unknown")).to.deep.equal(anna);
    const script = story.context({ userId: "anna" });
    story.call("script.night", {}, script, 60);
    story.script("script.night", script, 60);
    expect(story.change("script.night", "on", script, 60)).to.deep.equal(anna);
  });

  it("names a script or an automation as the cause of a scene that it activated", () => {
    const story = aStory();
    const script = story.context({ userId: "anna" });
    story.call("script.night", {}, script);
    story.script("script.night", script);
    story.call("scene.turn_on", { entity_id: ["scene.movie"] }, script);
    expect(story.change("scene.movie", "on", script)).to.deep.equal({
      kind: "script",
      entityId: "script.night",
      userId: "anna",
    });
    const run = story.context({ parentId: "trigger" });
    story.automation("automation.evening", run, 60);
    story.call("scene.turn_on", { entity_id: ["scene.movie"] }, run, 60);
    expect(story.change("scene.movie", "on", run, 60)).to.deep.equal({
      kind: "automation",
      entityId: "automation.evening",
    });
  });

  it("names no person for a scene that a service account activated", () => {
    const story = aStory();
    const context = story.context({ userId: "supervisor" });
    story.call("scene.turn_on", { entity_id: ["scene.movie"] }, context);
    expect(story.change("light.hall", "on", context)).to.deep.equal({
      kind: "scene",
      entityId: "scene.movie",
      userId: null,
    });
  });

  it("counts a system user as an unnamed automation", () => {
    const story = aStory();
    const context = story.context({ userId: "supervisor" });
    expect(story.change("light.hall", "on", context)).to.deep.equal({ kind: "automation", entityId: null });
  });

  it("counts the cloud user as a voice command", () => {
    const story = aStory();
    const context = story.context({ userId: "cloud" });
    expect(story.change("light.hall", "on", context)).to.deep.equal({ kind: "person", userId: null, via: "voice" });
  });

  it("recognises a voice command to Assist by a known person", () => {
    const story = aStory();
    const context = story.context({ userId: "anna" });
    story.spoken(context);
    story.call("light.turn_on", LIGHT, context);
    expect(story.change("light.hall", "on", context)).to.deep.equal({ kind: "person", userId: "anna", via: "voice" });
  });

  it("recognises a voice command to a satellite, which has no user", () => {
    const story = aStory();
    const context = story.context();
    story.spoken(context);
    story.call("light.turn_on", LIGHT, context);
    expect(story.change("light.hall", "on", context)).to.deep.equal({ kind: "person", userId: null, via: "voice" });
  });

  it("attributes a call without a user to an integration, with low certainty", () => {
    const story = aStory();
    const context = story.context();
    story.call("switch.turn_on", { entity_id: "switch.boiler" }, context);
    const cause = { kind: "automation", entityId: null, certainty: 0.6 };
    expect(story.change("switch.boiler", "on", context)).to.deep.equal(cause);
  });

  it("names the automation that triggers an assistant", () => {
    const story = aStory();
    const run = story.context();
    story.automation("automation.evening", run);
    story.spoken(run);
    story.call("light.turn_on", LIGHT, run);
    expect(story.change("light.hall", "on", run)).to.include({ kind: "automation", entityId: "automation.evening" });
  });

  it("recognises HomeKit by its event", () => {
    const story = aStory();
    const context = story.context();
    story.homekit(context);
    story.call("light.turn_on", LIGHT, context);
    expect(story.change("light.hall", "on", context)).to.deep.equal({ kind: "person", userId: null, via: "homekit" });
  });

  it("gives a child context the cause of its parent", () => {
    const story = aStory();
    const run = story.context();
    story.automation("automation.heat", run);
    const child = story.context({ parentId: run.id });
    expect(story.change("switch.boiler", "on", child)).to.deep.equal({
      kind: "automation",
      entityId: "automation.heat",
    });
  });

  it("counts a child of an unknown parent as automated, but leaves a sensor's cause unknown", () => {
    const story = aStory();
    const child = story.context({ parentId: "never seen" });
    expect(story.change("switch.boiler", "on", child)).to.deep.equal(CONSEQUENCE);
    expect(story.change("binary_sensor.template", "on", child)).to.deep.equal(UNKNOWN);
  });

  it("does not count a call in an unseen automation's run as a voice command", () => {
    const story = aStory();
    const child = story.context({ parentId: "never seen" });
    story.call("light.turn_on", LIGHT, child);
    expect(story.change("light.hall", "on", child)).to.deep.equal(CONSEQUENCE);
  });
});

describe("attribution within five seconds of a call", () => {
  const automated = () => {
    const story = aStory();
    const run = story.context();
    story.automation("automation.hall", run);
    story.call("light.turn_on", LIGHT, run);
    return { story, run };
  };

  it("detects a wall switch that Home Assistant attributes to the automation", () => {
    const { story, run } = automated();
    expect(story.change("light.hall", "on", run, 0.2)).to.include({ kind: "automation" });
    expect(story.change("light.hall", "off", run, 1.5)).to.deep.equal(PHYSICAL);
  });

  it("detects the manual switch back as well, which is not an echo", () => {
    const { story, run } = automated();
    story.change("light.hall", "on", run, 0.2);
    story.change("light.hall", "off", run, 1.5);
    expect(story.change("light.hall", "on", story.context(), 6)).to.deep.equal(PHYSICAL);
  });

  it("does not affect other entities of the run", () => {
    const { story, run } = automated();
    expect(story.change("light.porch", "off", run, 1)).to.include({ kind: "automation" });
  });

  it("attributes both changes of an automation that turns on, waits and turns off", () => {
    const { story, run } = automated();
    story.change("light.hall", "on", run, 0.2);
    story.call("light.turn_off", LIGHT, run, 2);
    expect(story.change("light.hall", "off", run, 2.2)).to.include({ kind: "automation" });
  });

  it("does not count the late effect of the first of two calls as manual", () => {
    const { story, run } = automated();
    story.call("light.turn_off", LIGHT, run, 0.1);
    expect(story.change("light.hall", "on", run, 0.3)).to.include({ kind: "automation" });
    expect(story.change("light.hall", "off", run, 0.5)).to.include({ kind: "automation" });
  });

  it("attributes later changes in its context to the automation", () => {
    const { story, run } = automated();
    expect(story.change("light.hall", "off", run, 30)).to.include({ kind: "automation" });
  });

  it("detects manual switching back and forth within the five seconds", () => {
    const { story, run } = automated();
    story.change("light.hall", "on", run, 0.2);
    story.change("light.hall", "off", run, 1.5);
    expect(story.change("light.hall", "on", run, 2.5)).to.deep.equal(PHYSICAL);
    expect(story.change("light.hall", "off", run, 4)).to.deep.equal(PHYSICAL);
  });

  it("detects a manual change after a toggle, which does not determine the state", () => {
    const story = aStory();
    const context = story.context({ userId: "anna" });
    story.call("light.toggle", LIGHT, context);
    expect(story.change("light.hall", "on", context, 0.2)).to.include({ kind: "person" });
    expect(story.change("light.hall", "off", context, 2)).to.deep.equal(PHYSICAL);
  });

  it("attributes a prompt effect to its caller, even after another call was made", () => {
    const { story, run } = automated();
    const person = story.context({ userId: "anna" });
    story.call("light.turn_off", LIGHT, person, 0.3);
    expect(story.change("light.hall", "on", person, 0.4)).to.include({ kind: "automation" });
    expect(story.change("light.hall", "off", person, 0.6)).to.include({ kind: "person", userId: "anna" });
    expect(story.change("light.hall", "on", run, 1)).to.deep.equal(PHYSICAL);
  });

  it("detects a manual change of a light that was unavailable in between", () => {
    const { story, run } = automated();
    story.change("light.hall", "on", run, 0.2);
    story.change("light.hall", "unavailable", run, 0.5, "on");
    expect(story.change("light.hall", "on", run, 1, "unavailable")).to.deep.equal(UNKNOWN);
    expect(story.change("light.hall", "off", run, 2)).to.deep.equal(PHYSICAL);
  });

  it("detects a manual change of a light that was targeted by area", () => {
    const entitiesIn = (areaId: string) => (areaId === "hall" ? ["light.hall", "switch.hall"] : []);
    const story = aStory(createAttributor({ userKindOf, entitiesIn }));
    const context = story.context({ userId: "anna" });
    story.call("light.turn_on", { area_id: ["hall"] }, context);
    expect(story.change("light.hall", "on", context, 0.2)).to.include({ kind: "person" });
    expect(story.change("light.hall", "off", context, 2)).to.deep.equal(PHYSICAL);
  });

  it("accepts off as the effect of turning on at brightness zero", () => {
    const story = aStory();
    const run = story.context();
    story.automation("automation.hall", run);
    story.call("light.turn_on", { ...LIGHT, brightness_pct: 0 }, run);
    expect(story.change("light.hall", "off", run, 1)).to.include({ kind: "automation" });
  });

  it("detects a blind that is raised manually while closing", () => {
    const story = aStory();
    const run = story.context();
    story.automation("automation.evening", run);
    story.call("cover.close_cover", { entity_id: "cover.blind" }, run);
    expect(story.change("cover.blind", "closing", run, 1, "open")).to.include({ kind: "automation" });
    expect(story.change("cover.blind", "opening", run, 3, "closing")).to.deep.equal(PHYSICAL);
  });
});

describe("attribution of late echoes", () => {
  const called = (userId: string | null, data: Readonly<Record<string, unknown>> = LIGHT) => {
    const story = aStory();
    const context = story.context({ userId });
    if (userId === null) story.automation("automation.hall", context);
    story.call("light.turn_on", data, context);
    return story;
  };

  it("counts an untraced change that agrees with an automation's call as its echo", () => {
    expect(called(null).change("light.hall", "on", undefined, 8)).to.deep.equal({ kind: "echo", of: "automation" });
  });

  it("counts it as a person's echo if a person made the call", () => {
    expect(called("anna").change("light.hall", "on", undefined, 8)).to.deep.equal({ kind: "echo", of: "person" });
  });

  it("accepts echoes for ten seconds, and up to the polling interval with less certainty", () => {
    const echo = { kind: "echo", of: "automation" };
    expect(called(null).change("light.hall", "on", undefined, 10)).to.deep.equal(echo);
    expect(called(null).change("light.hall", "on", undefined, 10.1)).to.deep.equal({ ...echo, certainty: 0.7 });
    expect(called(null).change("light.hall", "on", undefined, 35.1)).to.deep.equal(PHYSICAL);
  });

  it("matches a call with one echo only", () => {
    const story = called("anna");
    expect(story.change("light.hall", "on", undefined, 6)).to.include({ kind: "echo" });
    story.change("light.hall", "off", undefined, 7);
    expect(story.change("light.hall", "on", undefined, 8)).to.deep.equal(PHYSICAL);
  });

  it("matches the echoes of two calls in order", () => {
    const story = called("anna");
    const run = story.context();
    story.automation("automation.hall", run, 1);
    story.call("light.turn_off", LIGHT, run, 1);
    expect(story.change("light.hall", "on", undefined, 7)).to.include({ kind: "echo", of: "person" });
    expect(story.change("light.hall", "off", undefined, 8)).to.include({ kind: "echo", of: "automation" });
  });

  it("waits longer for a light with a transition", () => {
    const story = called(null, { ...LIGHT, transition: 15 });
    expect(story.change("light.hall", "on", undefined, 20)).to.include({ kind: "echo" });
  });

  it("waits two minutes for a cover", () => {
    const story = aStory();
    const context = story.context({ userId: "anna" });
    story.call("cover.open_cover", { entity_id: "cover.blind" }, context);
    expect(story.change("cover.blind", "open", undefined, 100, "opening")).to.include({ kind: "echo", of: "person" });
  });

  it("counts a state that disagrees with the call as manual", () => {
    expect(called(null).change("light.hall", "off", undefined, 8)).to.deep.equal(PHYSICAL);
  });

  it("ignores calls for other entities", () => {
    expect(called(null).change("light.porch", "on", undefined, 2)).to.deep.equal(PHYSICAL);
  });

  it("matches the echo of a call for several entities", () => {
    const story = called(null, { entity_id: ["light.porch", "light.hall"] });
    expect(story.change("light.porch", "on", undefined, 2)).to.include({ kind: "echo" });
    expect(story.change("light.hall", "on", undefined, 2)).to.include({ kind: "echo" });
  });

  it("matches no echo with a toggle, which does not determine the state", () => {
    const story = aStory();
    story.call("light.toggle", LIGHT, story.context({ userId: "anna" }));
    expect(story.change("light.hall", "on", undefined, 8)).to.deep.equal(PHYSICAL);
  });
});

describe("attribution of groups and mirrors", () => {
  const BY_ANNA = { kind: "person", userId: "anna", via: "app" };
  const called = (...entityIds: readonly string[]) => {
    const story = aStory();
    const context = story.context({ userId: "anna" });
    for (const entityId of entityIds) story.call("light.turn_on", { entity_id: entityId.split(",") }, context);
    return (entityId: string) => story.change(entityId, "on", context, 0.1);
  };

  it("marks a group as a follower of its member: of a manual change, and of a late echo", () => {
    const story = aStory();
    const hand = story.context();
    expect(story.change("light.hall", "on", hand, 1)).to.deep.equal(PHYSICAL);
    expect(story.change("light.downstairs", "on", hand, 1.01)).to.deep.equal({ ...PHYSICAL, follows: true });
    story.call("light.turn_off", LIGHT, story.context({ userId: "anna" }), 10);
    const late = story.context();
    expect(story.change("light.hall", "off", late, 17)).to.deep.equal({ kind: "echo", of: "person" });
    expect(story.change("light.downstairs", "off", late, 17.01)).to.deep.equal({
      kind: "echo",
      of: "person",
      follows: true,
    });
  });

  it("gives a group the manual cause of a member that carries an automation's context", () => {
    const story = aStory();
    const run = story.context();
    story.automation("automation.hall", run);
    story.call("light.turn_on", LIGHT, run);
    story.change("light.hall", "on", run, 0.1);
    expect(story.change("light.downstairs", "on", run, 0.11)).to.deep.equal({
      kind: "automation",
      entityId: "automation.hall",
    });
    story.change("light.hall", "off", run, 2);
    expect(story.change("light.downstairs", "off", run, 2.01)).to.deep.equal({ ...PHYSICAL, follows: true });
  });

  it("marks the members as followers if the group was called", () => {
    const causeOf = called("light.downstairs", "light.hall,light.porch");
    expect(causeOf("light.hall")).to.deep.equal({ ...BY_ANNA, follows: true });
    expect(causeOf("light.downstairs")).to.deep.equal(BY_ANNA);
    expect(causeOf("light.porch")).to.deep.equal({ ...BY_ANNA, follows: true });
  });

  it("marks the group as a follower if a member was called", () => {
    const causeOf = called("light.hall");
    expect(causeOf("light.hall")).to.deep.equal(BY_ANNA);
    expect(causeOf("light.downstairs")).to.deep.equal({ ...BY_ANNA, follows: true });
  });

  it("marks neither if the call named both", () => {
    const causeOf = called("light.downstairs,light.hall", "light.hall");
    expect(causeOf("light.hall")).to.deep.equal(BY_ANNA);
    expect(causeOf("light.downstairs")).to.deep.equal(BY_ANNA);
  });

  it("marks the member of a called group as a follower when it answers late", () => {
    const story = aStory();
    const context = story.context({ userId: "anna" });
    story.call("light.turn_on", { entity_id: "light.downstairs" }, context);
    story.call("light.turn_on", LIGHT, context);
    expect(story.change("light.hall", "on", undefined, 8)).to.deep.equal({ kind: "echo", of: "person", follows: true });
  });

  for (const data of [{ label_id: "evening" }, { device_id: "a1" }, { entity_id: "group.downstairs" }])
    it(`marks nothing after a call of ${Object.keys(data)[0]} ${Object.values(data)[0]}, which names its entities`, () => {
      const story = aStory();
      const context = story.context({ userId: "anna" });
      story.call("homeassistant.turn_on", data, context);
      story.call("light.turn_on", LIGHT, context);
      expect(story.change("light.hall", "on", context, 0.1)).to.deep.equal(BY_ANNA);
    });

  it("marks nothing that a voice assistant switches in one command", () => {
    const story = aStory();
    const context = story.context({ userId: "anna" });
    story.spoken(context);
    story.call("light.turn_on", LIGHT, context);
    story.call("light.turn_on", { entity_id: "light.porch" }, context);
    expect(story.change("light.porch", "on", context, 0.1)).to.deep.equal({ ...BY_ANNA, via: "voice" });
  });
});

describe("attribution while Home Assistant starts", () => {
  const starting = () => aStory(createAttributor({ userKindOf, startedAt: () => START }));

  it("counts an entity's first untraced change as manual with low certainty", () => {
    expect(starting().change("light.hall", "on", undefined, 30)).to.deep.equal({ kind: "physical", certainty: 0.3 });
  });

  it("counts a second change as manual", () => {
    const story = starting();
    story.change("light.hall", "on", undefined, 30);
    expect(story.change("light.hall", "off", undefined, 31)).to.deep.equal(PHYSICAL);
  });

  it("counts the first change after coming back, once connected, as manual", () => {
    const story = starting();
    story.change("light.hall", "off", undefined, 5, "unavailable");
    expect(story.change("light.hall", "on", undefined, 30)).to.deep.equal(PHYSICAL);
  });

  it("trusts untraced changes again after a minute", () => {
    expect(starting().change("light.hall", "on", undefined, 61)).to.deep.equal(PHYSICAL);
  });

  it("does not doubt traced changes", () => {
    const story = starting();
    const context = story.context({ userId: "anna" });
    story.call("light.turn_on", LIGHT, context, 30);
    expect(story.change("light.hall", "on", context, 30)).to.deep.equal({ kind: "person", userId: "anna", via: "app" });
  });
});

describe("limits of the attributor's memory", () => {
  it("drops the oldest contexts when there are too many", () => {
    const story = aStory(createAttributor({ userKindOf, contexts: 3 }));
    const first = story.context();
    story.automation("automation.first", first);
    for (let i = 1; i <= 3; i++) story.automation("automation.later", story.context(), i);
    expect(story.change("light.hall", "on", first, 5)).to.deep.equal(PHYSICAL);
  });

  it("keeps a context that is still in use", () => {
    const story = aStory(createAttributor({ userKindOf, contexts: 3 }));
    const first = story.context();
    story.automation("automation.first", first);
    for (let i = 1; i <= 3; i++) {
      story.automation("automation.later", story.context(), i);
      story.call("light.turn_on", { entity_id: "light.porch" }, first, i);
    }
    expect(story.change("light.hall", "on", first, 5)).to.include({ kind: "automation" });
  });

  it("drops a context after a day", () => {
    const story = aStory();
    const first = story.context();
    story.automation("automation.first", first);
    expect(story.change("light.hall", "on", first, 86_400)).to.include({ kind: "automation" });
    expect(story.change("light.hall", "on", first, 86_401)).to.deep.equal(PHYSICAL);
  });

  it("drops the calls of the entity that was called longest ago when there are too many", () => {
    const story = aStory(createAttributor({ userKindOf, calls: 2 }));
    const context = story.context({ userId: "anna" });
    for (const name of ["hall", "porch", "attic"]) story.call("light.turn_on", { entity_id: `light.${name}` }, context);
    expect(story.change("light.hall", "on", undefined, 2)).to.deep.equal(PHYSICAL);
    expect(story.change("light.attic", "on", undefined, 2)).to.include({ kind: "echo" });
  });
});
