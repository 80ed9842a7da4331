import { ARCHIVE_USAGE, benchArchive } from "./bench-archive.ts";
import { benchImport, IMPORT_USAGE } from "./bench-import.ts";
import { benchLoad, benchSoak, LOAD_USAGE } from "./bench-load.ts";
import { benchMining, MINING_USAGE } from "./bench-mining.ts";
import { benchQuality, QUALITY_USAGE } from "./bench-quality.ts";
import { benchRelease, RELEASE_USAGE } from "./bench-release.ts";
import { benchService } from "./bench-service.ts";
import { runCommand } from "./command.ts";
import { UsageError } from "./options.ts";

const USAGE = `npm run --silent bench -- [service | mining | quality | archive | panel | load | soak | import | import-long | release] [options]
service: cold start and memory of the built service on the simulated home (takes about a minute and a half)
${MINING_USAGE}
${QUALITY_USAGE}
${ARCHIVE_USAGE}
panel: size of the panel, time to its first card, and its longest task with many suggestions and two years
${LOAD_USAGE}
${IMPORT_USAGE}
${RELEASE_USAGE}
Without a word: service and mining.`;

await runCommand(async () => {
  const [part, ...rest] = process.argv.slice(2);
  if (part === "quality") return benchQuality(rest, say);
  if (part === "import" || part === "import-long") return benchImport(rest, say, part === "import-long");
  if (part === "archive") return benchArchive(rest, say);
  if (part === "load") return benchLoad(rest, say);
  if (part === "soak") return benchSoak(say);
  if (part === "panel") return (await import("./bench-panel.ts")).benchPanel(say);
  if (part === "release") return benchRelease(rest, say);
  if (part === "mining") return benchMining(rest, say);
  if (part !== undefined && part !== "service") throw new UsageError(`there is no bench "${part}"\n${USAGE}`);
  await benchService(say);
  if (part === undefined) await benchMining([], say);
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
