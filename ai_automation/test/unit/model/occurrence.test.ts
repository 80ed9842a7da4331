import { expect } from "chai";
import fc from "fast-check";
import { isOccurrenceOf, occurrenceOf, occurrenceText } from "../../../src/model/occurrence.ts";

const value = fc.string({ minLength: 1 }).filter((text) => /^[^[\]\r\n]+$/.test(text));
const type = fc.string({ minLength: 1 }).filter((text) => !/[[\]]/.test(text));

describe("the text of an occurrence", () => {
  it("has the button, and no attribute that does not tell buttons apart", () => {
    expect(occurrenceText("press", { event_type: "press", button: "off", battery: 80 })).to.equal("press[button=off]");
    expect(occurrenceText("multi_press_end", { multi_press_count: 2 })).to.equal(
      "multi_press_end[multi_press_count=2]",
    );
    expect(occurrenceText("press", { button: null })).to.equal("press");
  });

  it("is not given if the button cannot be kept", () => {
    for (const button of [{}, ["on"], true, "", "a]b", "a\nb"])
      expect(occurrenceText("press", { button })).to.equal(undefined);
  });

  it("is read without loss", () => {
    fc.assert(
      fc.property(type, fc.record({ button: value, scene: value }, { requiredKeys: [] }), (of, attributes) => {
        const text = occurrenceText(of, attributes) ?? "";
        expect(occurrenceOf(text)).to.deep.equal({
          type: of,
          attributes: Object.entries(attributes).sort(([a], [b]) => a.localeCompare(b)),
        });
      }),
    );
  });

  it("is a type as a whole if it has no known attribute", () => {
    for (const text of [
      "press",
      "press[]",
      "[button=1]x",
      "press[color=red]",
      "press[scene=1][button=2]",
      "press[button=1",
    ])
      expect(occurrenceOf(text)).to.deep.equal({ type: text, attributes: [] });
  });

  it("matches what names its type and some of its attributes", () => {
    expect(isOccurrenceOf("press[button=off]", "press")).to.equal(true);
    expect(isOccurrenceOf("press[button=off]", "press[button=off]")).to.equal(true);
    expect(isOccurrenceOf("press[button=off][scene=1]", "press[scene=1]")).to.equal(true);
    expect(isOccurrenceOf("press[button=off]", "press[button=on]")).to.equal(false);
    expect(isOccurrenceOf("press", "press[button=off]")).to.equal(false);
    expect(isOccurrenceOf("hold[button=off]", "press[button=off]")).to.equal(false);
  });
});
