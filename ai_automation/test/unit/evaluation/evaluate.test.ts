import { expect } from "chai";
import { parseAutomation } from "../../../src/automation/read/automation.ts";
import { METHODS } from "../../../src/evaluation/compared-methods.ts";
import { evaluate, type Evaluation } from "../../../src/evaluation/evaluate.ts";
import type { Method } from "../../../src/evaluation/method.ts";
import { parseDay } from "../../../src/model/clock.ts";
import { HOUR, MINUTE } from "../../../src/model/time.ts";
import { replayAutomations } from "../../../src/replay/report.ts";
import { createWorld } from "../../../src/replay/world.ts";
import { aLife, clock, frameOfLife, type Event } from "../../support/a-life.ts";

const FIRST_DAY = "2023-01-01";
const START = parseDay(FIRST_DAY) ?? NaN;

/** Both habits of the small home, and a fountain that is turned on every other week. */
const LIFE: readonly Event[] = [
  ...aLife({
    firstDay: FIRST_DAY,
    days: 150,
    bedtime: { hour: 22.75, scatterMinutes: 6, share: 0.9 },
    pantryShare: 0.95,
  }),
  ...Array.from({ length: 10 }, (_, week) => clock.instantOf(START + week * 14, 15 * HOUR)).flatMap(
    (at): readonly Event[] => [
      { at, entityId: "switch.fountain", state: "on", context: "manual" },
      { at: at + HOUR, entityId: "switch.fountain", state: "off", context: "automation" },
    ],
  ),
];
const ORIGIN = clock.instantOf(START + 120, 0);

const frameOf = (events: readonly Event[], from: number, to: number) =>
  frameOfLife(events.filter(({ at }) => at >= from && at < to));

function evaluated(events: readonly Event[], methods = METHODS): Evaluation {
  const [evaluation] = evaluate(
    { frame: (from, to) => frameOf(events, from, to) },
    { protocol: "rolling", trainDays: [120], methods, machines: null, onResult: () => undefined },
  );
  return evaluation!;
}

const suggested = ({ folds }: Evaluation) =>
  folds.flatMap(({ results }) =>
    results.map(({ method, suggestions }) => ({
      method,
      suggestions: suggestions.map(({ plan, confidence }) => ({ plan, confidence })),
    })),
  );

describe("evaluation", () => {
  const real = evaluated(LIFE);

  it("gets suggestions from every method for a home with habits", () => {
    expect(
      real.methods.map(({ method, suggestionsByFold }) => [method, (suggestionsByFold[0] ?? 0) > 0]),
    ).to.deep.equal([
      ["our miner", true],
      ["most frequent half hour", true],
      ["clock clusters", true],
      ["pair counting", true],
    ]);
  });

  it("lets nothing after the origin influence a suggestion", () => {
    const changed = LIFE.map((event, index): Event => {
      if (event.at < ORIGIN) return event;
      return { ...event, entityId: "light.new", state: index % 2 === 0 ? "on" : "off", context: "manual" };
    });
    const other = evaluated(changed);
    expect(suggested(other)).to.deep.equal(suggested(real));
    expect(other.methods[0]?.total.tp).to.equal(0);
  });

  it("shows methods only the learning days", () => {
    const seen: number[] = [];
    const observer: Method = {
      name: "observer",
      propose: (frame, learn) => {
        seen.push(frame.to, learn.to, ...frame.times.filter((at) => at >= ORIGIN || at < learn.from));
        return [];
      },
    };
    evaluated(LIFE, [observer]);
    const last = Math.max(...LIFE.filter(({ at }) => at < ORIGIN).map(({ at }) => at));
    expect(seen).to.deep.equal([last, ORIGIN]);
  });

  it("measures the same as replaying the suggestions on the judged days", () => {
    const proposals = METHODS[0]!.propose(frameOf(LIFE, -Infinity, ORIGIN), { from: 0, to: ORIGIN });
    const plans = proposals.map(({ automation }) => parseAutomation(automation));
    const world = createWorld(frameOf(LIFE, -Infinity, Infinity));
    const replayed = replayAutomations(world, plans, {
      from: ORIGIN,
      to: clock.instantOf(clock.dayOf(ORIGIN) + 30, 0),
    });
    const [own] = real.methods;
    expect(own?.total).to.deep.equal(replayed.total);
    expect(own?.measures).to.deep.equal(replayed.measures);
    expect(own?.intervals).to.deep.equal(replayed.intervals);
    expect(own?.total.tp).to.be.above(50);
    for (const verdict of ["good", "bad", "idle", "undecided"] as const)
      expect(own?.verdicts[verdict]).to.equal(replayed.rules.filter((rule) => rule.verdict === verdict).length);
  });

  it("counts an action before the boundary that a fire after it predicted", () => {
    const bedtimeAt = (time: string): Method => ({
      name: "at midnight",
      propose: () => [
        {
          confidence: 1,
          automation: {
            alias: "",
            triggers: [{ trigger: "time", at: time }],
            conditions: [],
            actions: [{ action: "light.turn_off", target: { entity_id: "light.bedroom" } }],
          },
        },
      ],
    });
    const at = (day: number, minutes: number, state: string): Event => ({
      at: clock.instantOf(day, 0) + minutes * MINUTE,
      entityId: "light.bedroom",
      state,
      context: "manual",
    });
    const late = [
      at(START, 0, "on"),
      at(START + 119, 60, "on"),
      at(START + 119, 1_435, "off"),
      at(START + 149, 1_439, "on"),
    ];
    const { total } = evaluated(late, [bedtimeAt("00:00")]).methods[0]!;
    expect([total.tp, total.saved]).to.deep.equal([1, 0]);
  });

  it("evaluates a fold once when both lengths learn from the same days", () => {
    const learned: number[] = [];
    const counting: Method = { name: "counting", propose: (_, { from }) => (learned.push(from), []) };
    const evaluations = evaluate(
      { frame: (from, to) => frameOf(LIFE, from, to) },
      { protocol: "rolling", trainDays: [120, "all"], methods: [counting], machines: null, onResult: () => undefined },
    );
    expect([evaluations.length, learned.length]).to.deep.equal([2, 1]);
  });

  it("excludes reminders from precision and coverage", () => {
    const reminding: Method = {
      name: "reminding",
      propose: () => [
        {
          confidence: 0.9,
          automation: {
            alias: "",
            triggers: [{ trigger: "time", at: "08:00" }],
            conditions: [],
            actions: [{ action: "persistent_notification.create", data: { message: "" } }],
          },
        },
      ],
    };
    const [own] = evaluated(LIFE, [reminding]).methods;
    expect([own?.suggestionsByFold, own?.reminders, own?.measures.precision]).to.deep.equal([[0], 1, null]);
    expect(own?.alertsPerWeek).to.be.closeTo(7, 0.01);
  });
});
