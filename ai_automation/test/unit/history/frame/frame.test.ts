import { expect } from "chai";
import fc from "fast-check";
import { createFrameBuilder, createOrderedFrameBuilder, type Frame } from "../../../../src/history/frame/frame.ts";
import { allActionSeries, isAlive, isInGap, stateBefore } from "../../../../src/history/frame/lookup.ts";
import { createClock } from "../../../../src/model/clock.ts";
import { aFrame, at, type Row } from "../../../support/a-frame.ts";

const statesOf = (rows: readonly Row[], entityId: string, restoresOccurrences = true): readonly string[] => {
  const frame = aFrame(rows, null, { restoresOccurrences });
  const entity = frame.entities.find(entityId) ?? NaN;
  return [...frame.codes.subarray(frame.start[entity], frame.start[entity + 1])].map(
    (code) => frame.states.names[code]!,
  );
};

describe("frame", () => {
  it("drops repeats of the current state, even across gaps", () => {
    const rows: Row[] = [
      ["2023-03-01T08:00:00Z", "light.hall", "on"],
      ["2023-03-01T09:00:00Z", "light.hall", "on"],
      ["2023-03-01T10:00:00Z", "light.hall", "unavailable"],
      ["2023-03-01T11:00:00Z", "light.hall", "on"],
      ["2023-03-01T12:00:00Z", "light.hall", "off"],
    ];
    expect(statesOf(rows, "light.hall")).to.deep.equal(["on", "off"]);
  });

  it("keeps every row of an event entity", () => {
    const rows: Row[] = [
      ["2023-03-01T08:00:00Z", "event.button", "pushed"],
      ["2023-03-01T09:00:00Z", "event.button", "pushed"],
    ];
    expect(statesOf(rows, "event.button")).to.deep.equal(["pushed", "pushed"]);
  });

  const restart = (...returns: readonly Row[]): readonly Row[] => [
    ["2023-03-01T08:00:00Z", "event.button", "pushed"],
    ["2023-03-01T08:00:00Z", "scene.movie", "on"],
    ["2023-03-01T08:00:00Z", "light.hall", "on"],
    ["2023-03-01T09:00:00Z", "event.button", "unavailable"],
    ["2023-03-01T09:00:00Z", "scene.movie", "unavailable"],
    ["2023-03-01T09:00:00Z", "light.hall", "unavailable"],
    ["2023-03-01T09:01:00Z", "light.hall", "on"],
    ...returns,
  ];

  it("drops the occurrences that a restart only shows again", () => {
    const rows = restart(
      ["2023-03-01T09:01:02Z", "event.button", "pushed"],
      ["2023-03-01T09:01:02Z", "scene.movie", "on"],
      ["2023-03-01T09:02:00Z", "event.button", "pushed"],
    );
    expect(statesOf(rows, "event.button")).to.deep.equal(["pushed", "pushed"]);
    expect(statesOf(rows, "scene.movie")).to.deep.equal(["on"]);
    expect([...aFrame(rows, null, { restoresOccurrences: true }).times]).to.include(at("2023-03-01T09:02:00Z"));
  });

  it("keeps the first occurrence after a restart where the source has dropped what is only shown again", () => {
    const rows = restart(["2023-03-01T09:01:02Z", "event.button", "pushed"]);
    expect(statesOf(rows, "event.button", true)).to.deep.equal(["pushed"]);
    expect(statesOf(rows, "event.button", false)).to.deep.equal(["pushed", "pushed"]);
  });

  it("keeps the first occurrence after a restart if it is another one, or comes when the others have returned", () => {
    const rows = restart(
      ["2023-03-01T09:01:02Z", "event.button", "held"],
      ["2023-03-01T17:00:00Z", "scene.movie", "on"],
    );
    expect(statesOf(rows, "event.button")).to.deep.equal(["pushed", "held"]);
    expect(statesOf(rows, "scene.movie")).to.deep.equal(["on", "on"]);
  });

  it("keeps rows of one instant in the order in which they were added", () => {
    const rows: Row[] = [
      ["2023-03-01T09:00:00Z", "light.hall", "off"],
      ["2023-03-01T08:00:00Z", "light.hall", "on"],
      ["2023-03-01T08:00:00Z", "light.hall", "off"],
      ["2023-03-01T08:00:00Z", "light.hall", "on"],
    ];
    expect(statesOf(rows, "light.hall")).to.deep.equal(["on", "off", "on", "off"]);
  });

  it("returns the state strictly before an instant, and none before the first", () => {
    const frame = aFrame([
      ["2023-03-01T08:00:00Z", "light.hall", "on"],
      ["2023-03-01T09:00:00Z", "light.hall", "off"],
    ]);
    const before = (time: string): string | undefined => frame.states.names[stateBefore(frame, 0, at(time))];
    expect(before("2023-03-01T08:00:00Z")).to.equal(undefined);
    expect(before("2023-03-01T09:00:00Z")).to.equal("on");
    expect(before("2023-03-01T09:00:00.001Z")).to.equal("off");
  });

  it("ends a gap with the next state, even a repeated one", () => {
    const frame = aFrame([
      ["2023-03-01T08:00:00Z", "light.hall", "on"],
      ["2023-03-01T09:00:00Z", "light.hall", "unavailable"],
      ["2023-03-01T09:30:00Z", "light.hall", "unknown"],
      ["2023-03-01T10:00:00Z", "light.hall", "on"],
      ["2023-03-01T11:00:00Z", "light.hall", "unavailable"],
    ]);
    const inGap = ["08:59", "09:00", "09:59", "10:00", "11:00", "23:00"].map((time) =>
      isInGap(frame, 0, at(`2023-03-01T${time}:00Z`)),
    );
    expect(inGap).to.deep.equal([false, true, true, false, true, true]);
    expect(isAlive(frame, 0, at("2023-03-01T10:30:00Z"))).to.equal(true);
  });

  it("splits the changes of actuators into actions and automated changes", () => {
    const frame = aFrame([
      ["2023-03-01T08:00:00Z", "light.hall", "on", "manual"],
      ["2023-03-01T09:00:00Z", "light.hall", "off", "automation"],
      ["2023-03-01T10:00:00Z", "light.hall", "on", "unknown"],
      ["2023-03-01T08:00:00Z", "lock.door", "unlocked", "manual"],
      ["2023-03-01T08:00:00Z", "binary_sensor.door", "on", "manual"],
    ]);
    const series = allActionSeries(frame).map(({ entity, state, actions }) => [
      frame.entities.names[entity],
      frame.states.names[state],
      actions.length,
    ]);
    expect(series).to.deep.equal([["light.hall", "on", 2]]);
  });

  it("does not depend on the order of rows", () => {
    const row = fc.tuple(
      fc.integer({ min: 0, max: 86_399 }),
      fc.constantFrom("light.a", "binary_sensor.b", "event.c"),
      fc.constantFrom("on", "off", "unavailable"),
    );
    const distinct = fc.uniqueArray(row, { selector: ([time, entityId]) => `${time} ${entityId}`, maxLength: 60 });
    fc.assert(
      fc.property(distinct, fc.infiniteStream(fc.nat()), (rows, numbers) => {
        const asRows = rows.map(([time, entityId, state]): Row => [
          new Date(time * 1_000).toISOString().replace("1970-01-01", "2023-03-01"),
          entityId,
          state,
        ]);
        const shuffled = asRows
          .map((one) => ({ one, key: numbers.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        for (const entityId of ["light.a", "binary_sensor.b", "event.c"]) {
          if (!asRows.some(([, id]) => id === entityId)) continue;
          expect(statesOf(shuffled, entityId)).to.deep.equal(statesOf(asRows, entityId));
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });

  const anyRow = fc.record({
    at: fc.integer({ min: 0, max: 40 }),
    entityId: fc.constantFrom("light.a", "binary_sensor.b", "event.c", "sensor.d"),
    state: fc.constantFrom("on", "off", "unavailable", "unknown", "21.5"),
    context: fc.constantFrom("manual", "automation", "unknown"),
  });

  it("is the same whether or not the rows are known to come in order", () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 80 }), fc.nat({ max: 100 }), (rows, capacity) => {
        const byEntity = Map.groupBy(rows, ({ entityId }) => entityId);
        const ordered = [...byEntity.values()].flatMap((own) => own.toSorted((a, b) => a.at - b.at));
        const home = { clock: createClock("Europe/Amsterdam"), location: null };
        const [one, other] = [
          createFrameBuilder(home),
          createOrderedFrameBuilder(home, { rows: capacity, states: 5 }),
        ].map((builder) => {
          for (const { at: instant, entityId, state, context } of ordered)
            builder.add(instant, builder.entity(entityId), builder.state(state), context);
          return contentOf(builder.finish());
        });
        expect(other).to.deep.equal(one);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it("is refused if rows that should come in order do not", () => {
    const builder = createOrderedFrameBuilder(
      { clock: createClock("Europe/Amsterdam"), location: null },
      { rows: 2, states: 1 },
    );
    const [lamp, sensor, on] = [builder.entity("light.a"), builder.entity("sensor.d"), builder.state("on")];
    builder.add(20, lamp, on, "manual");
    expect(() => builder.add(10, lamp, on, "manual")).to.throw("not in order");
    builder.add(10, sensor, on, "unknown");
    expect(() => builder.add(30, lamp, on, "manual")).to.throw("not in order");
  });
});

const contentOf = ({ entities, states, clock: _clock, numbers: _numbers, ...columns }: Frame) => ({
  ...columns,
  entities: entities.names,
  states: states.names,
  hands: [...columns.hands.of],
});
