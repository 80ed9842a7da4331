import { setImmediate as nextTurn } from "node:timers/promises";
import type { ChangeArchive, RecordedInterval } from "../model/archive.ts";
import type { StateChange } from "../model/state-change.ts";

/** A piece is written without a break, in about 12 milliseconds. */
const CHANGES_A_PIECE = 2_500;

/**
 * Stores a window of the history in pieces, between which other work gets its turn: a day of a large home has 200,000
 * changes. A piece has all changes of its entities, because the archive is ordered by entities: pieces in order of
 * time would write each of its pages many times. The window is covered with the last piece, so an interrupted one is
 * read again. Returns how many changes were new.
 */
export async function storeWindow(
  archive: Pick<ChangeArchive, "record" | "missing">,
  { changes, covered, ...rest }: RecordedInterval,
): Promise<number> {
  const pieces = piecesOf(changes);
  const last = pieces.pop() ?? [];
  let added = 0;
  for (const piece of pieces) {
    // The history may have been deleted since it was requested.
    if (await isCovered(archive, covered)) return added;
    added += await archive.record({ changes: piece, covered: { from: covered.from, to: covered.from } });
    await nextTurn();
  }
  if (await isCovered(archive, covered)) return added;
  return added + (await archive.record({ ...rest, changes: last, covered }));
}

const isCovered = async (
  archive: Pick<ChangeArchive, "missing">,
  interval: RecordedInterval["covered"],
): Promise<boolean> => (await archive.missing(interval)).length === 0;

function piecesOf(changes: readonly StateChange[]): StateChange[][] {
  const pieces: StateChange[][] = [];
  let piece: StateChange[] = [];
  for (const ofEntity of Map.groupBy(changes, ({ entityId }) => entityId).values())
    for (const change of ofEntity) {
      if (piece.length >= CHANGES_A_PIECE) {
        pieces.push(piece);
        piece = [];
      }
      piece.push(change);
    }
  return [...pieces, piece];
}
