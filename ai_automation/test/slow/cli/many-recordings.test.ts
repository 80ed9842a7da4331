import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { z } from "zod";
import { aLife } from "../../support/a-life.ts";
import { childrenOf, killChild, spawnChild } from "../../support/children.ts";
import { runCli, type CliResult } from "../../support/run-cli.ts";
import { until } from "../../support/until.ts";

const HOMES = 6;

const line = z.looseObject({
  home: z.string(),
  state: z.enum(["done", "failed"]),
  error: z.string().optional(),
  result: z.looseObject({ suggestions: z.array(z.looseObject({ title: z.string() })).optional() }).optional(),
});

/** Without what differs between two runs. */
const lasting = (text: string): readonly unknown[] =>
  text
    .trimEnd()
    .split("\n")
    .map((one): unknown => JSON.parse(one, (key, value: unknown) => (key === "seconds" ? 0 : value)))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const recording = (home: number): Buffer => {
  const life = aLife({
    firstDay: "2023-01-01",
    days: 60,
    bedtime: { hour: 22 + home / 10, scatterMinutes: 6, share: 0.95 },
    pantryShare: home % 2 === 0 ? 0.97 : 0.3,
  });
  const rows = life.map(({ at, entityId, state, context }) =>
    [new Date(at).toISOString(), entityId, state, context].join(","),
  );
  return gzipSync(`timestamp,entity_id,state,context\n${rows.join("\n")}\n`);
};

const isRunning = async (pid: number): Promise<boolean> =>
  /^State:\s+[^Z]/m.test(await readFile(`/proc/${pid}/status`, "utf8").catch(() => ""));

