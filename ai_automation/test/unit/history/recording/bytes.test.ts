import { expect } from "chai";
import fc from "fast-check";
import { createTimestampParser, createTimestampReader } from "../../../../src/history/recording/parse-timestamp.ts";
import { createTexts } from "../../../../src/history/recording/texts.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("the bytes of a recording", () => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
  const day = fc
    .date({ min: new Date("1970-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const anyDay = fc.oneof(
    day,
    fc.tuple(digits(4), digits(2), digits(2)).map((parts) => parts.join("-")),
  );
  const time = fc.oneof(
    fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date("2099-12-31") })
      .map((date) => date.toISOString().slice(11, 19)),
    fc.tuple(digits(2), digits(2), digits(2)).map((parts) => parts.join(":")),
  );
  const fraction = fc.oneof(fc.constant(""), fc.stringMatching(/^[.,]\d{0,10}$/), fc.stringMatching(/^[.]\d{1,9}$/));
  const offset = fc.constantFrom("", "Z", "Z", "+02:00", "-0330", "z", "Z ");
  const timestamp = fc
    .tuple(anyDay, fc.constantFrom("T", "T", "T", " ", "t"), time, fraction, offset)
    .map((parts) => parts.join(""));

  it("have the same times as their text, wherever they have a time in the usual form", () => {
    const [parse, reader] = [createTimestampParser(), createTimestampReader()];
    let read = 0;
    fc.assert(
      fc.property(timestamp, fc.nat({ max: 3 }), (text, before) => {
        const bytes = bytesOf(`${",".repeat(before)}${text},light.hall`);
        const at = reader.at(bytes, before, before + text.length);
        if (Number.isNaN(at)) return;
        read += 1;
        expect({ at, hasOffset: reader.hasOffset() }).to.deep.equal(parse(text));
      }),
      { numRuns: 5_000, seed: 1 },
    );
    expect(read).to.be.above(200);
  });

  it("are read in the form that Home Assistant and exports write", () => {
    const at = (text: string): number => createTimestampReader().at(bytesOf(text), 0, text.length);
    expect(at("2023-10-01T18:30:00Z")).to.equal(Date.UTC(2023, 9, 1, 18, 30));
    expect(at("2023-10-01T18:30:00.57Z")).to.equal(Date.UTC(2023, 9, 1, 18, 30, 0, 570));
    expect(at("2023-10-01T18:30:00")).to.equal(Date.UTC(2023, 9, 1, 18, 30));
    expect(at("2023-02-30T18:30:00Z")).to.be.NaN;
  });

  it("have the same text each time, also if many have been read since", () => {
    const texts = createTexts();
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    const text = fc.oneof(fc.string({ unit: "binary" }), fc.integer().map(String), fc.constantFrom("é", "Ã©", "on"));
    fc.assert(
      fc.property(fc.array(text, { maxLength: 50 }), (some) => {
        for (const one of [...some, ...some]) {
          const bytes = bytesOf(one);
          expect(texts(bytes, 0, bytes.length)).to.equal(decoder.decode(bytes));
        }
      }),
      { numRuns: 100, seed: 1 },
    );
  });
});
