import type { ChangeArchive, RecordedInterval } from "../model/archive.ts";
import { withoutTrigger } from "../model/automation.ts";
import type { Cause } from "../model/cause.ts";
import type { Excluded } from "../model/privacy.ts";

/** Before recording, drops changes of excluded entities and removes excluded users from causes. */
export function createPrivateArchive<T extends ChangeArchive>(archive: T, excluded: () => Excluded): T {
  const filters = () => {
    const { entity, user } = excluded();
    const isKept = ({ entityId }: { readonly entityId: string }): boolean => !entity(entityId);
    const withoutUser = <C extends { readonly cause: Cause }>(change: C): C => {
      const cause = withheld(change.cause, user);
      return cause === change.cause ? change : { ...change, cause };
    };
    return { isKept, withoutUser };
  };
  const kept = (recorded: RecordedInterval): RecordedInterval => {
    const { changes, covered, levels = [], runs = [], units = [], imported } = recorded;
    const { isKept, withoutUser } = filters();
    return {
      changes: changes.filter(isKept).map(withoutUser),
      covered,
      levels: levels.filter(isKept).map(withoutUser),
      runs: runs.filter(isKept).map((run) => withoutTrigger(run, (entityId) => !isKept({ entityId }))),
      units: units.filter(isKept),
      ...(imported === undefined ? {} : { imported: imported.filter(isKept) }),
    };
  };
  return {
    ...archive,
    correctCauses: (changes) => {
      const { isKept, withoutUser } = filters();
      return archive.correctCauses(changes.filter(isKept).map(withoutUser));
    },
    record: (recorded) => archive.record(kept(recorded)),
    recordSoon: (recorded) => archive.recordSoon(kept(recorded)),
  };
}

function withheld(cause: Cause, isExcluded: Excluded["user"]): Cause {
  if (!("userId" in cause) || !isExcluded(cause.userId)) return cause;
  return cause.kind === "person" ? { kind: "withheld" } : { ...cause, userId: null };
}
