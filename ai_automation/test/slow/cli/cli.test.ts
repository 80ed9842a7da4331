import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { z } from "zod";
import { aLife, type Event } from "../../support/a-life.ts";
import { runCli } from "../../support/run-cli.ts";

const ZONE = ["--time-zone", "Europe/Amsterdam", "--latitude", "52.37", "--longitude", "4.89"];

const mined = z.strictObject({
  suggestions: z.array(
    z.strictObject({
      title: z.string(),
      pattern_type: z.enum(["time_of_day", "co_occurrence"]),
      confidence: z.number().min(0).max(1),
      automation: z.looseObject({
        alias: z.string(),
        triggers: z.array(z.looseObject({})),
        actions: z.array(z.looseObject({})),
      }),
      evidence: z.looseObject({ actions: z.array(z.iso.datetime()) }),
    }),
  ),
  seconds: z.number(),
  near_misses: z.array(
    z.strictObject({
      title: z.string(),
      entity_id: z.string(),
      state: z.string(),
      reason: z.strictObject({
        kind: z.string(),
        text: z.string(),
        has: z.number().nullable(),
        needs: z.number().nullable(),
      }),
      learned: z.looseObject({ tp: z.number() }),
      held_out: z.looseObject({ tp: z.number() }),
      prospect: z.strictObject({ more: z.number(), likely_at: z.string() }).nullable(),
    }),
  ),
  self_acting: z.array(
    z.strictObject({
      title: z.string(),
      text: z.string(),
      entity_id: z.string(),
      state: z.string(),
      cause: z.looseObject({ kind: z.enum(["after", "own", "clock", "sun"]) }),
      count: z.number(),
      from: z.string(),
      to: z.string(),
    }),
  ),
  obstacle: z.looseObject({ kind: z.string(), text: z.string() }).nullable(),
  unusual_days: z.strictObject({
    away: z.array(z.iso.date()),
    crowded: z.array(z.iso.date()),
    paused: z.array(z.iso.date()),
  }),
});

const evaluated = z.object({
  evaluations: z.tuple([
    z.object({
      folds: z.array(z.object({ origin: z.iso.date() })),
      methods: z.array(z.object({ method: z.string(), actions: z.number(), precision: z.number().nullable() })),
    }),
  ]),
});

const judgedMethods = z.tuple([z.object({ actions: z.number(), noop_share: z.number() })], z.unknown());

const offering = z.object({
  evaluations: z.tuple([
    z.object({ methods: z.tuple([z.object({ share_of_origins_with_suggestions: z.number() })], z.unknown()) }),
  ]),
});

const evaluatedByHands = z.object({
  evaluations: z.tuple([z.object({ methods: judgedMethods, hands: z.object({ methods: judgedMethods }) })]),
});

const csv = (events: readonly Event[]): string =>
  `timestamp,entity_id,state,context\n${events
    .map(({ at, entityId, state, context }) => `${new Date(at).toISOString()},${entityId},${state},${context}\n`)
    .join("")}`;

