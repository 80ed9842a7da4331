import { expect } from "chai";
import { createAttributor } from "../../../../src/history/attribution/attributor.ts";
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

  it("takes a light or a lock that changes without a trace for switched by hand", () => {
    const story = aStory();
    expect(story.change("light.hall", "on")).to.deep.equal(PHYSICAL);
    expect(story.change("lock.door", "unlocked")).to.deep.equal(PHYSICAL);
  });

  for (const entityId of ["sensor.temperature", "binary_sensor.motion", "event.button", "person.anna"]) {
    it(`takes a change of ${entityId} without a trace for nobody's`, () => {
      expect(aStory().change(entityId, "on")).to.deep.equal(UNKNOWN);
    });
  }

  for (const gap of ["unavailable", "unknown"]) {
    it(`blames nobody for a change from or to ${gap}`, () => {
      const story = aStory();
      const context = story.context({ userId: "anna" });
      expect(story.change("light.hall", "on", context, 0, gap)).to.deep.equal(UNKNOWN);
      expect(story.change("light.hall", gap, context, 0, "on")).to.deep.equal(UNKNOWN);
    });
  }

  it("blames nobody for the first state of a new entity", () => {
    const story = aStory();
    expect(story.change("light.hall", "on", story.context(), 0, null)).to.deep.equal(UNKNOWN);
  });

  it("names the automation, even if it was triggered by the clock and has no parent", () => {
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

  it("names a scene and the person who chose it", () => {
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

  it("knows no person behind a scene that a service chose", () => {
    const story = aStory();
    const context = story.context({ userId: "supervisor" });
    story.call("scene.turn_on", { entity_id: ["scene.movie"] }, context);
    expect(story.change("light.hall", "on", context)).to.deep.equal({
      kind: "scene",
      entityId: "scene.movie",
      userId: null,
    });
  });

  it("takes a system's user for an automation that nobody can name", () => {
    const story = aStory();
    const context = story.context({ userId: "supervisor" });
    expect(story.change("light.hall", "on", context)).to.deep.equal({ kind: "automation", entityId: null });
  });

  it("takes the cloud's user for somebody who spoke", () => {
    const story = aStory();
    const context = story.context({ userId: "cloud" });
    expect(story.change("light.hall", "on", context)).to.deep.equal({ kind: "person", userId: null, via: "voice" });
  });

  it("hears that a person spoke to Assist", () => {
    const story = aStory();
    const context = story.context({ userId: "anna" });
    story.spoken(context);
    story.call("light.turn_on", LIGHT, context);
    expect(story.change("light.hall", "on", context)).to.deep.equal({ kind: "person", userId: "anna", via: "voice" });
  });

  it("hears a satellite, which has no user", () => {
    const story = aStory();
    const context = story.context();
    story.spoken(context);
    story.call("light.turn_on", LIGHT, context);
    expect(story.change("light.hall", "on", context)).to.deep.equal({ kind: "person", userId: null, via: "voice" });
  });

  it("takes a call of nobody of whom no assistant told for an integration's, and is not sure", () => {
    const story = aStory();
    const context = story.context();
    story.call("switch.turn_on", { entity_id: "switch.boiler" }, context);
    const cause = { kind: "automation", entityId: null, certainty: 0.6 };
    expect(story.change("switch.boiler", "on", context)).to.deep.equal(cause);
  });

  it("names the automation that makes an assistant speak", () => {
    const story = aStory();
    const run = story.context();
    story.automation("automation.evening", run);
    story.spoken(run);
    story.call("light.turn_on", LIGHT, run);
    expect(story.change("light.hall", "on", run)).to.include({ kind: "automation", entityId: "automation.evening" });
  });

  it("knows HomeKit by its event", () => {
    const story = aStory();
    const context = story.context();
    story.homekit(context);
    story.call("light.turn_on", LIGHT, context);
    expect(story.change("light.hall", "on", context)).to.deep.equal({ kind: "person", userId: null, via: "homekit" });
  });

  it("follows a child context to its parent's cause", () => {
    const story = aStory();
    const run = story.context();
    story.automation("automation.heat", run);
    const child = story.context({ parentId: run.id });
    expect(story.change("switch.boiler", "on", child)).to.deep.equal({
      kind: "automation",
      entityId: "automation.heat",
    });
  });

  it("takes a child of an unknown parent for automated, and a sensor's for nobody's", () => {
    const story = aStory();
    const child = story.context({ parentId: "never seen" });
    expect(story.change("switch.boiler", "on", child)).to.deep.equal(CONSEQUENCE);
    expect(story.change("binary_sensor.template", "on", child)).to.deep.equal(UNKNOWN);
  });

  it("does not take a call of an unseen automation's run for a voice", () => {
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

  it("sees the wall switch that Home Assistant blames on the automation", () => {
    const { story, run } = automated();
    expect(story.change("light.hall", "on", run, 0.2)).to.include({ kind: "automation" });
    expect(story.change("light.hall", "off", run, 1.5)).to.deep.equal(PHYSICAL);
  });

  it("sees the hand also when it then switches on again: that is no echo", () => {
    const { story, run } = automated();
    story.change("light.hall", "on", run, 0.2);
    story.change("light.hall", "off", run, 1.5);
    expect(story.change("light.hall", "on", story.context(), 6)).to.deep.equal(PHYSICAL);
  });

  it("leaves other entities of the run alone", () => {
    const { story, run } = automated();
    expect(story.change("light.porch", "off", run, 1)).to.include({ kind: "automation" });
  });

  it("follows an automation that turns on, waits and turns off", () => {
    const { story, run } = automated();
    story.change("light.hall", "on", run, 0.2);
    story.call("light.turn_off", LIGHT, run, 2);
    expect(story.change("light.hall", "off", run, 2.2)).to.include({ kind: "automation" });
  });

  it("does not see a hand in a late answer to the first of two calls", () => {
    const { story, run } = automated();
    story.call("light.turn_off", LIGHT, run, 0.1);
    expect(story.change("light.hall", "on", run, 0.3)).to.include({ kind: "automation" });
    expect(story.change("light.hall", "off", run, 0.5)).to.include({ kind: "automation" });
  });

  it("blames the automation for what it does in its context later", () => {
    const { story, run } = automated();
    expect(story.change("light.hall", "off", run, 30)).to.include({ kind: "automation" });
  });

  it("sees the hand that switches back within the five seconds, too", () => {
    const { story, run } = automated();
    story.change("light.hall", "on", run, 0.2);
    story.change("light.hall", "off", run, 1.5);
    expect(story.change("light.hall", "on", run, 2.5)).to.deep.equal(PHYSICAL);
    expect(story.change("light.hall", "off", run, 4)).to.deep.equal(PHYSICAL);
  });

  it("sees the hand after a toggle, which says nothing of the state", () => {
    const story = aStory();
    const context = story.context({ userId: "anna" });
    story.call("light.toggle", LIGHT, context);
    expect(story.change("light.hall", "on", context, 0.2)).to.include({ kind: "person" });
    expect(story.change("light.hall", "off", context, 2)).to.deep.equal(PHYSICAL);
  });

  it("gives a prompt answer to the one who asked, although another has asked meanwhile", () => {
    const { story, run } = automated();
    const person = story.context({ userId: "anna" });
    story.call("light.turn_off", LIGHT, person, 0.3);
    expect(story.change("light.hall", "on", person, 0.4)).to.include({ kind: "automation" });
    expect(story.change("light.hall", "off", person, 0.6)).to.include({ kind: "person", userId: "anna" });
    expect(story.change("light.hall", "on", run, 1)).to.deep.equal(PHYSICAL);
  });

  it("sees the hand on a light that was away meanwhile", () => {
    const { story, run } = automated();
    story.change("light.hall", "on", run, 0.2);
    story.change("light.hall", "unavailable", run, 0.5, "on");
    expect(story.change("light.hall", "on", run, 1, "unavailable")).to.deep.equal(UNKNOWN);
    expect(story.change("light.hall", "off", run, 2)).to.deep.equal(PHYSICAL);
  });

  it("sees the hand on a light that was called by its area", () => {
    const entitiesIn = (areaId: string) => (areaId === "hall" ? ["light.hall", "switch.hall"] : []);
    const story = aStory(createAttributor({ userKindOf, entitiesIn }));
    const context = story.context({ userId: "anna" });
    story.call("light.turn_on", { area_id: ["hall"] }, context);
    expect(story.change("light.hall", "on", context, 0.2)).to.include({ kind: "person" });
    expect(story.change("light.hall", "off", context, 2)).to.deep.equal(PHYSICAL);
  });

  it("sees no contradiction in a light that is turned on at brightness zero", () => {
    const story = aStory();
    const run = story.context();
    story.automation("automation.hall", run);
    story.call("light.turn_on", { ...LIGHT, brightness_pct: 0 }, run);
    expect(story.change("light.hall", "off", run, 1)).to.include({ kind: "automation" });
  });

  it("sees a blind that is pulled up while it is let down", () => {
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

  it("takes a change without a trace for an automation's echo while it does what was asked", () => {
    expect(called(null).change("light.hall", "on", undefined, 8)).to.deep.equal({ kind: "echo", of: "automation" });
  });

  it("takes it for a person's echo when a person asked", () => {
    expect(called("anna").change("light.hall", "on", undefined, 8)).to.deep.equal({ kind: "echo", of: "person" });
  });

  it("waits for ten seconds, and as long as a device is polled with less certainty", () => {
    const echo = { kind: "echo", of: "automation" };
    expect(called(null).change("light.hall", "on", undefined, 10)).to.deep.equal(echo);
    expect(called(null).change("light.hall", "on", undefined, 10.1)).to.deep.equal({ ...echo, certainty: 0.7 });
    expect(called(null).change("light.hall", "on", undefined, 35.1)).to.deep.equal(PHYSICAL);
  });

  it("hears one echo of a call and no second", () => {
    const story = called("anna");
    expect(story.change("light.hall", "on", undefined, 6)).to.include({ kind: "echo" });
    story.change("light.hall", "off", undefined, 7);
    expect(story.change("light.hall", "on", undefined, 8)).to.deep.equal(PHYSICAL);
  });

  it("hears the echoes of two calls in their order", () => {
    const story = called("anna");
    const run = story.context();
    story.automation("automation.hall", run, 1);
    story.call("light.turn_off", LIGHT, run, 1);
    expect(story.change("light.hall", "on", undefined, 7)).to.include({ kind: "echo", of: "person" });
    expect(story.change("light.hall", "off", undefined, 8)).to.include({ kind: "echo", of: "automation" });
  });

  it("waits longer for a light that was given a transition", () => {
    const story = called(null, { ...LIGHT, transition: 15 });
    expect(story.change("light.hall", "on", undefined, 20)).to.include({ kind: "echo" });
  });

  it("waits two minutes for a cover", () => {
    const story = aStory();
    const context = story.context({ userId: "anna" });
    story.call("cover.open_cover", { entity_id: "cover.blind" }, context);
    expect(story.change("cover.blind", "open", undefined, 100, "opening")).to.include({ kind: "echo", of: "person" });
  });

  it("sees the hand when the value disagrees", () => {
    expect(called(null).change("light.hall", "off", undefined, 8)).to.deep.equal(PHYSICAL);
  });

  it("hears no echo of a call that named another entity", () => {
    expect(called(null).change("light.porch", "on", undefined, 2)).to.deep.equal(PHYSICAL);
  });

  it("hears the echo of a call that named several", () => {
    const story = called(null, { entity_id: ["light.porch", "light.hall"] });
    expect(story.change("light.porch", "on", undefined, 2)).to.include({ kind: "echo" });
    expect(story.change("light.hall", "on", undefined, 2)).to.include({ kind: "echo" });
  });

  it("hears no echo of a toggle, which says nothing of the state", () => {
    const story = aStory();
    story.call("light.toggle", LIGHT, story.context({ userId: "anna" }));
    expect(story.change("light.hall", "on", undefined, 8)).to.deep.equal(PHYSICAL);
  });
});

describe("attribution of groups", () => {
  it("gives a group the cause of its member: a hand, and a late echo", () => {
    const story = aStory();
    const hand = story.context();
    story.change("light.hall", "on", hand, 1);
    expect(story.change("light.downstairs", "on", hand, 1.01)).to.deep.equal(PHYSICAL);
    story.call("light.turn_off", LIGHT, story.context({ userId: "anna" }), 10);
    const late = story.context();
    story.change("light.hall", "off", late, 17);
    expect(story.change("light.downstairs", "off", late, 17.01)).to.deep.equal({ kind: "echo", of: "person" });
  });

  it("sees through a group to the hand on its member that carries an automation's context", () => {
    const story = aStory();
    const run = story.context();
    story.automation("automation.hall", run);
    story.call("light.turn_on", LIGHT, run);
    story.change("light.hall", "on", run, 0.1);
    expect(story.change("light.downstairs", "on", run, 0.11)).to.include({ kind: "automation" });
    story.change("light.hall", "off", run, 2);
    expect(story.change("light.downstairs", "off", run, 2.01)).to.deep.equal(PHYSICAL);
  });

  it("names who called the group for all that fans out from it", () => {
    const story = aStory();
    const context = story.context({ userId: "anna" });
    story.call("light.turn_on", { entity_id: "light.downstairs" }, context);
    story.call("light.turn_on", { entity_id: ["light.hall", "light.porch"] }, context);
    for (const entityId of ["light.hall", "light.downstairs", "light.porch"])
      expect(story.change(entityId, "on", context, 0.1)).to.include({ kind: "person", userId: "anna" });
  });
});

describe("attribution while Home Assistant starts", () => {
  const starting = () => aStory(createAttributor({ userKindOf, startedAt: () => START }));

  it("takes an entity's first change without a trace for a hand, but hardly", () => {
    expect(starting().change("light.hall", "on", undefined, 30)).to.deep.equal({ kind: "physical", certainty: 0.3 });
  });

  it("sees the hand in what changes once more", () => {
    const story = starting();
    story.change("light.hall", "on", undefined, 30);
    expect(story.change("light.hall", "off", undefined, 31)).to.deep.equal(PHYSICAL);
  });

  it("sees the hand in the first change of what came back while it listened", () => {
    const story = starting();
    story.change("light.hall", "off", undefined, 5, "unavailable");
    expect(story.change("light.hall", "on", undefined, 30)).to.deep.equal(PHYSICAL);
  });

  it("trusts a hand again after a minute", () => {
    expect(starting().change("light.hall", "on", undefined, 61)).to.deep.equal(PHYSICAL);
  });

  it("does not doubt what has a trace", () => {
    const story = starting();
    const context = story.context({ userId: "anna" });
    story.call("light.turn_on", LIGHT, context, 30);
    expect(story.change("light.hall", "on", context, 30)).to.deep.equal({ kind: "person", userId: "anna", via: "app" });
  });
});

describe("the memory of attribution", () => {
  it("forgets the oldest contexts when there are too many", () => {
    const story = aStory(createAttributor({ userKindOf, contexts: 3 }));
    const first = story.context();
    story.automation("automation.first", first);
    for (let i = 1; i <= 3; i++) story.automation("automation.later", story.context(), i);
    expect(story.change("light.hall", "on", first, 5)).to.deep.equal(PHYSICAL);
  });

  it("keeps a context that is still used", () => {
    const story = aStory(createAttributor({ userKindOf, contexts: 3 }));
    const first = story.context();
    story.automation("automation.first", first);
    for (let i = 1; i <= 3; i++) {
      story.automation("automation.later", story.context(), i);
      story.call("light.turn_on", { entity_id: "light.porch" }, first, i);
    }
    expect(story.change("light.hall", "on", first, 5)).to.include({ kind: "automation" });
  });

  it("forgets a context after a day", () => {
    const story = aStory();
    const first = story.context();
    story.automation("automation.first", first);
    expect(story.change("light.hall", "on", first, 86_400)).to.include({ kind: "automation" });
    expect(story.change("light.hall", "on", first, 86_401)).to.deep.equal(PHYSICAL);
  });

  it("forgets the calls on the entity that was called longest ago when there are too many", () => {
    const story = aStory(createAttributor({ userKindOf, calls: 2 }));
    const context = story.context({ userId: "anna" });
    for (const name of ["hall", "porch", "attic"]) story.call("light.turn_on", { entity_id: `light.${name}` }, context);
    expect(story.change("light.hall", "on", undefined, 2)).to.deep.equal(PHYSICAL);
    expect(story.change("light.attic", "on", undefined, 2)).to.include({ kind: "echo" });
  });
});
