import type { ChangeArchive, EntityInterval } from "../model/archive.ts";
import { addLeftOut, type HistoryPiece, type LeftOut } from "../model/history-piece.ts";
import type { ImportMarks } from "../model/import.ts";
import type { StateChange } from "../model/state-change.ts";

export interface ImportProgress {
  /** 0 to 1 */
  readonly share: number;
  /** Changes of states. */
  readonly read: number;
  /** Changes that were not in the archive yet. */
  readonly added: number;
  /** Changes that were in the archive with a cause that is now known better. */
  readonly corrected: number;
  /** Rows of the source, and those of them that were left out. */
  readonly rows: number;
  readonly leftOut: LeftOut;
}

export const NOTHING_IMPORTED: ImportProgress = { share: 0, read: 0, added: 0, corrected: 0, rows: 0, leftOut: {} };

export interface ImportParts {
  readonly source: string;
  readonly archive: Pick<ChangeArchive, "record" | "correctCauses">;
  readonly marks: ImportMarks;
  readonly onProgress: (progress: ImportProgress) => void;
}

/**
 * Stores the pieces of a source. Each is in the archive before the next is read. Of existing changes only a cause can
 * change, if an earlier import did not know it.
 */
export async function importHistory(pieces: AsyncIterable<HistoryPiece>, parts: ImportParts): Promise<ImportProgress> {
  const { source, archive, marks, onProgress } = parts;
  let progress = NOTHING_IMPORTED;
  const spans = new Map<string, Span>();
  for await (const { changes, corrections, levels, units = [], covered, share, mark, rows, leftOut } of pieces) {
    const imported = extendSpans(spans, changes);
    const added = await archive.record({ changes, covered, levels, units, imported });
    const corrected = added === changes.length ? 0 : await archive.correctCauses(corrections);
    if (mark !== null) await marks.set(source, mark);
    progress = {
      share,
      read: progress.read + changes.length,
      added: progress.added + added,
      corrected: progress.corrected + corrected,
      rows: progress.rows + rows,
      leftOut: addLeftOut(progress.leftOut, leftOut),
    };
    onProgress(progress);
  }
  await marks.delete(source);
  return { ...progress, share: 1 };
}

interface Span {
  from: number;
  to: number;
}

/** From an entity's first row to its last: what a file says about it. Returns those of the changed entities. */
function extendSpans(spans: Map<string, Span>, changes: readonly StateChange[]): readonly EntityInterval[] {
  const changed = new Set<string>();
  for (const { entityId, at } of changes) {
    const span = spans.get(entityId);
    if (span === undefined) spans.set(entityId, { from: at, to: at + 1 });
    else {
      span.from = Math.min(span.from, at);
      span.to = Math.max(span.to, at + 1);
    }
    changed.add(entityId);
  }
  return [...changed].map((entityId) => ({ entityId, ...(spans.get(entityId) ?? { from: 0, to: 0 }) }));
}
