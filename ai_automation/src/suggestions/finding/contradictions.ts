import { z } from "zod";
import { CONTRADICTED_MACHINES, type KeyValueStore } from "../../model/key-value-store.ts";
import { createSerialQueue } from "../../model/keyed-queue.ts";
import { isSameMachine, type MachineCause, type NamedMachine } from "../../model/self-acting.ts";

/** What people said was themselves, although it looks like a machine. The next analysis learns from it again. */
export interface Contradictions {
  list(): readonly NamedMachine[];
  isContradicted(machine: NamedMachine): boolean;
  set(machine: NamedMachine, isContradicted: boolean): Promise<void>;
  /** Reads them again, after entities were renamed in the store. */
  read(): Promise<void>;
  /** Drops those that name one of the entities; null for all. */
  forget(entityIds: readonly string[] | null): Promise<void>;
}

export const machineCauseSchema: z.ZodType<MachineCause> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("after"), entityId: z.string(), state: z.string(), lag: z.number() }),
  z.object({ kind: z.literal("own"), state: z.string(), lag: z.number() }),
  z.object({ kind: z.literal("clock"), timeOfDay: z.number() }),
  z.object({ kind: z.literal("sun"), event: z.enum(["sunrise", "sunset"]), offset: z.number() }),
]);

const storedSchema = z.array(
  z.object({ target: z.object({ entityId: z.string(), state: z.string() }), cause: machineCauseSchema }),
);

export async function openContradictions(keyValues: KeyValueStore): Promise<Contradictions> {
  let list: readonly NamedMachine[] = [];
  const read = async (): Promise<void> => {
    list = (await keyValues.get(CONTRADICTED_MACHINES, storedSchema)) ?? [];
  };
  await read();
  const queue = createSerialQueue();
  /** One after the other: each works on what the one before has stored. */
  const update = (change: () => readonly NamedMachine[]): Promise<void> =>
    queue.run(async () => {
      const next = change();
      if (next.length === 0 && list.length === 0) return;
      await keyValues.set(CONTRADICTED_MACHINES, next);
      list = next;
    });
  return {
    read: () => queue.run(read),
    list: () => list,
    isContradicted: (machine) => list.some((one) => isSameMachine(one, machine)),
    set: ({ target, cause }, isContradicted) =>
      update(() => {
        const others = list.filter((one) => !isSameMachine(one, { target, cause }));
        return isContradicted ? [...others, { target, cause }] : others;
      }),
    forget: async (entityIds) => {
      const forgotten = new Set(entityIds);
      const isKept = ({ target, cause }: NamedMachine): boolean =>
        !forgotten.has(target.entityId) && !(cause.kind === "after" && forgotten.has(cause.entityId));
      await update(() => (entityIds === null ? [] : list.filter(isKept)));
    },
  };
}