describe("command line", () => {
  const life = aLife({
    firstDay: "2023-01-01",
    days: 60,
    bedtime: { hour: 22.5, scatterMinutes: 6, share: 0.95 },
    pantryShare: 0.97,
  });
  let folder = "";
  let recording = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "cli-"));
    recording = join(folder, "home.csv.gz");
    await writeFile(recording, gzipSync(csv(life)));
  });
  after(() => rm(folder, { recursive: true }));

  it("mines a recording into a JSON document that replay confirms", async () => {
    const { code, stdout } = await runCli("mine", ["--events", recording, ...ZONE, "--json"]);
    expect(code).to.equal(0);
    const { suggestions } = mined.parse(JSON.parse(stdout));
    expect(suggestions.map(({ title }) => title.replace(/\d\d:\d\d/, "HH:MM"))).to.have.members([
      "Turn on Pantry when Pantry door opens",
      "Turn off Bedroom at HH:MM",
    ]);
    const automations = join(folder, "mined.json");
    await writeFile(automations, stdout);
    const replayed = await runCli("replay", ["--events", recording, ...ZONE, "--automations", automations, "--json"]);
    const report = z
      .looseObject({ precision: z.number(), tp: z.number(), fp_per_day: z.number() })
      .parse(JSON.parse(replayed.stdout));
    expect(report.precision).to.be.above(0.9);
    expect(report.tp).to.be.above(200);
  });

  it("prints a readable list, or writes it to a file", async () => {
    const output = join(folder, "list.txt");
    const { code, stdout } = await runCli("mine", ["--events", recording, ...ZONE, "--output", output]);
    expect([code, stdout]).to.deep.equal([0, ""]);
    expect(await readFile(output, "utf8")).to.match(
      /^1\. Turn on Pantry when Pantry door opens\n {3}right \d+ of \d+ times/,
    );
  });

  it("prints the nearest misses and why they failed", async () => {
    const seldom = join(folder, "seldom.csv");
    await writeFile(seldom, csv(aLife({ firstDay: "2023-01-01", days: 60, pantryShare: 0.4 })));
    const [list, document] = await Promise.all([
      runCli("mine", ["--events", seldom, ...ZONE]),
      runCli("mine", ["--events", seldom, ...ZONE, "--json"]),
    ]);
    expect(list.stdout).to.match(
      /^No habit could be proven from this recording\.\n\nNot offered:\n- Turn on Pantry when Pantry door opens.*: right \d+% of the time (?:in a test )?on (?:the )?days /,
    );
    const { suggestions, near_misses: nearMisses, obstacle } = mined.parse(JSON.parse(document.stdout));
    expect([suggestions, obstacle]).to.deep.equal([[], null]);
    expect(nearMisses[0]).to.deep.include({ entity_id: "light.pantry", state: "on" });
    expect(list.stdout).to.contain(`- ${nearMisses[0]?.title}: ${nearMisses[0]?.reason.text}`);
  });

  it("prints how much more history is needed", async () => {
    const short = ["--events", recording, ...ZONE, "--train-days", "3"];
    const [list, document] = await Promise.all([runCli("mine", short), runCli("mine", [...short, "--json"])]);
    expect(list.stdout).to.match(
      /^No habit could be proven from this recording\.\n\d more days? of history .* needed: \d+ of 5 days so far\.\n$/,
    );
    expect(mined.parse(JSON.parse(document.stdout)).obstacle?.kind).to.equal("too_little_history");
  });

  it("reads standard input", async () => {
    const { code, stdout } = await runCli("mine", ["--events", "-", ...ZONE, "--json"], gzipSync(csv(life)));
    expect(code).to.equal(0);
    expect(mined.parse(JSON.parse(stdout)).suggestions).to.have.length(2);
  });

  it("ignores everything from --train-until on", async () => {
    const border = Date.parse("2023-02-14T23:00:00Z");
    const changed = life.map((event): Event =>
      event.at < border ? event : { ...event, state: "on", context: "unknown" },
    );
    const other = join(folder, "changed.csv");
    await writeFile(other, csv(changed));
    const until = ["--train-until", "2023-02-15", "--json"];
    const [one, two] = await Promise.all([
      runCli("mine", ["--events", recording, ...ZONE, ...until]),
      runCli("mine", ["--events", other, ...ZONE, ...until]),
    ]);
    const suggestions = mined.parse(JSON.parse(one.stdout)).suggestions;
    expect(suggestions).to.have.length(2);
    expect(mined.parse(JSON.parse(two.stdout)).suggestions).to.deep.equal(suggestions);
  });

  it("learns only from the last --train-days", async () => {
    const { stdout } = await runCli("mine", ["--events", recording, ...ZONE, "--train-days", "25", "--json"]);
    const [first] = mined.parse(JSON.parse(stdout)).suggestions;
    const earliest = first?.evidence.actions[0] ?? "";
    expect(earliest >= "2023-02-03T23:00:00.000Z").to.equal(true);
  });

  for (const name of ["mine", "replay", "evaluate", "summarize", "export", "import", "bench"] as const)
    it(`prints the usage of ${name} to stdout when asked for help`, async () => {
      const { code, stdout, stderr } = await runCli(name, ["--help"]);
      expect([code, stderr]).to.deep.equal([0, ""]);
      expect(stdout).to.match(new RegExp(`^npm run --silent ${name} -- `));
    });

  it("rejects wrong usage and bad files with code 2 and one message", async () => {
    const bad = join(folder, "bad.csv");
    await writeFile(bad, "timestamp,entity_id,state,context\nyesterday,light.x,on,manual\n");
    const empty = join(folder, "empty.csv");
    await writeFile(empty, "");
    for (const [args, message] of [
      [["--events", recording], "--time-zone is missing"],
      [["--events", recording, "--time-zone", "Mars/Base"], "--time-zone Mars/Base: must be an IANA time zone"],
      [["--events", recording, ...ZONE, "--train-until", "soon"], "--train-until soon: must be a date"],
      [["--events", recording, ...ZONE, "--latitude", "123"], "--latitude 123: must be degrees"],
      [["--events", recording, ...ZONE, "--tran-until", "2023-01-01"], "Unknown option '--tran-until'"],
      [["--events", bad, ...ZONE], `${bad}, line 2: "yesterday" is not a time`],
      [["--events", empty, ...ZONE], `${empty}: the file is empty`],
      [["--events", join(folder, "none.csv"), ...ZONE], "none.csv: there is no such file"],
    ] as const) {
      const { code, stdout, stderr } = await runCli("mine", args);
      expect([code, stdout, stderr.includes(message) ? message : stderr]).to.deep.equal([2, "", message]);
      expect(stderr).not.to.match(/\n\s+at /);
    }
  });

  it("evaluates suggestions and simpler methods on held-out days", async () => {
    const split = await runCli("evaluate", ["--events", recording, ...ZONE, "--protocol", "split", "--json"]);
    expect(split.code).to.equal(0);
    const { evaluations } = evaluated.parse(JSON.parse(split.stdout));
    const [{ folds, methods }] = evaluations;
    expect(folds.map(({ origin }) => origin)).to.deep.equal(["2023-02-12"]);
    expect(methods.map(({ method }) => method)).to.deep.equal([
      "our miner",
      "most frequent half hour",
      "clock clusters",
      "pair counting",
    ]);
    expect(methods[0]?.precision).to.be.above(0.9);
    expect(new Set(methods.map(({ actions }) => actions)).size).to.equal(1);
    const shown = await runCli("evaluate", ["--events", recording, ...ZONE, "--protocol", "split"]);
    expect(shown.stdout).to.match(/^split, learned from everything before the origin: 1 fold, 18 judged days, N \d+\n/);
    expect(shown.stdout).to.match(/\n2023-02-12 +our miner +2 /);
    expect(shown.stderr).to.match(/2023-02-12 our miner: 2 suggestions, [\d.]+ s\n/);
  });

  it("evaluates what a home gets from the few days kept by a recorder", async () => {
    const args = ["--events", recording, ...ZONE, "--protocol", "day-one"];
    const shown = await runCli("evaluate", args);
    expect(shown.stdout).to.match(/^day-one, learned from the last 10 days before the origin: 2 folds, 60 judged days/);
    for (const days of [5, 14, 21]) expect(shown.stdout).to.contain(`the last ${days} days before the origin`);
    expect(shown.stdout).to.match(/\n\d+\.\d% of the origins had at least one suggestion\n/);
    const { stdout } = await runCli("evaluate", [...args, "--train-days", "21", "--json"]);
    const { evaluations } = offering.parse(JSON.parse(stdout));
    expect(evaluations[0].methods[0].share_of_origins_with_suggestions).to.be.within(0, 1);
  });

  it("splits at the given day", async () => {
    const args = ["--events", recording, ...ZONE, "--protocol", "split", "--train-until", "2023-02-01", "--json"];
    const { evaluations } = evaluated.parse(JSON.parse((await runCli("evaluate", args)).stdout));
    expect(evaluations[0].folds.map(({ origin }) => origin)).to.deep.equal(["2023-02-01"]);
  });

  it("also judges by hands when given a list of machines", async () => {
    const machines = join(folder, "machines.csv.gz");
    const pantry = life.filter(({ entityId, state }) => entityId === "light.pantry" && state === "on");
    const rows = pantry.map(({ at, entityId, state }) => `${new Date(at).toISOString()},${entityId},${state},button\n`);
    await writeFile(machines, gzipSync(`timestamp,entity_id,state,reason\n${rows.join("")}`));
    const args = ["--events", recording, ...ZONE, "--protocol", "split", "--machines", machines];
    const shown = await runCli("evaluate", args);
    expect(shown.stdout).to.match(/, 18 judged days, N \d+, N \d+ by hands\n/);
    expect(shown.stdout).to.match(/\nour miner +labels .+\nour miner +hands /);
    const { evaluations } = evaluatedByHands.parse(JSON.parse((await runCli("evaluate", [...args, "--json"])).stdout));
    const [labels, hands] = [evaluations[0].methods[0], evaluations[0].hands.methods[0]];
    expect(labels.noop_share).to.be.below(0.1);
    expect(hands.noop_share).to.be.above(0.5);
    expect(hands.actions).to.be.below(labels.actions);
  });

  it("rejects a list of machines from another home", async () => {
    const machines = join(folder, "others.csv");
    await writeFile(machines, "timestamp,entity_id,state,reason\n2023-01-01T00:00:00Z,light.other,on,button\n");
    const args = ["--events", recording, ...ZONE, "--protocol", "split", "--machines", machines];
    const { code, stderr } = await runCli("evaluate", args);
    expect([code, stderr]).to.deep.equal([2, `--machines ${machines}: none of its 1 rows are in the recording\n`]);
  });

  it("rejects recordings that are too short and unknown protocols", async () => {
    for (const [args, message] of [
      [
        [],
        `${recording}: too short to evaluate; rolling needs 150 days, day-one needs 60, split needs 2 with --train-until between them\n`,
      ],
      [["--protocol", "weekly"], "--protocol weekly: must be one of rolling, split, day-one\n"],
      [["--train-until", "2023-02-01"], "--train-until requires --protocol split\n"],
      [["--train-days", "0"], "--train-days 0: must be a whole number above zero\n"],
    ] as const) {
      const { code, stdout, stderr } = await runCli("evaluate", ["--events", recording, ...ZONE, ...args]);
      expect([code, stdout, stderr]).to.deep.equal([2, "", message]);
    }
  });

  it("rejects files that contain no automations", async () => {
    const automations = join(folder, "automations.yaml");
    await writeFile(automations, "just: [a\n");
    const broken = await runCli("replay", ["--events", recording, ...ZONE, "--automations", automations]);
    expect(broken.code).to.equal(2);
    expect(broken.stderr).to.contain(automations);
    await writeFile(automations, "- 1\n- 2\n");
    const numbers = await runCli("replay", ["--events", recording, ...ZONE, "--automations", automations]);
    expect([numbers.code, numbers.stderr]).to.deep.equal([
      2,
      `--automations ${automations}: not an automation or a list of automations\n`,
    ]);
  });
});
