import { drawsFor } from "../../../demo/draws.ts";
import type { HomeRecording } from "../home-recording.ts";
import { lampGroup, lightingIntegration, mirrors } from "./derived.ts";
import { nightlyOutage, renamedEntity, replacedDevice } from "./interrupted.ts";
import { type Disturbed, NOTHING_RENAMED, type Nuisance } from "./nuisance.ts";
import { boundRemote, bridgeTimer, scheduler } from "./self-acting.ts";

/** In the order in which they come together: an outage meets everything that was there before. */
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

/** The same home with some nuisances, the same for the same seed. */
export function disturb(recording: HomeRecording, nuisances: readonly Nuisance[], seed: number): Disturbed {
  return nuisances.reduce<Disturbed>(
    (sofar, nuisance) => {
      const next = nuisance.disturb(sofar.recording, drawsFor(seed, "messy", nuisance.name));
      return {
        recording: next.recording,
        added: [...sofar.added, ...next.added],
        renamed: new Map([...sofar.renamed, ...next.renamed]),
      };
    },
    { recording, added: [], renamed: NOTHING_RENAMED },
  );
}

/** The id that an entity had at first. */
export function firstIdOf(entityId: string, renamed: ReadonlyMap<string, string>): string {
  const before = renamed.get(entityId);
  return before === undefined ? entityId : firstIdOf(before, renamed);
}
