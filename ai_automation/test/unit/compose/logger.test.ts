import { expect } from "chai";
import { createLogger } from "../../../src/compose/logger.ts";
import { createCorrelation } from "../../../src/model/correlation.ts";

describe("the log of the service", () => {
  it("ignores what is logged after its end", async () => {
    const { logger, end } = createLogger("fatal", createCorrelation());
    const child = logger.child({});
    await new Promise<void>((resolve) => end(resolve));
    expect(() => logger.fatal("late")).not.to.throw();
    expect(() => child.fatal("late")).not.to.throw();
  });
});
