import type { EvaluationOptions } from "../evaluation/evaluate.ts";
import { formatDay } from "../model/clock.ts";
import { evaluateFile, EVALUATION_OPTIONS, evaluationOptions } from "./analyses/evaluate-file.ts";
import { documentText, runCommand, writeResult } from "./command.ts";
import { kindOf } from "./homes/find-homes.ts";
import { MANY_OPTIONS, MANY_USAGE, refuseManyOptions, runMany } from "./homes/run-many.ts";
import { reportLeftOut } from "./load-recording.ts";
import { parseOptions, RECORDING_OPTIONS, required, sourceOf } from "./options.ts";
import { evaluationDocument, showEvaluation } from "./show-evaluation.ts";

const USAGE = `npm run --silent evaluate -- --events FILE.csv[.gz] --time-zone ZONE [--latitude N --longitude N [--elevation METERS]]
  [--protocol rolling|split|day-one] [--train-days N|all] [--train-until DATE] [--machines FILE.csv[.gz]]
  [--json] [--output FILE]
Compares our miner with simpler methods on held-out days. Protocols:
  rolling (default): learns up to day 120, 210, 300, ..., from the last 120 days and from everything before, and judges
    the 30 days that follow
  split: learns from the first 70% of the days, or from those before --train-until, and judges the rest
  day-one: learns from the last 10, 5, 14 and 21 days before day 15, 30, 45, ..., and judges the 30 days that follow
--machines lists the rows caused by machines (timestamp, entity_id, state, reason). Methods still learn from the
recording as it is; results are then judged twice: by the recording's labels, and by hands, where these rows count as
automation.
${MANY_USAGE}`;

const OPTIONS = { ...RECORDING_OPTIONS, ...EVALUATION_OPTIONS, ...MANY_OPTIONS, machines: { type: "string" } } as const;

await runCommand(async () => {
  const values = parseOptions(OPTIONS, USAGE);
  const events = required(values.events, "events");
  if ((await kindOf(events)) !== "recording")
    return runMany(events, values, { command: "evaluate", options: evaluationOptions(values) });
  refuseManyOptions(values);
  const source = sourceOf(values);
  const evaluated = await evaluateFile(source, evaluationOptions(values), createReport(), reportLeftOut);
  const { evaluations, machines } = evaluated.result;
  if (machines !== null && machines.unmatched > 0)
    process.stderr.write(
      `${source.machines}: ${machines.unmatched} of ${machines.rows} rows are not in the recording and were ignored\n`,
    );
  const text = values.json === true ? documentText(evaluationDocument(evaluations)) : showEvaluation(evaluations);
  await writeResult(text, values.output);
});

function createReport(): EvaluationOptions["onResult"] {
  let last = performance.now();
  return ({ origin }, { method, suggestions }) => {
    const now = performance.now();
    const seconds = ((now - last) / 1_000).toFixed(1);
    process.stderr.write(`${formatDay(origin)} ${method}: ${suggestions.length} suggestions, ${seconds} s\n`);
    last = now;
  };
}
