import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { expect } from "chai";
import { createRandom } from "../../../src/model/random.ts";
import { MINUTE, SECOND } from "../../../src/model/time.ts";
import { killChild } from "../../support/children.ts";
import { startFakeHomeAssistant, type FakeHomeAssistant } from "../../support/fake-home-assistant.ts";
import { backfilled, connected, json, startIn, type ServiceProcess } from "../../support/process.ts";
import { until } from "../../support/until.ts";

/** Two hours are `SOAK_SECONDS=7200`. */
const SECONDS = Number(process.env.SOAK_SECONDS ?? 40);
const ENTITIES = 200;
const CHANGES_A_SECOND = 20;
const BURST = 2_000;
/** Less than a leak of 100 bytes for each change of two hours. */
const MAX_GROWTH_MEGABYTES = 10;
const BYTES_IN_MEGABYTE = 1_048_576;

/** Prints the heap after a collection on SIGUSR2. */
const HEAP_ON_SIGNAL = `process.on("SIGUSR2", () => {
  globalThis.gc(); globalThis.gc();
  process.stderr.write("heap " + process.memoryUsage().heapUsed + "\\n");
});`;

describe(`the service during ${SECONDS} s of restarts, outages, renames and bursts of its home`, () => {
  let folder = "";
  let home: FakeHomeAssistant;
  let service: ServiceProcess;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "soak-"));
    home = await startFakeHomeAssistant({
      entities: NAMES.map((entity_id) => ({ entity_id, state: "off", registry: { unique_id: entity_id } })),
    });
    service = await startIn(folder, { HA_URL: home.url, HA_TOKEN: home.token }, [
      "--expose-gc",
      `--import=data:text/javascript,${encodeURIComponent(HEAP_ON_SIGNAL)}`,
    ]);
    await connected(service);
    await backfilled(service);
  });
  after(async () => {
    await killChild(service.child);
    await home.stop();
    await rm(folder, { recursive: true });
  });

  it("keeps its heap, logs no fault, and stores what happened while connected", async function () {
    this.timeout(SECONDS * SECOND + 10 * MINUTE);
    const random = createRandom(8);
    const names = [...NAMES];
    const change = (): void => {
      const index = Math.floor(random() * names.length);
      home.changeState(names[index] ?? "", random() < 0.5 ? "on" : String(Math.floor(random() * 100)));
    };
    const rename = (): void => {
      const index = Math.floor(random() * names.length);
      const from = names[index] ?? "";
      const to = from.endsWith("_moved") ? from.slice(0, -"_moved".length) : `${from}_moved`;
      home.rename(from, to);
      names[index] = to;
    };
    const beAway = async (milliseconds: number): Promise<void> => {
      await home.goAway();
      await wait(milliseconds);
      await home.comeBack();
    };
    /** The nuisances in turn, one every few seconds. */
    const nuisances: readonly (() => Promise<void> | void)[] = [
      rename,
      () => home.dropConnections(),
      () => {
        for (let i = 0; i < BURST; i++) change();
      },
      () => beAway(SECOND),
      rename,
      () => home.reload(),
      () => beAway(5 * SECOND),
    ];
    const heaps: number[] = [];
    const began = performance.now();
    const end = began + SECONDS * SECOND;
    for (let turn = 0; performance.now() < end; turn++) {
      for (let second = 0; second < 4; second++) {
        for (let i = 0; i < CHANGES_A_SECOND; i++) change();
        await wait(SECOND);
      }
      await nuisances[turn % nuisances.length]?.();
      await connected(service);
      for (const path of ["suggestions", "automations", "history/summary", "entities", "history/ledger"])
        await json(`${service.url}/api/${path}`);
      heaps.push(await heapOf(service));
    }

    const growth = growthOf(heaps);
    const megabytes = growth / BYTES_IN_MEGABYTE;
    process.stdout.write(`      ${heaps.length} nuisances; the heap grew by ${megabytes.toFixed(1)} MB\n`);
    expect(megabytes).to.be.below(MAX_GROWTH_MEGABYTES);
    const faults = service.output.stdout.split("\n").filter((line) => /"level":"(error|fatal)"/.test(line));
    expect(faults).to.deep.equal([]);
    const status = await json(`${service.url}/api/status`);
    expect(status.problems).to.deep.equal([]);
    const last = names[0] ?? "";
    home.changeState(last, "the last one");
    await until(async () => {
      const { changes } = await json(`${service.url}/api/entities/${last}/timeline`);
      return changes.at(-1)?.state === "the last one";
    });
    service.child.kill("SIGTERM");
    expect(await service.ended).to.equal(0);
  });
});

const NAMES: readonly string[] = Array.from({ length: ENTITIES }, (_, index) =>
  index % 2 === 0 ? `light.l${index}` : `sensor.s${index}`,
);

/** Bytes after a collection. */
async function heapOf(service: ServiceProcess): Promise<number> {
  const seen = (): readonly number[] =>
    [...service.output.stderr.matchAll(/^heap (\d+)$/gm)].map(([, bytes]) => Number(bytes));
  const before = seen().length;
  service.child.kill("SIGUSR2");
  await until(() => seen().length > before, "the size of the heap");
  return seen().at(-1) ?? NaN;
}

/** From the median of the second quarter to that of the last: the first one warms up. */
function growthOf(heaps: readonly number[]): number {
  const quarter = Math.ceil(heaps.length / 4);
  return median(heaps.slice(-quarter)) - median(heaps.slice(quarter, 2 * quarter));
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
