import { homeUnknown } from "../../model/errors.ts";
import type { Home, HomeSnapshot } from "../../model/home.ts";
import type { OnProgress } from "../../model/progress.ts";
import type { Interval } from "../../model/state-change.ts";
import type { RunReader } from "../history-ports.ts";
import type { AnalysisOutput, Miner } from "../miner.ts";
import type { Contradictions } from "./contradictions.ts";
import { withCurrentRepeats } from "./evidence-rules.ts";
import { withSeenChanges } from "./seen-changes.ts";

/** The port to renames of entities: an analysis is of entities under the ids that they had at its start. */
export interface AnalysisIdentities {
  /** Differs after a rename. */
  revision(): number;
  /** Runs work after all renames so far, and before later ones. */
  readonly undisturbed: <T>(work: () => Promise<T>) => Promise<T>;
  /** The ids now of the entity that had this id last. */
  readonly currentIds: (entityId: string) => readonly string[];
}

export interface AnalysedHome {
  readonly snapshot: HomeSnapshot;
  readonly output: AnalysisOutput;
}

/** Renames during an analysis make it start anew, but not for ever. */
const MAX_ATTEMPTS = 3;

/** Analyses the home and stores the findings while no entity is renamed. */
export function createUndisturbedAnalysis(parts: {
  readonly home: Pick<Home, "snapshot">;
  readonly miner: Pick<Miner, "analyse">;
  readonly runs: Pick<RunReader, "changesOfAutomations">;
  readonly identities: AnalysisIdentities;
  readonly contradictions: Pick<Contradictions, "list">;
  readonly phones: () => Promise<readonly string[]>;
  readonly pauses: () => readonly Interval[];
}) {
  const { home, miner, runs, identities, contradictions, phones, pauses } = parts;
  return async <T>(
    onProgress: OnProgress,
    cancelled: AbortSignal,
    from: number | undefined,
    store: (analysed: AnalysedHome) => Promise<T>,
  ): Promise<AnalysedHome & { readonly stored: T }> => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const { revision, snapshot } = await identities.undisturbed(async () => ({
        revision: identities.revision(),
        snapshot: home.snapshot(),
      }));
      if (snapshot === undefined) throw homeUnknown();
      const input = {
        info: snapshot.info,
        entities: withCurrentRepeats(snapshot.entities.values(), identities.currentIds),
        automations: withSeenChanges(snapshot.automations, await runs.changesOfAutomations(0)),
        persons: snapshot.persons,
        contradicted: contradictions.list(),
        phones: await phones(),
        pauses: pauses(),
        ...(from === undefined ? {} : { from }),
      };
      const output = await miner.analyse(input, onProgress, cancelled);
      const kept = await identities.undisturbed(async () =>
        identities.revision() === revision ? { stored: await store({ snapshot, output }) } : undefined,
      );
      if (kept !== undefined) return { snapshot, output, ...kept };
    }
    throw new Error("entities were renamed again and again during the analysis");
  };
}
