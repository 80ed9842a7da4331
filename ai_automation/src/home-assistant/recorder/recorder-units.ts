import type { UnitStretch } from "../../model/unit.ts";
import { instantOfSeconds } from "../instants.ts";
import { unitIn } from "../units.ts";
import type { RecorderEntity, StateRow } from "./rows.ts";

/** The units of a recorder's numeric states. Rows must be passed in chronological order. */
export interface RecorderUnits {
  ofRow(row: StateRow, entity: RecorderEntity): void;
  /** Those of the rows since the last call, each from its first row ever. */
  take(): readonly UnitStretch[];
}

interface Span {
  readonly entityId: string;
  readonly from: number;
  to: number;
  readonly unit: string;
}

export function createRecorderUnits(attributesOf: (row: StateRow) => Readonly<Record<string, unknown>>): RecorderUnits {
  const spans = new Map<RecorderEntity, Span>();
  const taken = new Set<Span>();
  return {
    ofRow: (row, entity) => {
      const { entityId, unit: only } = entity;
      if (only === null || row.state === null) return;
      const span = spans.get(entity);
      const unit = only === "varies" ? (unitIn(attributesOf(row)) ?? span?.unit) : only.always;
      const at = instantOfSeconds(row.seconds);
      if (unit === undefined) return;
      if (span?.unit === unit) {
        span.to = at + 1;
        taken.add(span);
        return;
      }
      if (span !== undefined) {
        span.to = at;
        taken.add(span);
      }
      const next = { entityId, from: at, to: at + 1, unit };
      spans.set(entity, next);
      taken.add(next);
    },
    take: () => {
      const stretches = [...taken].filter(({ from, to }) => from < to).map((span) => ({ ...span }));
      taken.clear();
      return stretches;
    },
  };
}
