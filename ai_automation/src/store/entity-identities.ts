import { setTimeout as pause } from "node:timers/promises";
import type { Knex } from "knex";
import { z } from "zod";
import { findMoves, type KnownEntity } from "../history/identity/find-moves.ts";
import { composed, createRenameLog, type LoggedMove, type RenameLog } from "../history/identity/rename-log.ts";
import type { EntityIdentities, EntityMove } from "../model/identity.ts";
import { createSerialQueue } from "../model/keyed-queue.ts";
import type { Log } from "../model/log.ts";
import type { Now } from "../model/time.ts";
import { createKeyValueStore } from "./key-value-store.ts";
import { moveStored } from "./move-entities.ts";
import { readKnown, readMoves, saveKnown, saveMoves } from "./registry-store.ts";

export interface Identities extends EntityIdentities, RenameLog {
  /** Runs work after all moves reported so far, and before later ones. @throws if the moves cannot be stored */
  readonly undisturbed: <T>(work: () => Promise<T>) => Promise<T>;
}

export interface IdentitiesParts {
  readonly database: Knex;
  /** Stores what was recorded under the ids so far. */
  readonly settleHistory: () => Promise<void>;
  /** Moves the history in the same transaction. */
  readonly moveHistory: (trx: Knex, moves: HistoryMoves) => Promise<void>;
  /** Called when moves are stored, with each id that changed, before anything else is recorded. */
  readonly onMoved: (ids: ReadonlyMap<string, string>, moves: readonly EntityMove[]) => Promise<void>;
  readonly now: Now;
  readonly log: Log;
}

interface HistoryMoves {
  readonly renamed: ReadonlyMap<string, string>;
  readonly takenOver: readonly EntityMove[];
}

const SEEN_AT = "registry_seen_at";

/** Renames made in one go are applied together: each application rewrites the journal. */
const GATHERED_MILLISECONDS = 250;

/** Applies moves of entities to everything that is stored, in one transaction. */
export async function openIdentities(parts: IdentitiesParts): Promise<Identities> {
  const { database, settleHistory, moveHistory, onMoved, now, log } = parts;
  const applying = createSerialQueue();
  const keyValues = createKeyValueStore(database);
  let known: readonly KnownEntity[] = await readKnown(database);
  let logged: readonly LoggedMove[] = await readMoves(database);
  let renames = createRenameLog(logged);
  let pending: LoggedMove[] = [];
  let batch = logged.at(-1)?.batch ?? 0;
  let revision = 0;

  const apply = async (
    moves: readonly LoggedMove[],
    next: readonly KnownEntity[],
    onApplied: () => void = () => undefined,
  ): Promise<void> => {
    const ids = composed(moves);
    const takenOver = moves.filter(({ kind }) => kind === "taken_over");
    const renamed = composed(moves.filter(({ kind }) => kind === "renamed"));
    const started = performance.now();
    if (ids.size > 0) await settleHistory();
    await database.transaction(async (trx) => {
      if (ids.size > 0) {
        await moveHistory(trx, { renamed, takenOver });
        await moveStored(trx, { ids, moves });
      }
      await saveMoves(trx, moves);
      await saveKnown(trx, known, next);
    });
    known = next;
    onApplied();
    if (moves.length === 0) return;
    logged = [...logged, ...moves];
    renames = createRenameLog(logged);
    await onMoved(ids, moves);
    log.info({ moves: moves.length, milliseconds: Math.round(performance.now() - started) }, "entities moved");
  };

  const applyPending = async (): Promise<void> => {
    const moves = pending;
    if (moves.length === 0) return;
    await apply(moves, afterMoves(known, moves));
    pending = pending.slice(moves.length);
  };
  const undisturbed = <T>(work: () => Promise<T>): Promise<T> =>
    applying.run(async () => {
      while (pending.length > 0) await applyPending();
      return work();
    });

  const compare: EntityIdentities["compare"] = async (registry, seenRevision, onApplied) => {
    // Moves that are reported meanwhile mark the registry as stale, so that it is read and compared again.
    if (seenRevision !== revision || registry.length === 0) return;
    const seenAt = (await keyValues.get(SEEN_AT, z.number())) ?? 0;
    const found = findMoves(known, registry, { seenAt, now: now() });
    if (found.moves.length > 0) {
      revision += 1;
      batch += 1;
    }
    await apply(
      found.moves.map((move) => ({ ...move, batch })),
      found.known,
      onApplied,
    );
    await keyValues.set(SEEN_AT, now());
  };

  return {
    revision: () => revision,
    moved: (move) => {
      revision += 1;
      batch += 1;
      pending = [...pending, { ...move, batch }];
      if (pending.length > 1) return;
      void pause(GATHERED_MILLISECONDS)
        .then(() => undisturbed(async () => undefined))
        .catch((error: unknown) => log.error({ err: error }, "renamed entities could not be moved yet"));
    },
    compare: (registry, seenRevision, onApplied) => undisturbed(() => compare(registry, seenRevision, onApplied)),
    undisturbed,
    idOf: (entityId, at) => renames.idOf(entityId, at),
    currentIds: (entityId) => renames.currentIds(entityId),
  };
}

function afterMoves(known: readonly KnownEntity[], moves: readonly EntityMove[]): readonly KnownEntity[] {
  return moves.reduce(
    (entities, { from, to }) =>
      entities.map((one) => (one.entityId === from && one.goneAt === null ? { ...one, entityId: to } : one)),
    known,
  );
}
