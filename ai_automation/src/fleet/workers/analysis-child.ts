import module from "node:module";
import { z } from "zod";

module.enableCompileCache();
process.title = "ai_automation fleet analysis";
process.on("disconnect", () => process.exit());

const request = z.object({
  file: z.string(),
  zone: z.string(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
  showsNames: z.boolean(),
});

const { analyseFile } = await import("./analyse-file.ts");
const worker = process.ppid;

const answer = async (message: unknown): Promise<void> => {
  const analysis = await analyseFile(request.parse(message));
  // During an analysis the end of the channel goes unnoticed.
  if (process.ppid !== worker) process.exit();
  process.send?.(analysis);
};
process.on("message", (message) => void answer(message));
