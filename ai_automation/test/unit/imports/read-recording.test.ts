import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { RecordingError, type RecordingRow } from "../../../src/history/recording/parse-recording.ts";
import { readRecording } from "../../../src/imports/read-recording.ts";
import { plausibleTime } from "../../../src/model/plausible-time.ts";

const PLAUSIBLE = plausibleTime(Date.UTC(2026, 0, 1));
const HEADER = "timestamp,entity_id,state,context\n";
const ROW = "2023-03-01T08:00:00Z,light.hall,on,manual\n";

describe("recording", () => {
  let folder = "";
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "recording-"));
  });
  after(() => rm(folder, { recursive: true }));

  const read = async (content: string | Buffer): Promise<readonly RecordingRow[]> => {
    const path = join(folder, "home.csv");
    await writeFile(path, content);
    const rows: RecordingRow[] = [];
    await readRecording(path, (row) => rows.push(row), PLAUSIBLE);
    return rows;
  };
  const refuse = async (content: string | Buffer): Promise<string> => {
    try {
      await read(content);
    } catch (error) {
      if (error instanceof RecordingError) return error.message.replace(folder, "");
      throw error;
    }
    return "it was taken";
  };

  it("is read with its times in milliseconds, plain and gzipped", async () => {
    const text = `${HEADER}${ROW}2023-03-01T09:00:00.250+01:00,light.hall,off,automation\r\n`;
    const expected = [
      { at: Date.UTC(2023, 2, 1, 8), entityId: "light.hall", state: "on", context: "manual", hasOffset: true },
      {
        at: Date.UTC(2023, 2, 1, 8, 0, 0, 250),
        entityId: "light.hall",
        state: "off",
        context: "automation",
        hasOffset: true,
      },
    ];
    expect(await read(text)).to.deep.equal(expected);
    expect(await read(gzipSync(text))).to.deep.equal(expected);
  });

  it("is refused with a line that is too long, instead of being read into memory", async () => {
    const long = "x".repeat(70_000);
    for (const text of [`${HEADER}${ROW}${long}`, `${HEADER}${long}\n${ROW}`, gzipSync(HEADER + long)])
      expect(await refuse(text)).to.equal("/home.csv: it has a line of more than 65536 bytes");
  });

  it("may have quoted states", async () => {
    const [row] = await read(`${HEADER}2023-03-01T08:00:00Z,media_player.tv,"a, ""b""",unknown\n`);
    expect(row?.state).to.equal('a, "b"');
  });

  it("reports whether its times have an offset", async () => {
    const path = join(folder, "wall.csv");
    await writeFile(path, `${HEADER}2023-03-01T08:00:00,light.hall,on,manual\n`);
    expect(await readRecording(path, () => undefined, PLAUSIBLE)).to.deep.equal({
      rows: 1,
      leftOut: 0,
      hasOffsets: false,
    });
  });

  it("is refused with file, line and error", async () => {
    expect(await refuse("")).to.equal("/home.csv: the file is empty");
    expect(await refuse(HEADER)).to.equal("/home.csv: it contains only the header, no events");
    expect(await refuse("time,entity,state\n")).to.contain(
      '/home.csv, line 1: the columns are "time,entity,state", not',
    );
    expect(await refuse(`${HEADER}${ROW}2023-03-01T08:00:00Z,light.hall,on\n`)).to.equal(
      "/home.csv, line 3: 3 columns instead of 4",
    );
    expect(await refuse(`${HEADER}2023-02-30T08:00:00Z,light.hall,on,manual\n`)).to.contain(
      'line 2: "2023-02-30T08:00:00Z" is not a time',
    );
    expect(await refuse(`${HEADER}2023-03-01T25:00:00Z,light.hall,on,manual\n`)).to.contain("line 2");
    expect(await refuse(`${HEADER}${ROW}2023-03-01T08:00:00,light.hall,off,manual\n`)).to.contain(
      "line 3: some times have an offset",
    );
    expect(await refuse(`${HEADER}2023-03-01T08:00:00Z,hall,on,manual\n`)).to.contain(
      'line 2: "hall" is not an entity id',
    );
    expect(await refuse(`${HEADER}2023-03-01T08:00:00Z,light.hall,on,person\n`)).to.contain(
      'line 2: the context is "person"',
    );
  });

  it("is refused if its gzip is truncated or damaged, or if the file does not exist", async () => {
    const packed = gzipSync(HEADER + ROW.repeat(5_000));
    expect(await refuse(packed.subarray(0, packed.length - 20))).to.match(/line \d+: the gzip file is truncated/);
    const damaged = Buffer.from(packed);
    damaged.fill(0, 20, 60);
    expect(await refuse(damaged)).to.match(/the gzip file is damaged/);
    let message = "";
    await readRecording(join(folder, "none.csv"), () => undefined, PLAUSIBLE).catch(
      (error: Error) => (message = error.message),
    );
    expect(message).to.match(/none\.csv: there is no such file$/);
  });
});
