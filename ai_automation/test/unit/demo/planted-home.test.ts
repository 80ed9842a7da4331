import { expect } from "chai";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import { createPlantedHome, type PlantedHomeOptions } from "../../../src/demo/planted-home.ts";
import type { RunningAutomation } from "../../../src/demo/rules.ts";
import { createFrameBuilder } from "../../../src/history/frame/frame.ts";
import { contextOf } from "../../../src/model/cause.ts";
import { createClock, parseDay } from "../../../src/model/clock.ts";
import { isActuator, isOccurrence } from "../../../src/model/domains.ts";
import { domainOf, isGapState, type StateChange } from "../../../src/model/state-change.ts";
import { HOUR, MINUTE } from "../../../src/model/time.ts";
import { replayAutomations } from "../../../src/replay/report.ts";
import { createWorld } from "../../../src/replay/world.ts";

const clock = createClock("Europe/Amsterdam");
const location = { latitude: 52.37, longitude: 4.89 };
const firstDay = parseDay("2026-03-01") ?? NaN;
const days = 90;

const aHome = (options: Partial<PlantedHomeOptions> = {}) =>
  createPlantedHome({ seed: 7, clock, location, firstDay, days, ...options });

describe("planted home", () => {
  const home = aHome();
  const changesByDay = Array.from({ length: days }, (_, i) => home.changesOfDay(firstDay + i));
  const history = changesByDay.flat();

  it("generates the same day regardless of earlier calls", () => {
    const day = firstDay + 40;
    expect(aHome().changesOfDay(day)).to.deep.equal(changesByDay[40]);
    expect(home.changesOfDay(day)).to.deep.equal(changesByDay[40]);
  });

  it("differs for another seed", () => {
    expect(aHome({ seed: 8 }).changesOfDay(firstDay)).to.not.deep.equal(changesByDay[0]);
  });

  it("generates 300 to 2,000 changes a day in order of time", () => {
    for (const changes of changesByDay) expect(changes.length).to.be.within(300, 2_000);
    expect(history.every(({ at }, i) => i === 0 || history[i - 1]!.at <= at)).to.equal(true);
  });

  it("changes an entity at most once a second, and only to another state", () => {
    const last = new Map<string, StateChange>();
    for (const change of history) {
      const previous = last.get(change.entityId);
      last.set(change.entityId, change);
      if (previous === undefined) continue;
      if (change.at <= previous.at) expect.fail(`${change.entityId} twice at ${change.at}`);
      if (change.state === previous.state && !isOccurrence(change.entityId))
        expect.fail(`${change.entityId} is ${change.state} again at ${change.at}`);
    }
  });

  it("lists exactly the entities that change", () => {
    const known = home.entities.map(({ entityId }) => entityId);
    expect([...new Set(history.map(({ entityId }) => entityId))]).to.have.members(known);
    expect(known.filter(isActuator).length).to.be.at.least(12);
  });

  it("has people, devices and existing automations act, and sensors report by themselves", () => {
    const kinds = new Set<string>();
    const automations = new Set(home.automations.map(({ entityId }) => entityId));
    const acted = new Set<string | null>();
    for (const { entityId, state, cause } of history) {
      if (!isActuator(entityId)) expect(cause.kind, entityId).to.equal("unknown");
      else if (cause.kind !== "unknown") kinds.add(cause.kind);
      else expect(domainOf(entityId), state).to.equal("media_player");
      if (cause.kind === "automation") acted.add(cause.entityId);
      if (cause.kind === "person") expect(cause.userId).to.match(/^[0-9a-f]{32}$/);
    }
    expect([...kinds]).to.have.members(["person", "physical", "automation"]);
    expect([...acted]).to.have.members([...automations]);
  });

  it("has faults: gaps, a dying sensor and a loose contact", () => {
    expect(history.some(({ state }) => isGapState(state))).to.equal(true);
    const lastOf = (id: string): number => history.findLast(({ entityId }) => entityId === id)?.at ?? 0;
    expect(clock.dayOf(lastOf("binary_sensor.bedroom_motion"))).to.be.within(firstDay + 60, firstDay + 62);
    const gate = history.filter(({ entityId }) => entityId === "binary_sensor.garden_gate");
    expect(gate.filter(({ at }, i) => i > 0 && at - gate[i - 1]!.at < 10_000).length).to.be.above(10 * days);
  });

  it("turns off the bedroom light on both sides of midnight", () => {
    const offs = history.filter(({ entityId, state }) => entityId === "light.bedroom" && state === "off");
    const times = offs.map(({ at }) => clock.timeOfDay(at));
    expect(times.some((time) => time > 23.75 * HOUR)).to.equal(true);
    expect(times.some((time) => time < 10 * MINUTE)).to.equal(true);
  });

  for (const [name, date, hours] of [
    ["spring", "2026-03-29", 23],
    ["autumn", "2026-10-25", 25],
  ] as const)
    it(`covers the ${hours} hours of the day of the clock change in ${name}`, () => {
      const day = parseDay(date) ?? NaN;
      const from = clock.instantOf(day, 0);
      const to = clock.instantOf(day + 1, 0);
      expect(to - from).to.equal(hours * HOUR);
      const changes = aHome({ firstDay: day - 10 }).changesOfDay(day);
      expect(changes.length).to.be.above(300);
      expect(changes.every(({ at }) => at >= from && at < to)).to.equal(true);
      expect(new Set(changes.map(({ at }) => Math.floor((at - from) / HOUR))).size).to.be.at.least(hours - 2);
    });
});

