import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openResults, readLines } from "../../../../src/cli/homes/results-file.ts";
import { aDoneLine, aFailedLine } from "./a-result.ts";

describe("a file of results", () => {
  let folder = "";
  let path = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "results-"));
    path = join(folder, "results.jsonl");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const homesIn = async (): Promise<readonly string[]> => {
    const homes: string[] = [];
    const file = await openResults(path, ({ home }) => void homes.push(home));
    await file.close();
    return homes;
  };

  it("has one line for each result, and is continued", async () => {
    const first = await openResults(path, () => expect.fail("there is no line yet"));
    await first.append(aDoneLine("a"));
    await first.append(aFailedLine("b"));
    await first.close();
    const second = await openResults(path, () => undefined);
    await second.append(aDoneLine("c"));
    await second.close();
    expect(await homesIn()).to.deep.equal(["a", "b", "c"]);
    expect(
      (await readFile(path, "utf8"))
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).to.deep.equal([aDoneLine("a"), aFailedLine("b"), aDoneLine("c")]);
  });

  it("loses the beginning of a line that was cut off at any byte, and nothing else", async () => {
    const text = `${JSON.stringify(aDoneLine("Küche"))}\n`;
    const next = Buffer.from(JSON.stringify(aDoneLine("Größe")));
    for (const cut of [1, Math.floor(next.length / 2), next.indexOf("ö") + 1, next.length]) {
      await writeFile(path, text);
      await appendFile(path, next.subarray(0, cut));
      expect(await homesIn(), `cut at ${cut}`).to.deep.equal(["Küche"]);
      expect(await readFile(path, "utf8")).to.equal(text);
    }
  });

  it("may have lines longer than a read", async () => {
    const long = { ...aDoneLine("long"), result: { text: "ä".repeat(3_000_000) } };
    await writeFile(path, `${JSON.stringify(long)}\n${JSON.stringify(aDoneLine("b"))}\n`);
    const homes: string[] = [];
    for await (const { home } of readLines(path)) homes.push(home);
    expect(homes).to.deep.equal(["long", "b"]);
  });

  it("is refused with the line that is no result, and is not changed", async () => {
    const text = `${JSON.stringify(aDoneLine("a"))}\n{"home":"b"}\n${JSON.stringify(aDoneLine("c"))}\n`;
    await writeFile(path, text);
    expect(await homesIn().catch(String)).to.equal(
      `UsageError: ${path}, line 2: it is not a result: name another file, or delete the line`,
    );
    expect(await readFile(path, "utf8")).to.equal(text);
  });

  it("is not emptied if it is another file without a line break", async () => {
    for (const text of ["{}", '{"title":"not a result"}', "x", "\0\0"]) {
      await writeFile(path, text);
      expect(await homesIn().catch(String)).to.match(/its last line is not a result: name another file/);
      expect(await readFile(path, "utf8")).to.equal(text);
    }
  });

  it("is written by one process at a time", async () => {
    const first = await openResults(path, () => undefined);
    expect(await homesIn().catch(String)).to.match(/another run is writing to it/);
    await first.close();
    expect(await homesIn()).to.deep.equal([]);
  });

  it("cannot be in a folder that does not exist", async () => {
    path = join(folder, "none", "results.jsonl");
    expect(await homesIn().catch(String)).to.match(/^UsageError: .*results\.jsonl: ENOENT/);
  });
});
