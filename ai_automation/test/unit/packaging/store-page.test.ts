import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { APP_FOLDER } from "./app-files.ts";

describe("store page", () => {
  it("has an icon and a logo in the sizes that the store asks for", () => {
    expect({ icon: sizeOf("icon.png"), logo: sizeOf("logo.png") }).to.deep.equal({
      icon: [128, 128],
      logo: [250, 100],
    });
  });
});

/** Width and height of a PNG, from its first chunk. */
function sizeOf(path: string): readonly [number, number] {
  const png = readFileSync(join(APP_FOLDER, path));
  expect(png.subarray(1, 4).toString("latin1")).to.equal("PNG");
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}
