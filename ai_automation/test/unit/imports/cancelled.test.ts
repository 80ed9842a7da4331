import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { createImports } from "../../../src/imports/imports.ts";
import { createJobs } from "../../../src/jobs/jobs.ts";
import { UNKNOWN } from "../../../src/model/cause.ts";
import { createCorrelation } from "../../../src/model/correlation.ts";
import type { HistoryPiece } from "../../../src/model/history-piece.ts";
import { SNAPSHOT } from "../../support/a-home.ts";
import { SILENT } from "../../support/silent.ts";
import { until } from "../../support/until.ts";

const change = (at: number) => ({ entityId: "light.hall", at, state: at % 2 === 0 ? "off" : "on", cause: UNKNOWN });

const PIECE: HistoryPiece = {
  changes: [change(1), change(2), change(3)],
  levels: [],
  corrections: [],
  covered: { from: 1, to: 4 },
  share: 0.5,
  rows: 7,
  leftOut: { impossibleTime: 4 },
  mark: null,
};

/** A reading thread that has one piece, and then waits for ever. */
const WORKER = `import { parentPort } from "node:worker_threads";
let asked = 0;
parentPort.on("message", (order) => {
  if (order === "stop") parentPort.close();
  else if (asked++ === 0) parentPort.postMessage({ kind: "piece", piece: ${JSON.stringify(PIECE)} });
});`;

describe("a cancelled import", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "cancelled-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("has as its result what was read and stored until then", async () => {
    const jobs = createJobs({ now: () => 1, log: SILENT, correlation: createCorrelation(), onChange: () => undefined });
    const imports = createImports({
      jobs,
      home: { snapshot: () => SNAPSHOT },
      archive: { record: async ({ changes }) => changes.length - 1, correctCauses: async () => 0 },
      marks: { get: async () => null, set: async () => undefined, delete: async () => undefined },
      now: () => 4,
      worker: new URL(`data:text/javascript,${encodeURIComponent(WORKER)}`),
      shareFolder: folder,
      workFolder: join(folder, "work"),
    });
    const { id } = await imports.start({ address: "mysql://ha@db/homeassistant" });
    await until(async () => jobs.find(id)?.progress === 0.5, { what: "the first piece" });
    jobs.cancel(id);
    await jobs.settled();
    expect(jobs.find(id)).to.deep.include({
      status: "cancelled",
      error: null,
      result: {
        file: "mysql://db/homeassistant",
        read: 3,
        added: 2,
        corrected: 0,
        rows: 7,
        left_out: { impossible_time: 4, unknown_entity: 0, no_predecessor: 0 },
      },
    });
  });
});
