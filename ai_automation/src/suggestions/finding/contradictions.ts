import { z } from "zod";
import { CONTRADICTED_MACHINES, type KeyValueStore } from "../../model/key-value-store.ts";
import { isSameMachine, type MachineCause, type NamedMachine } from "../../model/self-acting.ts";

/** What people said was themselves, although it looks like a machine. The next analysis learns from it again. */
export interface Contradictions {
  list(): readonly NamedMachine[];
  isContradicted(machine: NamedMachine): boolean;
  set(machine: NamedMachine, isContradicted: boolean): Promise<void>;
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
  let list: readonly NamedMachine[] = (await keyValues.get(CONTRADICTED_MACHINES, storedSchema)) ?? [];
  return {
    list: () => list,
    isContradicted: (machine) => list.some((one) => isSameMachine(one, machine)),
    set: async ({ target, cause }, isContradicted) => {
      const others = list.filter((one) => !isSameMachine(one, { target, cause }));
      const next = isContradicted ? [...others, { target, cause }] : others;
      await keyValues.set(CONTRADICTED_MACHINES, next);
      list = next;
    },
  };
}
