import { expect } from "chai";
import { benjaminiHochbergCut } from "../../../src/statistics/benjamini-hochberg.ts";
import { binomialTail } from "../../../src/statistics/binomial.ts";
import { wilsonLowerBound } from "../../../src/statistics/wilson.ts";

describe("Wilson's lower bound", () => {
  it("is the textbook's", () => {
    expect(wilsonLowerBound(8, 10, 1.96)).to.be.closeTo(0.4902, 5e-4);
    expect(wilsonLowerBound(10, 10, 1.96)).to.be.closeTo(0.7225, 5e-4);
    expect(wilsonLowerBound(0, 0, 1.96)).to.equal(0);
  });
});

describe("binomial tail", () => {
  it("is the textbook's", () => {
    expect(binomialTail(3, 5, 0.5)).to.be.closeTo(0.5, 1e-12);
    expect(binomialTail(8, 10, 0.3)).to.be.closeTo(0.00159, 1e-5);
    expect(binomialTail(0, 10, 0.3)).to.equal(1);
  });

  it("stays exact far out in the tail", () => {
    expect(Math.log10(binomialTail(40, 50, 0.01))).to.be.closeTo(-69.99, 0.3);
  });
});

describe("Benjamini and Hochberg", () => {
  it("keeps as many as the rate allows", () => {
    expect(benjaminiHochbergCut([0.001, 0.02, 0.03, 0.9], 0.05)).to.equal(0.03);
    expect(benjaminiHochbergCut([0.2, 0.3], 0.05)).to.equal(-1);
    expect(benjaminiHochbergCut([], 0.05)).to.equal(-1);
  });
});
