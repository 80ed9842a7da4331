import { expect } from "chai";
import fc from "fast-check";
import { createSessions } from "../../../../src/http/access/sessions.ts";

const KEY = Buffer.alloc(32, 1);
const DAY = 86_400_000;

describe("sessions", () => {
  it("return the token they were created from", () => {
    const sessions = createSessions(KEY, () => 0);
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "grapheme" }), (token) => {
        expect(sessions.open(sessions.seal(token))).to.equal(token);
      }),
    );
  });

  it("last for thirty days", () => {
    let now = 0;
    const sessions = createSessions(KEY, () => now);
    const sealed = sessions.seal("token");
    now = 30 * DAY - 1;
    expect(sessions.open(sealed)).to.equal("token");
    now = 30 * DAY;
    expect(sessions.open(sealed)).to.equal(undefined);
  });

  it("can only be opened with the key that sealed them", () => {
    const sealed = createSessions(KEY, () => 0).seal("token");
    expect(createSessions(Buffer.alloc(32, 2), () => 0).open(sealed)).to.equal(undefined);
  });

  it("are invalid if a bit is changed or the end is cut off", () => {
    const sessions = createSessions(KEY, () => 0);
    const sealed = Buffer.from(sessions.seal("a token"), "base64url");
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(sessions.open(changed.toString("base64url")), `bit ${bit}`).to.equal(undefined);
    }
    for (let length = 0; length < sealed.length; length++)
      expect(sessions.open(sealed.subarray(0, length).toString("base64url"))).to.equal(undefined);
  });

  it("cannot be forged", () => {
    const sessions = createSessions(KEY, () => 0);
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(sessions.open(text)).to.equal(undefined);
      }),
    );
  });
});