describe("many recordings", () => {
  let folder = "";
  let homes = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "many-"));
    homes = join(folder, "homes.csv");
    for (let home = 0; home < HOMES; home++) await writeFile(join(folder, `home-${home}.csv.gz`), recording(home));
    await writeFile(join(folder, "broken.csv"), "timestamp,entity_id,state,context\nyesterday,light.x,on,manual\n");
    const names = [...Array.from({ length: HOMES }, (_, home) => `home-${home}.csv.gz`), "broken.csv", "none.csv"];
    await writeFile(homes, `file,zone\n${names.map((name) => `${name},Europe/Amsterdam\n`).join("")}`);
  });
  after(() => rm(folder, { recursive: true }));

  const mine = (...args: readonly string[]) => runCli("mine", ["--events", homes, ...args]);
  let minedByTwo: Promise<CliResult> | undefined;
  /** Mined by two processes, once for all tests that compare their results with it. */
  const byTwo = (): Promise<CliResult> => (minedByTwo ??= mine("--jobs", "2"));

  it("are mined as each alone, and failed ones do not stop the rest", async () => {
    const { code, stdout, stderr } = await byTwo();
    expect(code).to.equal(1);
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((one) => line.parse(JSON.parse(one)));
    expect(lines).to.have.length(HOMES + 2);
    const failures = lines.filter(({ state }) => state === "failed").map(({ home, error }) => [home, error]);
    expect(failures).to.have.deep.members([
      ["broken.csv", `${join(folder, "broken.csv")}, line 2: "yesterday" is not a time such as 2023-10-01T18:30:00Z`],
      ["none.csv", `${join(folder, "none.csv")}: there is no such file`],
    ]);
    const file = join(folder, "home-2.csv.gz");
    const alone = await runCli("mine", ["--events", file, "--time-zone", "Europe/Amsterdam", "--json"]);
    const together = lines.find(({ home }) => home === "home-2.csv.gz")?.result;
    expect(lasting(JSON.stringify(together))).to.deep.equal(lasting(alone.stdout.replaceAll("\n", "")));
    expect(together?.suggestions).not.to.be.empty;
    expect(stderr).to.match(/^8 of 8: /m);
    expect(stderr).to.match(/\n6 homes, \d+ days, .*\n[^]*homes with a suggestion +\d+\.\d% \(.*\), 6 homes\n/);
  });

  it("give the same results with one process and with three as with two", async () => {
    for (const jobs of ["1", "3"])
      expect(lasting((await mine("--jobs", jobs)).stdout)).to.deep.equal(lasting((await byTwo()).stdout));
  });

  it("resume after a kill in the middle of a line, without analysing anything twice", async () => {
    const output = join(folder, "killed.jsonl");
    const program = fileURLToPath(new URL("../../../src/cli/mine.js", import.meta.url));
    const args = [program, "--events", homes, "--jobs", "1", "--output", output];
    const child = spawnChild(process.execPath, args, { stdio: "ignore" });
    await until(async () => (await readFile(output, "utf8").catch(() => "")).split("\n").length > 3);
    const workers = await childrenOf(child);
    await killChild(child, "SIGKILL");
    await until(
      async () => (await Promise.all(workers.map(isRunning))).every((one) => !one),
      "the end of its processes",
    );
    const complete = await readFile(output, "utf8");
    const kept = complete.split("\n").slice(0, 2).join("\n");
    await writeFile(
      output,
      `${complete.split("\n").slice(0, 2).join("\n")}\n${complete.split("\n")[2]?.slice(0, 200)}`,
    );
    const resumed = await mine("--jobs", "2", "--output", output);
    expect(resumed.stderr).to.match(/^2 of 8 are done already\n3 of 8/);
    const text = await readFile(output, "utf8");
    expect(text.startsWith(`${kept}\n`)).to.equal(true);
    expect(text.trimEnd().split("\n")).to.have.length(HOMES + 2);
    expect(lasting(text)).to.deep.equal(lasting((await byTwo()).stdout));
    const again = await mine("--output", output, "--json");
    expect(again.stderr).to.equal("8 of 8 are done already\n");
    expect(z.looseObject({ done: z.number() }).parse(JSON.parse(again.stdout)).done).to.equal(HOMES);
    expect(await readFile(output, "utf8")).to.equal(text);
  });

  it("stop at a signal to all processes, as by Ctrl+C, and say how to go on", async () => {
    const output = join(folder, "stopped.jsonl");
    const program = fileURLToPath(new URL("../../../src/cli/mine.js", import.meta.url));
    const args = [program, "--events", homes, "--jobs", "2", "--output", output];
    const child = spawnChild(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"], detached: true });
    let stderr = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    await until(() => stderr.includes(" of 8"));
    const ended = once(child, "exit");
    process.kill(-(child.pid ?? 0), "SIGINT");
    await ended;
    expect(child.exitCode).to.equal(130);
    expect(stderr).to.match(/\nstopped; the same command resumes\n$/);
    expect(await readFile(output, "utf8")).not.to.contain('"cause":"process"');
  });

  it("are analysed again when a file changes, and only that one", async () => {
    const output = join(folder, "changed.jsonl");
    await mine("--output", output);
    await writeFile(
      join(folder, "broken.csv"),
      "timestamp,entity_id,state,context\n2023-01-01T00:00:00Z,light.x,on,manual\n",
    );
    const again = await mine("--output", output);
    expect(again.code).to.equal(1);
    expect(again.stderr).to.match(/^7 of 8 are done already\n8 of 8: broken\.csv: [\d.]+ s\n$/);
    expect(again.stdout).to.match(/^7 homes, /);
  });

  it("are not mixed with results of other settings", async () => {
    const output = join(folder, "settings.jsonl");
    await mine("--part", "1/8", "--output", output);
    const other = await mine("--part", "1/8", "--output", output, "--train-days", "30");
    expect([other.code, other.stdout, other.stderr]).to.deep.equal([
      2,
      "",
      `--output ${output}: it has a result of home-0.csv.gz with train_days null, not 30: name another file, or delete this one\n`,
    ]);
  });

  it("are all in exactly one part", async () => {
    const parts = await Promise.all(["1/3", "2/3", "3/3"].map((part) => mine("--jobs", "1", "--part", part)));
    const found = parts.flatMap(({ stdout }) =>
      stdout
        .trimEnd()
        .split("\n")
        .map((one) => line.parse(JSON.parse(one)).home),
    );
    expect(found).to.have.length(HOMES + 2);
    expect(new Set(found).size).to.equal(HOMES + 2);
  });

  it("are evaluated and replayed, with a summary over homes", async () => {
    const common = ["--events", homes, "--jobs", "2", "--output"];
    const evaluated = await runCli("evaluate", [...common, join(folder, "e.jsonl"), "--protocol", "split"]);
    expect(evaluated.stdout).to.match(
      /^6 homes, [^]*\nsplit, all days before, our miner\n[^]* precision P +\d+\.\d% \(.*\), 6 homes\n/,
    );
    const automations = join(folder, "pantry.yaml");
    await writeFile(
      automations,
      "alias: Pantry\ntriggers: [{trigger: state, entity_id: binary_sensor.pantry_door, to: 'on'}]\nactions: [{action: light.turn_on, target: {entity_id: light.pantry}}]\n",
    );
    const summarized = await runCli("summarize", [join(folder, "e.jsonl"), "--parquet", join(folder, "tables")]);
    expect([summarized.code, summarized.stdout]).to.deep.equal([0, evaluated.stdout]);
    expect(summarized.stderr).to.match(/homes\.parquet: 8 rows\n.*methods\.parquet: \d+ rows\n$/);
    const replayed = await runCli("replay", [...common, join(folder, "r.jsonl"), "--automations", automations]);
    expect(replayed.stdout).to.match(/\nautomations\n +automations a home +1\.00 \(1\.00 to 1\.00\), \d homes\n/);
    expect(replayed.stdout).to.match(/ coverage C +\d/);
  });

  it("are summarized from several files, each home once", async () => {
    const files = ["1/2", "2/2"].map((part) => ({ part, file: join(folder, `part-${part[0]}.jsonl`) }));
    for (const { part, file } of files) await mine("--part", part, "--output", file);
    const both = await runCli(
      "summarize",
      files.map(({ file }) => file),
    );
    const whole = await mine("--output", join(folder, "whole.jsonl"));
    const figures = (text: string): string => text.slice(text.indexOf("\n"));
    expect(figures(both.stdout)).to.equal(figures(whole.stdout));
    const twice = await runCli("summarize", [...files.map(({ file }) => file), files[0]?.file ?? ""]);
    expect(twice.stdout).to.equal(both.stdout);
  });

  it("are not summarized with those of another run", async () => {
    const [one, other] = [join(folder, "one.jsonl"), join(folder, "other.jsonl")];
    await mine("--part", "1/8", "--output", one);
    await mine("--part", "2/8", "--output", other, "--train-days", "30");
    const { code, stderr } = await runCli("summarize", [one, other]);
    expect([code, stderr]).to.deep.equal([
      2,
      `${other}, line 1: train_days is 30, but null in the first line: summarize one run at a time\n`,
    ]);
  });

  it("are refused with the cause and the remedy", async () => {
    const bad = join(folder, "bad.csv");
    await writeFile(bad, "file,zone\nhome-0.csv.gz,Mars\n");
    const one = ["--events", join(folder, "home-0.csv.gz"), "--time-zone", "UTC"];
    for (const [name, args, message] of [
      ["mine", ["--events", bad], `${bad}, line 2: "Mars" is not an IANA time zone such as Europe/Amsterdam\n`],
      ["mine", ["--events", homes, "--part", "3/2"], "--part 3/2: must be a part and their number, such as 3/16\n"],
      ["mine", ["--events", homes, "--jobs", "0"], "--jobs 0: must be a whole number above zero\n"],
      ["mine", [...one, "--jobs", "2"], "--jobs is for a folder or a manifest as --events\n"],
      [
        "evaluate",
        ["--events", homes, "--machines", bad],
        "--machines is for one recording: name the lists in the manifest, or NAME.machines.csv\n",
      ],
      [
        "replay",
        ["--events", homes],
        "home-0.csv.gz has no automations: give --automations for all, or name them in a manifest\n",
      ],
    ] as const) {
      const { code, stdout, stderr } = await runCli(name, args);
      expect([code, stdout, stderr]).to.deep.equal([2, "", message]);
    }
  });
});
