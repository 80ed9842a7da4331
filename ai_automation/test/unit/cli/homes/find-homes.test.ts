import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "chai";
import { findHomes, kindOf } from "../../../../src/cli/homes/find-homes.ts";

const HEADER = "timestamp,entity_id,state,context\n";
const DEFAULTS = { zone: "Europe/Berlin", location: null };

describe("recordings to analyse", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "homes-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = async (name: string, text = HEADER): Promise<void> => {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  };
  const names = async (path = folder): Promise<readonly string[]> =>
    (await findHomes(path, DEFAULTS)).homes.map(({ name }) => name);

  it("are those of a folder and its subfolders, by name", async () => {
    for (const name of ["b.csv", "a.csv.gz", "flat/home-assistant_v2.db", "notes.txt", ".hidden/c.csv", "out.jsonl"])
      await write(name);
    await symlink(join(folder, "b.csv"), join(folder, "link.csv"));
    await symlink(folder, join(folder, "loop"));
    expect(await names()).to.deep.equal(["a.csv.gz", "b.csv", "flat/home-assistant_v2.db", "link.csv"]);
  });

  it("get the list of machines that lies beside them", async () => {
    for (const name of ["a.events.csv.gz", "a.machines.csv.gz", "b.csv", "b.machines.csv", "c.csv"]) await write(name);
    const { homes } = await findHomes(folder, DEFAULTS);
    expect(homes.map(({ name, machines }) => [name, machines])).to.deep.equal([
      ["a.events.csv.gz", join(folder, "a.machines.csv.gz")],
      ["b.csv", join(folder, "b.machines.csv")],
      ["c.csv", null],
    ]);
  });

  it("are those of a manifest, with paths relative to it, whether they exist or not", async () => {
    await write("lists/few.csv", "file,zone,country\n../a.csv,Asia/Tokyo,jp\n/abs/b.csv,,nl\n");
    const { homes, warnings } = await findHomes(join(folder, "lists/few.csv"), DEFAULTS);
    expect(homes.map(({ name, file, zone }) => [name, file, zone])).to.deep.equal([
      ["../a.csv", join(folder, "a.csv"), "Asia/Tokyo"],
      ["/abs/b.csv", "/abs/b.csv", "Europe/Berlin"],
    ]);
    expect(warnings).to.deep.equal([`${join(folder, "lists/few.csv")}: the column "country" is not used`]);
  });

  it("are those of the manifest in a folder", async () => {
    await write("manifest.csv", "file\nb.csv\n");
    await write("a.csv");
    await write("b.csv");
    expect(await names()).to.deep.equal(["b.csv"]);
  });

  it("must be there, with a zone", async () => {
    await write("notes.txt");
    const none = await findHomes(folder, DEFAULTS).catch(String);
    expect(none).to.equal(`UsageError: ${folder}: it contains no recording (.csv, .csv.gz or .db)`);
    await write("a.csv");
    const zoneless = await findHomes(folder, { zone: null, location: null }).catch(String);
    expect(zoneless).to.match(/--time-zone is missing; where homes differ, list them in .*manifest\.csv/);
  });

  it("are many in a folder or a manifest, and one in a recording or on standard input", async () => {
    await write("a.csv");
    await write("manifest.csv", "file,zone\n");
    const kinds = [folder, join(folder, "manifest.csv"), join(folder, "a.csv"), join(folder, "none.csv"), "-"];
    expect(await Promise.all(kinds.map(kindOf))).to.deep.equal([
      "folder",
      "manifest",
      "recording",
      "recording",
      "recording",
    ]);
  });
});
