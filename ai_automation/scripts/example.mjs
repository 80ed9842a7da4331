// Generates examples/recording.csv.gz: 150 days of a simulated home, identical on every run. Requires a build.
// Leaves out busy sensors to keep the file near 100 kB.
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { plantHistory } from "../dist/src/evaluation/quality/planted-frame.js";
import { CONTEXT_CODE } from "../dist/src/history/frame/frame.js";
import { recordingText } from "../dist/src/history/recording/write-recording.js";

const SETTINGS = { seed: 2, days: 150, adherence: 0.9 };
const MOST_ROWS = 1_400;
const CONTEXTS = new Map(Object.entries(CONTEXT_CODE).map(([context, code]) => [code, context]));

const app = dirname(dirname(fileURLToPath(import.meta.url)));
const { frame } = plantHistory(SETTINGS);
const rows = frame.entities.names.flatMap((entityId, entity) =>
  rowsOf(entity).map((i) => ({
    at: frame.times[i],
    entityId,
    state: frame.states.names[frame.codes[i]],
    context: CONTEXTS.get(frame.contexts[i]),
  })),
);
rows.sort((a, b) => a.at - b.at || (a.entityId < b.entityId ? -1 : 1));
const text = [...recordingText(rows)].join("");
writeFileSync(join(dirname(app), "examples/recording.csv.gz"), gzipSync(text, { level: 9 }));
process.stderr.write(`${rows.length} rows\n`);

function rowsOf(entity) {
  const from = frame.start[entity];
  const count = frame.start[entity + 1] - from;
  return count > MOST_ROWS ? [] : Array.from({ length: count }, (_, i) => from + i);
}
