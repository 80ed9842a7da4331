import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { RecordingError } from "../../../src/history/recording/parse-recording.ts";
import { readMachines } from "../../../src/imports/read-recording.ts";

describe("machine rows", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "machines-"));
  });
  after(() => rm(folder, { recursive: true }));

  const read = async (content: string | Buffer) => {
    const path = join(folder, "machines.csv");
    await writeFile(path, content);
    return readMachines(path);
  };

  it("are read with their reason, plain or compressed", async () => {
    const text = "timestamp,entity_id,state,reason\n2023-01-01T06:00:00Z,light.hall,on,button\n";
    const rows = [{ at: Date.UTC(2023, 0, 1, 6), entityId: "light.hall", state: "on", reason: "button" }];
    expect(await read(text)).to.deep.equal(rows);
    expect(await read(gzipSync(text))).to.deep.equal(rows);
  });

  it("may be empty", async () => {
    expect(await read("timestamp,entity_id,state,reason\n")).to.deep.equal([]);
  });

  it("are refused with file and line if the file is invalid", async () => {
    for (const [content, fault] of [
      ["timestamp,entity_id,state,context\n", "line 1: the columns are"],
      ["timestamp,entity_id,state,reason\nyesterday,light.hall,on,own\n", 'line 2: "yesterday" is not a time'],
    ] as const) {
      const error = await read(content).catch((cause: unknown) => cause);
      expect(error).to.be.instanceOf(RecordingError);
      expect(String(error)).to.contain(fault);
    }
  });
});
