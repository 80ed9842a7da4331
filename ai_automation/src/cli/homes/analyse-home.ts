import { evaluateFile } from "../analyses/evaluate-file.ts";
import { mineFile } from "../analyses/mine-file.ts";
import { replayFile } from "../analyses/replay-file.ts";
import { isInputError } from "../command.ts";
import { UsageError } from "../options.ts";
import { evaluationDocument } from "../show-evaluation.ts";
import { replayDocument } from "../show-replay.ts";
import { suggestionDocument } from "../show-suggestions.ts";
import type { HomeJob, HomeOutcome, HomeResult } from "./home-job.ts";

/** Analyses one of many recordings. Errors are outcomes. */
export async function analyseHome(job: HomeJob): Promise<HomeOutcome> {
  const started = performance.now();
  const secondsSince = (): number => Number(((performance.now() - started) / 1_000).toFixed(3));
  try {
    const result = await resultOf(job, secondsSince);
    return { ...result, seconds: secondsSince() };
  } catch (error) {
    const cause = isInputError(error) ? "recording" : "process";
    const text = error instanceof Error ? error.message : String(error);
    if (cause === "process") process.stderr.write(`${job.home.name}: ${error instanceof Error ? error.stack : text}\n`);
    return { kind: "failed", cause, error: text, seconds: secondsSince() };
  }
}

async function resultOf({ home, work }: HomeJob, secondsSince: () => number): Promise<HomeResult> {
  switch (work.command) {
    case "mine": {
      const { result, ...read } = await mineFile(home, work.options);
      const document = suggestionDocument(result.findings, secondsSince(), result.hasOffsets);
      return { kind: "done", ...read, document };
    }
    case "evaluate": {
      const { result, ...read } = await evaluateFile(home, work.options, () => undefined);
      return { kind: "done", ...read, document: evaluationDocument(result.evaluations) };
    }
    case "replay": {
      if (home.automations === null) throw new UsageError(`${home.name}: it has no automations`);
      const { result, ...read } = await replayFile(home, { ...work.options, automations: home.automations });
      return { kind: "done", ...read, document: { ...replayDocument(result.report), not_read: result.faults } };
    }
  }
}
