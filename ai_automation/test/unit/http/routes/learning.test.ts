import { expect } from "chai";
import { DAY } from "../../../../src/model/time.ts";
import { analysed, aService, type RunningService } from "../../../support/a-service.ts";

describe("pausing what is learned", () => {
  let service: RunningService;
  beforeEach(async () => {
    service = await aService();
  });
  afterEach(() => service.stop());

  const status = async () => (await service.call("GET", "/api/status")).body.learning;

  it("lasts over a restart until it is resumed", async () => {
    expect(await status()).to.deep.equal({ paused_since: null, paused_until: null });
    const { body } = await service.call("POST", "/api/learning/pause", {});
    expect(Date.parse(body.paused_since)).to.be.closeTo(Date.now(), 60_000);
    expect(body.paused_until).to.equal(null);
    await service.restart();
    expect(await status()).to.deep.equal(body);
    const { body: resumed } = await service.call("POST", "/api/learning/resume");
    expect(resumed).to.deep.equal({ paused_since: null, paused_until: null });
  });

  it("ends by itself after the given days", async () => {
    const { body } = await service.call("POST", "/api/learning/pause", { days: 7 });
    expect(Date.parse(body.paused_until) - Date.parse(body.paused_since)).to.equal(7 * DAY);
    expect((await service.call("POST", "/api/learning/pause", { days: 0 })).status).to.equal(400);
  });

  it("is passed on to analyses", async () => {
    const { body } = await service.call("POST", "/api/learning/pause", { days: 7 });
    await service.call("POST", "/api/analysis");
    await analysed(service);
    const [pause] = service.analysed.at(-1)?.pauses ?? [];
    expect(pause).to.deep.equal({ from: Date.parse(body.paused_since), to: Date.parse(body.paused_until) });
  });
});
