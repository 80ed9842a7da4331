import { expect } from "chai";
import { mineHabits, type Mined, type MiningOptions } from "../../../src/habits/mine.ts";
import { createFrameBuilder, type Frame } from "../../../src/history/frame/frame.ts";
import { parseDay } from "../../../src/model/clock.ts";
import { NO_RULES } from "../../../src/model/evidence-rules.ts";
import { createRandom, type Random } from "../../../src/model/random.ts";
import { HOUR, MINUTE } from "../../../src/model/time.ts";
import { AMSTERDAM } from "../../support/a-frame.ts";
import { anything, clock } from "../../support/a-life.ts";

/** Something that changes: at an offset in milliseconds, by Anna or as a follower. */
type Part = readonly [offset: number, entityId: string, isFollower: boolean];

const DAYS = 80;

/** Evenings on which the same is turned on around 19:30 and off around 23:00. */
function evenings(
  parts: (random: Random) => readonly Part[],
  more: (midnight: number, random: Random) => readonly (readonly [number, string, string])[] = () => [],
): Frame {
  const builder = createFrameBuilder({ clock, location: AMSTERDAM });
  const random = createRandom(3);
  const first = parseDay("2023-01-02") ?? NaN;
  for (let day = first; day < first + DAYS; day++) {
    const midnight = clock.instantOf(day, 0);
    const changed = parts(random);
    for (const [hour, state] of [
      [19.5, "on"],
      [23, "off"],
    ] as const) {
      const at = Math.round(midnight + hour * HOUR + (random() - 0.5) * 16 * MINUTE);
      for (const [offset, entityId, isFollower] of changed) {
        const entity = builder.entity(entityId);
        builder.add(at + offset, entity, builder.state(state), "manual");
        builder.hands.add(at + offset, entity, "anna");
        if (isFollower) builder.followers.add(at + offset, entity);
      }
    }
    for (const [at, entityId, state] of more(midnight, random))
      builder.add(Math.round(at), builder.entity(entityId), builder.state(state), "unknown");
  }
  return builder.finish();
}

const REPEATS = new Map([["light.all", ["light.bed", "light.hall"]]]);

const mine = (frame: Frame, options: Partial<MiningOptions> = {}): Mined =>
  mineHabits(frame, { ...anything, areaOf: () => "room", rules: { ...NO_RULES, repeats: REPEATS }, ...options });

/** As "light.all on by clock". */
const offered = ({ frame, found }: Mined): readonly string[] =>
  found
    .flatMap(({ trigger, members }) =>
      members.map(({ rule: { candidate } }) => {
        const { entity, state } = candidate.series;
        return `${frame.entities.names[entity]} ${frame.states.names[state]} by ${trigger.kind}`;
      }),
    )
    .toSorted();

const GROUP_CALLED: readonly Part[] = [
  [0, "light.bed", true],
  [4, "light.all", false],
  [700, "light.hall", true],
];
const MEMBER_CALLED: readonly Part[] = [
  [0, "light.bed", false],
  [4, "light.all", true],
];

describe("habits with a group", () => {
  it("act on the group alone if that is what people call", () => {
    expect(offered(mine(evenings(() => GROUP_CALLED)))).to.deep.equal([
      "light.all off by clock",
      "light.all on by clock",
    ]);
  });

  it("act on the member alone if that is what people call", () => {
    expect(offered(mine(evenings(() => MEMBER_CALLED)))).to.deep.equal([
      "light.bed off by clock",
      "light.bed on by clock",
    ]);
  });

  it("are the same in a home without the group", () => {
    const without = mine(
      evenings(() => [[0, "light.bed", false]]),
      { rules: NO_RULES },
    );
    expect(offered(without)).to.deep.equal(offered(mine(evenings(() => MEMBER_CALLED))));
  });

  it("save one gesture for each call of the group", () => {
    const { found } = mine(evenings(() => GROUP_CALLED));
    const alone = mine(
      evenings(() => [[0, "light.bed", false]]),
      { rules: NO_RULES },
    ).found;
    const saved = (habits: Mined["found"]): readonly number[] =>
      habits.flatMap(({ members }) => members.map(({ rule }) => rule.whole.saved)).toSorted((a, b) => a - b);
    expect(saved(found)).to.deep.equal(saved(alone));
  });

  it("do not act on a group that contains what must not be switched without asking", () => {
    const mayActOn = (entityId: string): boolean => entityId !== "light.cellar";
    const repeats = new Map([["light.all", ["light.bed", "light.hall", "light.cellar"]]]);
    expect(
      mine(
        evenings(() => GROUP_CALLED),
        { mayActOn, rules: { ...NO_RULES, repeats } },
      ).found,
    ).to.deep.equal([]);
  });

  it("do not have the group's member as their reason", () => {
    const late = (random: Random): readonly Part[] => [
      [0, "light.bed", true],
      [1_000 + 20_000 * random(), "light.all", false],
    ];
    const kinds = mine(
      evenings((random) => late(random).map(([at, ...rest]) => [Math.round(at), ...rest] as const)),
    ).found;
    expect(kinds.filter(({ trigger }) => trigger.kind === "state")).to.deep.equal([]);
  });

  it("may have a group of sensors as their reason", () => {
    const builder = createFrameBuilder({ clock, location: AMSTERDAM });
    const random = createRandom(5);
    const first = parseDay("2023-01-02") ?? NaN;
    for (let day = first; day < first + DAYS; day++) {
      for (const visit of [9, 14, 20]) {
        const at = Math.round(clock.instantOf(day, 0) + (visit + 2 * random()) * HOUR);
        const sensor = random() < 0.5 ? "binary_sensor.door" : "binary_sensor.gate";
        for (const [offset, entityId, state] of [
          [0, sensor, "on"],
          [3, "binary_sensor.entrances", "on"],
          [60_000, sensor, "off"],
          [60_003, "binary_sensor.entrances", "off"],
        ] as const)
          builder.add(at + offset, builder.entity(entityId), builder.state(state), "unknown");
        builder.add(
          at + 4_000 + Math.round(30_000 * random()),
          builder.entity("light.bed"),
          builder.state("on"),
          "manual",
        );
        builder.add(at + 20 * MINUTE, builder.entity("light.bed"), builder.state("off"), "automation");
      }
    }
    const repeats = new Map([["binary_sensor.entrances", ["binary_sensor.door", "binary_sensor.gate"]]]);
    const { found } = mine(builder.finish(), { rules: { ...NO_RULES, repeats } });
    expect(found.map(({ trigger }) => (trigger.kind === "state" ? trigger.entityIds : trigger.kind))).to.deep.equal([
      ["binary_sensor.entrances"],
    ]);
  });
});
