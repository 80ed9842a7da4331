import type { Frame } from "../history/frame/frame.ts";
import { createRowIndex } from "../history/frame/row-index.ts";
import type { Evidence } from "../history/machines/evidence.ts";
import type { Interval } from "../model/state-change.ts";
import { createWorld, wholeDays } from "../replay/world.ts";
import type { MiningContext } from "./candidate.ts";
import { MAX_SAMPLE } from "./conditions/grow-conditions.ts";
import { createNearby } from "./conditions/nearby.ts";
import { createColumns } from "./conditions/sample.ts";
import { readEntityFacts } from "./entity-facts.ts";
import { LEAST_CONFIDENCE_OF_BEGUN } from "./proof/begun.ts";
import { createCandidateFires } from "./proof/candidate-fires.ts";
import { createOccupancy } from "./proof/occupancy.ts";
import { recordedDays, splitOf } from "./split-days.ts";

/** The share of days used for training; the rest is held out (docs/evaluation.md, section 5, 70/30). */
const LEARN_SHARE = 0.7;
/**
 * In a long history only the newest two months are held out. On four folds of one family's year this found more habits,
 * with a higher precision, than 45 or 90 days.
 */
const MAX_HELD_OUT_DAYS = 60;
/** The newest days that are also searched alone: docs/decisions/newest-days-searched-alone.md has other lengths. */
const NEWEST_DAYS = 30;

type Home = Pick<Parameters<typeof readEntityFacts>[1], "isMinable" | "areaOf" | "deviceClassOf">;

/** The whole history, with its newest days held out. */
export function prepare(
  { frame, derived, kin }: Pick<Evidence, "frame" | "derived" | "kin">,
  silentDays: ReadonlySet<number>,
  home: Home,
): MiningContext {
  const whole = wholeDays(frame);
  const facts = readEntityFacts(frame, { ...home, derived, kin });
  const world = createWorld(frame);
  return {
    world,
    frame,
    fires: createCandidateFires(world, whole),
    whole,
    leastConfidence: 0,
    searches: isLong(frame, silentDays, whole) ? 2 : 1,
    silentDays,
    facts,
    nearby: createNearby(frame, facts),
    occupancy: createOccupancy(frame, facts),
    sampleColumns: createColumns(MAX_SAMPLE),
    rowIndex: createRowIndex(frame),
    ...heldOutOf(frame, silentDays, whole),
  };
}

/** The newest days of a long history as if nothing else had been recorded; undefined if it is not long enough. */
export function newestOf(context: MiningContext): MiningContext | undefined {
  const { world, frame, silentDays, whole } = context;
  if (!isLong(frame, silentDays, whole)) return undefined;
  const newest = { from: startOfNewest(frame, whole), to: whole.to };
  return {
    ...context,
    leastConfidence: LEAST_CONFIDENCE_OF_BEGUN,
    whole: newest,
    fires: createCandidateFires(world, newest),
    ...heldOutOf(frame, silentDays, newest),
  };
}

/** Whether as many days were recorded before the newest ones: otherwise everything would seem to have begun there. */
const isLong = (frame: Frame, silentDays: ReadonlySet<number>, { from, to }: Interval): boolean =>
  recordedDays(frame, silentDays, { from, to: startOfNewest(frame, { from, to }) }) >= NEWEST_DAYS;

const startOfNewest = ({ clock }: Frame, { to }: Interval): number =>
  clock.instantOf(clock.dayOf(to - 1) + 1 - NEWEST_DAYS, 0);

function heldOutOf(frame: Frame, silentDays: ReadonlySet<number>, whole: Interval): ReturnType<typeof splitOf> {
  const { clock } = frame;
  const firstDay = clock.dayOf(whole.from);
  const days = recordedDays(frame, silentDays, whole);
  const recordedLearnDays = Math.max(Math.floor(days * LEARN_SHARE), days - MAX_HELD_OUT_DAYS);
  const border = clock.instantOf(firstDay + daysUntil(recordedLearnDays, firstDay, silentDays), 0);
  return splitOf(frame, silentDays, { from: whole.from, to: border }, { from: border, to: whole.to });
}

/** How many days pass until so many of them were recorded. */
function daysUntil(recorded: number, firstDay: number, silentDays: ReadonlySet<number>): number {
  let days = 0;
  for (let left = recorded; left > 0; days++) if (!silentDays.has(firstDay + days)) left -= 1;
  return days;
}
