import type { MachineRow } from "../../model/machine-row.ts";
import { csvParts } from "./csv-parts.ts";

/**
 * Reads which rows of a recording machines made: CSV with `timestamp,entity_id,state,reason`, plain or gzip. It may
 * name none.
 * @throws RecordingError naming file, line and fault
 */
export async function readMachines(path: string): Promise<readonly MachineRow[]> {
  const found: MachineRow[] = [];
  const parts = csvParts(path, "reason", ({ at, entityId, state, last: reason }) => ({ at, entityId, state, reason }));
  for await (const { rows } of parts) found.push(...rows);
  return found;
}
