import { wordNearMiss, wordObstacle } from "../finding/reasons.ts";
import { reportSelfActing } from "../finding/report-self-acting.ts";
import type { AnalysisRecord } from "../ports.ts";
import type { Names } from "../words/names.ts";

/** The findings of an analysis in the reader's language, as far as their facts are stored. */
export const wordedAnalysis = (analysis: AnalysisRecord, names: Names): AnalysisRecord => ({
  ...analysis,
  nearMisses: analysis.nearMisses.map((near) => wordNearMiss(near, names)),
  selfActing: analysis.selfActing.map((one) => reportSelfActing(one, names)),
  obstacle: analysis.obstacle === null ? null : wordObstacle(analysis.obstacle, names.language),
});
