import type { ChangeArchive, RecordedInterval } from "../model/archive.ts";
import type { AutomationRun } from "../model/automation.ts";
import type { Cause } from "../model/cause.ts";
import type { Identities } from "../store/entity-identities.ts";

/**
 * Records under the ids that entities have now what sources report under earlier ones: events that were on their way, or
 * an import from before a rename.
 */
export function createMovedArchive(
  archive: ChangeArchive,
  { undisturbed, idOf }: Pick<Identities, "undisturbed" | "idOf">,
): ChangeArchive {
  const moved = <T extends { readonly entityId: string; readonly at: number }>(one: T): T => {
    const entityId = idOf(one.entityId, one.at);
    return entityId === one.entityId ? one : { ...one, entityId };
  };
  const withCause = <T extends { readonly cause: Cause; readonly at: number }>(one: T): T => {
    const cause = movedCause(one.cause, one.at, idOf);
    return cause === one.cause ? one : { ...one, cause };
  };
  const withTrigger = (run: AutomationRun): AutomationRun => {
    const { startedBy, at } = run;
    const entityId = startedBy?.entityId ?? null;
    return startedBy === undefined || entityId === null
      ? run
      : { ...run, startedBy: { ...startedBy, entityId: idOf(entityId, at) } };
  };
  const movedInterval = (recorded: RecordedInterval): RecordedInterval => {
    const { changes, levels = [], runs = [], units = [], imported } = recorded;
    return {
      ...recorded,
      changes: changes.map(moved).map(withCause),
      levels: levels.map(moved).map(withCause),
      runs: runs.map(moved).map(withTrigger),
      units: units.map((one) => ({ ...one, entityId: idOf(one.entityId, one.from) })),
      ...(imported === undefined
        ? {}
        : { imported: imported.map((one) => ({ ...one, entityId: idOf(one.entityId, one.from) })) }),
    };
  };
  return {
    ...archive,
    correctCauses: (changes) => undisturbed(() => archive.correctCauses(changes.map(moved).map(withCause))),
    record: (recorded) => undisturbed(() => archive.record(movedInterval(recorded))),
    recordSoon: (recorded) => undisturbed(() => archive.recordSoon(movedInterval(recorded))),
  };
}

function movedCause(cause: Cause, at: number, idOf: Identities["idOf"]): Cause {
  if (!("entityId" in cause) || cause.entityId === null) return cause;
  const entityId = idOf(cause.entityId, at);
  return entityId === cause.entityId ? cause : { ...cause, entityId };
}