describe("planted habits", () => {
  const outcomesOf = (
    home: ReturnType<typeof aHome>,
    until: number,
  ): ReadonlyMap<string, readonly [number, number]> => {
    const builder = createFrameBuilder({ clock, location });
    for (let day = firstDay; day < until; day++)
      for (const { at, entityId, state, cause } of home.changesOfDay(day))
        builder.add(at, builder.entity(entityId), builder.state(state), contextOf(cause));
    const world = createWorld(builder.finish());
    const interval = { from: clock.instantOf(firstDay, 0), to: clock.instantOf(until, 0) };
    return new Map(
      home.habits.map(({ key, automation, abandonedOn }) => {
        const to = abandonedOn === null ? interval.to : clock.instantOf(abandonedOn, 0);
        const { tp, fp } = replayAutomations(world, [parseAutomation(automation)], { from: interval.from, to }).total;
        return [key, [tp, tp + fp]] as const;
      }),
    );
  };

  const home = aHome();
  const outcomes = outcomesOf(home, home.guestDays.from);

  for (const { key, adherence } of home.habits)
    it(`follows ${key.replaceAll("_", " ")} about as often as requested`, () => {
      const [tp, decided] = outcomes.get(key) ?? [0, 0];
      const spread = 3 * Math.sqrt((adherence * (1 - adherence)) / decided);
      expect(decided).to.be.at.least(10);
      expect(tp / decided).to.be.within(adherence - spread - 0.05, adherence + spread + 0.05);
    });

  it("include at least 4 simple habits with a precision of 95%", () => {
    const strong = home.habits.filter(({ key, isSimple }) => {
      const [tp, decided] = outcomes.get(key) ?? [0, 0];
      return isSimple && decided >= 40 && tp / decided >= 0.95;
    });
    expect(strong.length).to.be.at.least(4);
  });

  it("can all be replayed", () => {
    for (const { automation } of home.habits) expect(parseAutomation(automation).unsupported).to.deep.equal([]);
  });

  it("are absent at an adherence of 0", () => {
    for (const [key, [tp, decided]] of outcomesOf(aHome({ adherence: 0 }), firstDay + 30))
      expect(tp / Math.max(1, decided), key).to.be.below(0.5);
  });

  it("include one that is abandoned halfway", () => {
    const { abandonedOn, automation } = home.habits.find(({ abandonedOn }) => abandonedOn !== null) ?? expect.fail();
    expect(abandonedOn).to.equal(firstDay + days / 2);
    expect(automation.alias).to.equal("Tv on in the evening");
  });
});

describe("an automation running in the planted home", () => {
  const day = firstDay + 3;
  const from = clock.instantOf(day, 7.5 * HOUR);
  const pantry = aHome().habits.find(({ key }) => key === "pantry_light_when_door_opens") ?? expect.fail();
  const running = [{ entityId: "automation.pantry", config: pantry.automation, from, to: Infinity }];
  const home = aHome();
  const weekOf = (running?: readonly RunningAutomation[]): readonly StateChange[] =>
    Array.from({ length: 7 }, (_, i) => home.changesOfDay(day + i, running)).flat();
  const changes = weekOf(running);
  const isOn = ({ entityId, state, at }: StateChange, id: string): boolean =>
    entityId === id && state === "on" && at >= from;
  const opened = changes.filter((change) => isOn(change, "binary_sensor.pantry_door"));
  const lit = changes.filter((change) => isOn(change, "light.pantry"));

  it("changes nothing before it is active", () => {
    const before = (changes: readonly StateChange[]): readonly StateChange[] => changes.filter(({ at }) => at < from);
    expect(before(changes).length).to.be.above(100);
    expect(before(changes)).to.deep.equal(before(weekOf()));
  });

  it("acts a second after its trigger", () => {
    const automated = lit.filter(({ cause }) => cause.kind === "automation");
    expect(automated.length).to.be.above(20);
    for (const { at } of automated) expect(opened.some((door) => at - door.at === 1_000)).to.equal(true);
  });

  it("replaces all manual actions of the habit", () => {
    const followed = ({ at, cause }: StateChange): boolean =>
      cause.kind !== "automation" && opened.some((door) => at > door.at && at - door.at <= MINUTE);
    expect(lit.filter(followed)).to.deep.equal([]);
    expect(weekOf().filter((change) => isOn(change, "light.pantry") && followed(change)).length).to.be.above(20);
  });
});

describe("a clock automation running in the planted home", () => {
  it("prevents the manual action", () => {
    const coffee = aHome().habits.find(({ key }) => key === "coffee_on_workdays") ?? expect.fail();
    const from = clock.instantOf(firstDay, 0);
    const running = [{ entityId: "automation.coffee", config: coffee.automation, from, to: Infinity }];
    const home = aHome();
    const causes = Array.from({ length: 28 }, (_, i) => home.changesOfDay(firstDay + i, running))
      .flat()
      .filter(({ entityId, state, at }) => {
        const time = clock.timeOfDay(at);
        return entityId === "switch.coffee_machine" && state === "on" && time > 6.5 * HOUR && time < 7 * HOUR;
      })
      .map(({ cause }) => cause);
    expect(causes).to.deep.equal(
      Array.from({ length: 20 }, () => ({ kind: "automation", entityId: "automation.coffee" })),
    );
  });
});
