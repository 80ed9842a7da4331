import { mineFile } from "../../cli/analyses/mine-file.ts";
import { RecordingError } from "../../history/recording/parse-recording.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import { recordingNames } from "../../suggestions/finding/recording-names.ts";
import { sharedSentence } from "../../suggestions/showing/share-text.ts";
import { structureOf } from "../../suggestions/showing/structure.ts";
import type { Analysis } from "../homes/recordings.ts";

export interface FileToAnalyse {
  readonly file: string;
  readonly zone: string;
  readonly location: { readonly latitude: number; readonly longitude: number } | null;
  readonly showsNames: boolean;
}

/** Analyses a recording in a file, like `npm run mine`. One that cannot be read is a result, too: it never will be. */
export async function analyseFile({ file, zone, location, showsNames }: FileToAnalyse): Promise<Analysis> {
  const started = performance.now();
  const secondsSince = (): number => (performance.now() - started) / 1_000;
  try {
    const source = { file, zone, location: location === null ? null : { ...location, elevation: 0 }, machines: null };
    const { changes, result } = await mineFile(source, { untilDay: null, trainDays: null });
    const { drafts, nearMisses, selfActing, obstacle } = result.findings;
    return {
      outcome: "analysed",
      findings: {
        suggestions: drafts.map((draft) => resultOf(draft, showsNames)),
        near_misses: nearMisses.length,
        self_acting: selfActing.length,
        obstacle: obstacle?.kind ?? null,
      },
      changes,
      seconds: secondsSince(),
    };
  } catch (error) {
    if (!(error instanceof RecordingError)) throw error;
    const findings = { suggestions: [], near_misses: 0, self_acting: 0, obstacle: error.message.replaceAll(file, "") };
    return { outcome: "unreadable", findings, changes: 0, seconds: secondsSince() };
  }
}

function resultOf(draft: SuggestionDraft, showsNames: boolean): Analysis["findings"]["suggestions"][number] {
  const { language, deviceClassOf } = recordingNames;
  const text = showsNames ? draft.title : sharedSentence(draft, language, deviceClassOf);
  return {
    structure: structureOf(draft, deviceClassOf, text),
    automation: showsNames ? { ...draft.automation } : null,
  };
}
