import { expect } from "chai";
import fc from "fast-check";
import { METHODS } from "../../../src/evaluation/compared-methods.ts";
import { countAsAutomation } from "../../../src/evaluation/count-as-automation.ts";
import { evaluate, type Evaluation } from "../../../src/evaluation/evaluate.ts";
import type { Method } from "../../../src/evaluation/method.ts";
import { CONTEXT_CODE, type Frame } from "../../../src/history/frame/frame.ts";
import { allActionSeries } from "../../../src/history/frame/lookup.ts";
import type { MachineRow } from "../../../src/model/machine-row.ts";
import { aLife, frameOfLife, type Event } from "../../support/a-life.ts";

const LIFE: readonly Event[] = aLife({
  firstDay: "2023-01-01",
  days: 150,
  bedtime: { hour: 22.75, scatterMinutes: 6, share: 0.9 },
  pantryShare: 0.95,
});

const machineRows = (events: readonly Event[]): readonly MachineRow[] =>
  events.map(({ at, entityId, state }) => ({ at, entityId, state, reason: "button" }));

const PANTRY_ROWS = machineRows(LIFE.filter(({ entityId, state }) => entityId === "light.pantry" && state === "on"));

function evaluated(machines: readonly MachineRow[] | null, methods: readonly Method[] = METHODS.slice(0, 1)) {
  const frame = (from: number, to: number): Frame => frameOfLife(LIFE.filter(({ at }) => at >= from && at < to));
  const options = { protocol: "rolling", trainDays: [120], methods, machines, onResult: () => undefined } as const;
  const [evaluation] = evaluate({ frame }, options);
  return evaluation!;
}

const offered = ({ folds }: Pick<Evaluation, "folds">) =>
  folds.flatMap(({ results }) => results.flatMap(({ suggestions }) => suggestions.map(({ plan }) => plan)));

const actionsIn = (frame: Frame): number =>
  allActionSeries(frame).reduce((sum, { actions }) => sum + actions.length, 0);

describe("judging by hands", () => {
  const plain = evaluated(null);

  it("judges only by the recording's labels without a list of machines", () => {
    expect(plain.hands).to.equal(null);
    expect(plain.methods[0]?.total.tp).to.be.above(100);
  });

  it("equals judging by labels when the list is empty", () => {
    const { hands, ...recorded } = evaluated([]);
    expect({ ...recorded, hands: null }).to.deep.equal(plain);
    expect(hands).to.deep.equal({ folds: plain.folds, methods: plain.methods });
  });

  it("learns from the history as recorded and judges the same suggestions without the machine rows", () => {
    const evaluation = evaluated(PANTRY_ROWS);
    expect(evaluation.methods).to.deep.equal(plain.methods);
    expect(offered(evaluation.hands!)).to.deep.equal(offered(plain));
    const [labels, hands] = [evaluation.methods[0]!, evaluation.hands!.methods[0]!];
    const judged = PANTRY_ROWS.filter(({ at }) => at >= evaluation.folds[0]!.fold.judge.from).length;
    expect(hands.total.actions).to.equal(labels.total.actions - judged);
    expect(hands.total.noop).to.be.above(0.9 * judged);
    expect(hands.measures.noopShare).to.be.above(0.7);
    expect(hands.verdicts.idle + hands.verdicts.bad).to.equal(1);
  });

  it("never counts a machine row as an action, and leaves all others unchanged", () => {
    const frame = frameOfLife(LIFE.slice(0, 3_000));
    const byPeople = LIFE.slice(0, 3_000).filter(({ context }) => context === "manual");
    fc.assert(
      fc.property(fc.subarray([...byPeople]), (chosen) => {
        const { frame: judged, unmatched } = countAsAutomation(frame, machineRows(chosen));
        expect(unmatched).to.equal(0);
        expect(actionsIn(judged)).to.equal(actionsIn(frame) - chosen.length);
        for (const { entity, state, actions } of allActionSeries(judged))
          for (const { at, entityId, state: made } of chosen)
            if (frame.entities.names[entity] === entityId && frame.states.names[state] === made)
              expect(actions.includes(at)).to.equal(false);
      }),
      { numRuns: 50 },
    );
  });

  it("reports rows missing from the history and does not modify its input", () => {
    const frame = frameOfLife(LIFE);
    const [row] = PANTRY_ROWS;
    const strangers = [
      { ...row!, at: row!.at + 1 },
      { ...row!, state: "off" },
      { ...row!, entityId: "light.none" },
    ];
    const { unmatched, frame: judged } = countAsAutomation(frame, [row!, ...strangers]);
    expect(unmatched).to.equal(3);
    const count = ({ contexts }: Frame): number => contexts.filter((code) => code === CONTEXT_CODE.automation).length;
    expect(count(judged)).to.equal(count(frame) + 1);
  });
});
