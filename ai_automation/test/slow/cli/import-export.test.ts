import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect } from "chai";
import { createChangeArchive } from "../../../src/archive/change-archive.ts";
import { createRecorderFile } from "../../../src/demo/recorder-file.ts";
import { openDatabase } from "../../../src/store/connection.ts";
import { aContext, aState, EVENING, recordAnEvening } from "../../support/a-recorder.ts";
import { runCli, type CliResult } from "../../support/run-cli.ts";
import { until } from "../../support/until.ts";

describe("import and export on the command line", () => {
  let folder = "";
  let recorder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "import-"));
    recorder = join(folder, "home-assistant_v2.db");
    const file = createRecorderFile(recorder);
    recordAnEvening(file);
    file.close();
  });
  after(() => rm(folder, { recursive: true }));

  const run = (
    name: "import" | "export",
    args: readonly string[],
    archive: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<CliResult> => runCli(name, args, undefined, { DATABASE_PATH: join(folder, archive), ...environment });

  it("imports a database, prints a summary, and leaves no temporary files", async () => {
    const { code, stderr } = await run("import", [recorder], "a.db");
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(
      new RegExp(
        `^100%, ${EVENING.length} changes read, ${EVENING.length} new, in [\\d.]+ s, peak memory \\d+ MB\\n13 rows read, ${EVENING.length} changes; left out: 5 without a previous state .*\\n$`,
      ),
    );
    expect((await run("import", [recorder], "a.db")).stderr).to.match(/ 0 new, /);
    expect((await readdir(folder)).filter((name) => name.startsWith("import-"))).to.deep.equal([]);
  });

  it("keeps what it has read when it is interrupted, and says so", async () => {
    const archive = join(folder, "interrupted.db");
    const input = new PassThrough();
    let minute = 10;
    const writeRow = (): void => {
      input.write(`2023-11-14T22:${minute}:00Z,light.hall,${minute % 2 === 0 ? "on" : "off"},manual\n`);
      minute += 1;
    };
    const stored = async (): Promise<number> => {
      const database = await openDatabase(archive);
      try {
        return (await createChangeArchive(database).summary()).changes;
      } catch {
        // Its tables are not there yet.
        return 0;
      } finally {
        await database.destroy();
      }
    };
    input.write("timestamp,entity_id,state,context\n");
    writeRow();
    let child: ChildProcess | undefined;
    const ended = runCli("import", ["-"], input, { DATABASE_PATH: archive }, (started) => (child = started));
    await until(async () => existsSync(archive) && (await stored()) === 1, { what: "the first rows" });
    child?.kill("SIGINT");
    // It may have the next row before the signal.
    const writing = setInterval(writeRow, 500);
    const { code, stderr } = await ended.finally(() => clearInterval(writing));
    const [, rows = ""] =
      /Interrupted after (\d+) rows\. What was read is kept: run the same command/.exec(stderr) ?? [];
    expect([code, Number(rows)], stderr).to.deep.equal([2, await stored()]);
    expect(Number(rows)).to.be.above(1);
  });

  it("does not import excluded entities", async () => {
    await run("import", [recorder], "private.db", { EXCLUDE: "switch.fan, sensor" });
    const { stdout } = await run("export", [], "private.db");
    expect(stdout)
      .to.include(",light.kitchen,")
      .and.not.match(/,(switch\.fan|sensor\.)/);
  });

  it("exports what it imported, optionally anonymised, in a form that can be imported again", async () => {
    await run("import", [recorder], "b.db");
    const { stdout } = await run("export", [], "b.db");
    expect(stdout.split("\n").slice(0, 3)).to.deep.equal([
      "timestamp,entity_id,state,context",
      "2023-11-14T22:13:30.100Z,light.kitchen,on,manual",
      "2023-11-14T22:13:40.000Z,switch.fan,on,manual",
    ]);
    const shared = join(folder, "shared.csv.gz");
    await run("export", ["--anonymise", "--output", shared], "b.db");
    expect((await run("import", [shared], "c.db")).stderr).to.match(new RegExp(` ${EVENING.length} new, `));
    const { stdout: again } = await run("export", ["--from", "2023-11-14", "--to", "2023-11-15"], "c.db");
    expect(again.split("\n")).to.have.length(EVENING.length + 2);
    expect(again).to.include("light.area1_1,on,manual");
    expect(again).not.to.match(/kitchen|hall|warmth/);
  });

  it("reports faults in its input", async () => {
    const notes = join(folder, "notes.csv");
    await writeFile(notes, "a,b\n");
    for (const [args, words] of [
      [[], /^npm run --silent import -- FILE/],
      [[notes], /notes\.csv, line 1: the columns are/],
      [[join(folder, "lost.db")], /lost\.db: there is no such file/],
      [["mysql://somebody@"], /The recorder's address is not valid/],
    ] as const) {
      const { code, stderr } = await run("import", args, "d.db");
      expect(code, stderr).to.equal(2);
      expect(stderr).to.match(words);
    }
    expect((await run("export", [], "none.db")).stderr).to.match(/no archive at .*none\.db/);
  });

  it("mines and replays a recorder database like a recording", async () => {
    const long = join(folder, "long.db");
    const file = createRecorderFile(long);
    file.state(aState("light.hall", "off", 0, { isFirst: true }));
    for (let day = 1; day <= 40; day++)
      for (const [minutes, state] of [
        [19 * 60, "on"],
        [21 * 60 + ((day * 7) % 11), "off"],
      ] as const)
        file.state(aState("light.hall", state, day * 86_400 + minutes * 60, { context: aContext() }));
    file.close();
    const { code, stdout, stderr } = await runCli("mine", ["--events", long, "--time-zone", "UTC", "--json"]);
    expect(code, stderr).to.equal(0);
    expect(stderr).to.match(/^80 changes over/);
    expect(JSON.parse(stdout).suggestions).to.have.length(2);
    const found = join(folder, "found.json");
    await writeFile(found, stdout);
    const replay = await runCli("replay", ["--events", long, "--time-zone", "UTC", "--automations", found, "--json"]);
    expect(replay.code, replay.stderr).to.equal(0);
    expect(JSON.parse(replay.stdout)).to.be.an("object");
  });
});
