import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { APP_FOLDER } from "./app-files.ts";

describe("the unit tests", () => {
  it("mirror the folders of the sources", () => {
    const folders = readdirSync(join(APP_FOLDER, "test/unit"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.name.endsWith(".test.ts"))
      .map(({ parentPath }) => parentPath.slice(join(APP_FOLDER, "test/unit").length + 1));
    expect(folders).to.include("http/routes");
    const strays = folders.filter((folder) => folder !== "packaging" && !existsSync(join(APP_FOLDER, "src", folder)));
    expect([...new Set(strays)]).to.deep.equal([]);
  });
});
