import { createFrameBuilder, type Frame } from "../../history/frame/frame.ts";
import type { Context } from "../../model/cause.ts";
import type { Clock } from "../../model/clock.ts";
import type { NumericLevel } from "../../model/level.ts";
import type { Location } from "../../model/sun.ts";

export interface HomeRow {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly entityId: string;
  readonly state: string;
  readonly context: Context;
}

export interface HomeLevel {
  readonly at: number;
  readonly entityId: string;
  readonly kind: NumericLevel;
  readonly value: number;
}

/** A home's recording as rows that can be modified. */
export interface HomeRecording {
  readonly clock: Clock;
  readonly location: Location;
  /** In order of time; rows of one instant in their original order. */
  readonly rows: readonly HomeRow[];
  readonly levels: readonly HomeLevel[];
}

/** The recording as the miner sees it. */
export function frameOf({ clock, location, rows, levels }: HomeRecording): Frame {
  const builder = createFrameBuilder({ clock, location });
  for (const { at, entityId, state, context } of rows)
    builder.add(at, builder.entity(entityId), builder.state(state), context);
  for (const { at, entityId, kind, value } of levels) builder.levels.add(at, builder.entity(entityId), kind, value);
  return builder.finish();
}
