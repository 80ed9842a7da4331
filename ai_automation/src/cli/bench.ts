import { ARCHIVE_USAGE, benchArchive } from "./bench-archive.ts";
import { benchHomes, HOMES_USAGE } from "./bench-homes.ts";
import { benchImport, IMPORT_USAGE } from "./bench-import.ts";
import { benchLoad, benchSoak, LOAD_USAGE } from "./bench-load.ts";
import { benchMining, MINING_USAGE } from "./bench-mining.ts";
import { benchQuality, QUALITY_USAGE } from "./bench-quality.ts";
import { benchReads, READS_USAGE } from "./bench-reads.ts";
import { benchRelease, RELEASE_USAGE } from "./bench-release.ts";
import { benchService } from "./bench-service.ts";
import { benchTable, TABLE_USAGE } from "./bench-table.ts";
import { benchWords, WORDS_USAGE } from "./bench-words.ts";
import { runCommand } from "./command.ts";
import { HelpRequest, UsageError } from "./options.ts";

const USAGE = `npm run --silent bench -- [service | mining | table | quality | archive | panel | load | reads | soak | import | import-long | words | homes | release] [options]
service: cold start and memory of the built service with the simulated home (takes about 90 seconds)
${MINING_USAGE}
${TABLE_USAGE}
${QUALITY_USAGE}
${ARCHIVE_USAGE}
panel: panel size, time to the first card, and longest task with many suggestions and two years of evidence
${LOAD_USAGE}
${READS_USAGE}
${IMPORT_USAGE}
${WORDS_USAGE}
${HOMES_USAGE}
${RELEASE_USAGE}
Default: service, mining and table.`;

await runCommand(async () => {
  const [part, ...rest] = process.argv.slice(2);
  if (part === "--help") throw new HelpRequest(USAGE);
  if (part === "quality") return benchQuality(rest, print);
  if (part === "import" || part === "import-long") return benchImport(rest, print, part === "import-long");
  if (part === "archive") return benchArchive(rest, print);
  if (part === "load") return benchLoad(rest, print);
  if (part === "reads") return benchReads(rest, print);
  if (part === "soak") return benchSoak(print);
  if (part === "panel") return (await import("./bench-panel.ts")).benchPanel(print);
  if (part === "release") return benchRelease(rest, print);
  if (part === "homes") return benchHomes(rest, print);
  if (part === "words") return benchWords(rest, print);
  if (part === "table") return benchTable(print);
  if (part === "mining") return benchMining(rest, print);
  if (part !== undefined && part !== "service") throw new UsageError(`unknown benchmark "${part}"\n${USAGE}`);
  await benchService(print);
  if (part !== undefined) return;
  await benchMining([], print);
  await benchTable(print);
});

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
