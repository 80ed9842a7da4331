import { drawsFor } from "../../../demo/draws.ts";
import type { HomeRecording } from "../home-recording.ts";
import { lampGroup, lightingIntegration, mirrors } from "./derived.ts";
import { nightlyOutage, renamedEntity, replacedDevice } from "./interrupted.ts";
import { NOTHING_RENAMED, type Disturbed, type Nuisance } from "./nuisance.ts";
import { boundRemote, bridgeTimer, scheduler } from "./self-acting.ts";

/** In the order in which they are combined: the outage comes last because it affects all others. */
export const NUISANCES: readonly Nuisance[] = [
  lampGroup,
  mirrors,
  lightingIntegration,
  renamedEntity,
  replacedDevice,
  boundRemote,
  bridgeTimer,
  scheduler,
  nightlyOutage,
];

/** Adds nuisances to a home; deterministic for a seed. */
export function disturb(recording: HomeRecording, nuisances: readonly Nuisance[], seed: number): Disturbed {
  return nuisances.reduce<Disturbed>(
    (soFar, nuisance) => {
      const next = nuisance.disturb(soFar.recording, drawsFor(seed, "messy", nuisance.name));
      return {
        recording: next.recording,
        added: [...soFar.added, ...next.added],
        renamed: new Map([...soFar.renamed, ...next.renamed]),
      };
    },
    { recording, added: [], renamed: NOTHING_RENAMED },
  );
}

export function originalIdOf(entityId: string, renamed: ReadonlyMap<string, string>): string {
  const before = renamed.get(entityId);
  return before === undefined ? entityId : originalIdOf(before, renamed);
}
