import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRecorderFile, type RecorderFile } from "../demo/recorder-file.ts";
import { createRandom } from "../model/random.ts";
import { parseOptions, wholeNumber } from "./options.ts";

export const IMPORT_USAGE = `import: speed, peak memory and bytes per event of an import from a generated home-assistant_v2.db
  [--events N, default 1000000]; import-long: the same with 100 million events, takes many minutes and about 20 GB of disk`;

const OPTIONS = { events: { type: "string" } } as const;
const IMPORT = fileURLToPath(new URL("./import.js", import.meta.url));
const EVENTS = 1_000_000;
const MANY_EVENTS = 100_000_000;
const START_SECONDS = 1_700_000_000;

export async function benchImport(
  args: readonly string[],
  print: (line: string) => void,
  isLong = false,
): Promise<void> {
  const values = parseOptions(OPTIONS, IMPORT_USAGE, [...args]);
  const events = wholeNumber(values.events, "events") ?? (isLong ? MANY_EVENTS : EVENTS);
  const folder = await mkdtemp(join(tmpdir(), "bench-import-"));
  try {
    const source = join(folder, "home-assistant_v2.db");
    fillRecorder(source, events);
    print(`generated recorder           ${events} states, ${megabytes((await stat(source)).size)}`);
    await measure(source, join(folder, "archive.db"), print);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs the command in its own process, so that generating the recorder does not count towards its memory. */
async function measure(source: string, archive: string, print: (line: string) => void): Promise<void> {
  const args = ["--max-semi-space-size=32", IMPORT, source];
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, DATABASE_PATH: archive },
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  await once(child, "close");
  const [, added, seconds, memory] = /, (\d+) new, in ([\d.]+) s, peak memory (\d+) MB/.exec(stderr) ?? [];
  if (added === undefined) throw new Error(`the import failed: ${stderr}`);
  const { size } = await stat(archive);
  print(
    `import                       ${added} events in ${seconds} s, ${Math.round(Number(added) / Number(seconds))} per second`,
  );
  print(`peak memory                  ${memory} MB resident`);
  print(`archive                      ${megabytes(size)}, ${(size / Number(added)).toFixed(1)} bytes per event`);
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_048_576)} MB`;

const SENSORS = 80;
const SWITCHES = 40;

/** Four states in five are readings; of the rest half are by a user and some by an automation. */
export function fillRecorder(path: string, count: number): void {
  const file = createRecorderFile(path);
  const random = createRandom(1);
  const isOn = Array.from({ length: SWITCHES }, () => false);
  for (let i = 0; i < count; i++) {
    const seconds = START_SECONDS + i * 0.9 + random() * 0.5;
    const context = { id: contextId(i) };
    if (i % 5 > 0) {
      const sensor = i % SENSORS;
      const state = (20 + (Math.floor(i / SENSORS) % 2) * 10 + Math.floor(random() * 100) / 10).toFixed(1);
      file.state({ entityId: `sensor.reading_${sensor}`, state, seconds, context, attributes: READING });
      continue;
    }
    const which = Math.floor(random() * SWITCHES);
    isOn[which] = isOn[which] !== true;
    operate(file, `light.lamp_${which}`, isOn[which] ? "on" : "off", seconds, context.id, random());
  }
  file.close();
}

function operate(
  file: RecorderFile,
  entityId: string,
  state: string,
  seconds: number,
  id: string,
  chance: number,
): void {
  const context = chance < 0.5 ? { id, user: USER } : { id };
  const data = { domain: "light", service: `turn_${state}`, service_data: { entity_id: [entityId] } };
  if (chance > 0.8)
    file.event({
      type: "automation_triggered",
      seconds: seconds - 0.02,
      context,
      data: { entity_id: "automation.evening" },
    });
  if (chance < 0.5 || chance > 0.8) file.event({ type: "call_service", seconds: seconds - 0.01, context, data });
  file.state({ entityId, state, seconds, context });
}

const READING = { unit_of_measurement: "°C", state_class: "measurement" };
const USER = "0123456789abcdef0123456789abcdef";

const contextId = (i: number): string => i.toString(16).padStart(32, "0");
