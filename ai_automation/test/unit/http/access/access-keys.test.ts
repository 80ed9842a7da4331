import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { openAccessKeys } from "../../../../src/http/access/access-keys.ts";

describe("access keys", () => {
  let folder = "";
  let warned: string[] = [];
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: (_: object, event: string) => void warned.push(event),
    error: () => undefined,
  };
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "keys-"));
    warned = [];
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("are generated once, unique, and readable only by the service's user", async () => {
    const path = join(folder, "new", "keys.json");
    const keys = await openAccessKeys(path, log);
    expect(keys.apiToken).to.match(/^[0-9a-f]{48}$/);
    expect(keys.sessionKey).to.have.length(32);
    expect(await openAccessKeys(path, log)).to.deep.equal(keys);
    expect(((await stat(path)).mode & 0o777).toString(8)).to.equal("600");
    expect(await readdir(join(folder, "new"))).to.deep.equal(["keys.json"]);
    expect((await openAccessKeys(join(folder, "other.json"), log)).apiToken).to.not.equal(keys.apiToken);
  });

  it("are generated again if the file is damaged", async () => {
    const path = join(folder, "keys.json");
    for (const text of ["", "{", "[]", '{"api_token":"short","session_key":""}']) {
      await writeFile(path, text);
      const keys = await openAccessKeys(path, log);
      expect(JSON.parse(await readFile(path, "utf8")).api_token).to.equal(keys.apiToken);
    }
    expect(warned).to.deep.equal([]);
  });

  it("last until the service stops if they cannot be stored", async () => {
    await writeFile(join(folder, "file"), "");
    await chmod(folder, 0o500);
    const { apiToken } = await openAccessKeys(join(folder, "file", "keys.json"), log);
    expect([apiToken.length, warned]).to.deep.equal([48, ["access keys not stored"]]);
    await chmod(folder, 0o700);
  });
});
