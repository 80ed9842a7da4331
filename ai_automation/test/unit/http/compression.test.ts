import { get } from "node:http";
import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import { aDraft } from "../../support/a-draft.ts";
import { aService, type RunningService } from "../../support/a-service.ts";

interface Raw {
  readonly encoding: string | undefined;
  readonly body: Buffer;
}

describe("responses of the API", () => {
  let service: RunningService;
  before(async () => {
    service = await aService();
    const { replay } = aDraft();
    const mark = { at: 0, entityId: "light.pantry", outcome: "tp", actedAt: 1 } as const;
    const marks = Array.from({ length: 500 }, (_, i) => ({ ...mark, at: 1_700_000_000_000 + i * 60_000 }));
    await service.offer(aDraft({ replay: { ...replay, marks } }));
  });
  after(() => service.stop());

  const raw = (path: string, encoding = "gzip"): Promise<Raw> =>
    new Promise((resolve, reject) => {
      get(`${service.url}${path}`, { headers: { "Accept-Encoding": encoding } }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ encoding: response.headers["content-encoding"], body: Buffer.concat(chunks) }),
        );
      }).on("error", reject);
    });

  it("are compressed if they are large and the client can read it", async () => {
    const [packed, plain] = [await raw("/api/suggestions"), await raw("/api/suggestions", "identity")];
    expect([packed.encoding, plain.encoding]).to.deep.equal(["gzip", undefined]);
    expect(gunzipSync(packed.body).toString()).to.equal(plain.body.toString());
    expect(packed.body.length).to.be.below(plain.body.length / 8);
  });

  it("are not compressed if they are small or contain a token", async () => {
    for (const path of ["/health", "/api/me", "/api/jobs/none"])
      expect((await raw(path)).encoding, path).to.equal(undefined);
  });
});
