import { expect } from "chai";
import fc from "fast-check";
import { clientOf } from "../../../../src/http/access/client-address.ts";
import { createFailedTries } from "../../../../src/http/access/failed-tries.ts";

describe("failed tries", () => {
  let now = 0;
  const begin = () => {
    now = 0;
    return createFailedTries(() => now);
  };
  const fail = (tries: ReturnType<typeof begin>, times: number, address = "192.0.2.1"): void => {
    for (let time = 0; time < times; time++) tries.failed(address);
  };

  it("cause a delay from the tenth on: five seconds, doubled each time up to a minute", () => {
    const tries = begin();
    const waits = Array.from({ length: 16 }, () => {
      tries.failed("192.0.2.1");
      return tries.waitOf("192.0.2.1") / 1_000;
    });
    expect(waits).to.deep.equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 10, 20, 40, 60, 60, 60]);
  });

  it("are reset after a quarter of an hour or a success", () => {
    const tries = begin();
    fail(tries, 10);
    now += 4_999;
    expect(tries.waitOf("192.0.2.1")).to.equal(1);
    now += 1;
    expect(tries.waitOf("192.0.2.1")).to.equal(0);
    fail(tries, 1);
    expect(tries.waitOf("192.0.2.1")).to.equal(10_000);
    now += 15 * 60_000 + 1;
    fail(tries, 9);
    expect(tries.waitOf("192.0.2.1")).to.equal(0);
    fail(tries, 1);
    tries.succeeded("192.0.2.1");
    expect(tries.waitOf("192.0.2.1")).to.equal(0);
  });

  it("are counted per client, where an IPv6 network is one client", () => {
    const tries = begin();
    for (let host = 0; host < 10; host++) tries.failed(`2001:db8::${host.toString(16)}`);
    expect(tries.waitOf("2001:db8:0:0:ffff::1")).to.equal(5_000);
    expect(tries.waitOf("2001:db8:0:1::1")).to.equal(0);
    expect(tries.waitOf("192.0.2.1")).to.equal(0);
  });

  it("are stored for the latest thousand clients", () => {
    const tries = begin();
    fail(tries, 10, "192.0.2.1");
    for (let client = 0; client < 999; client++) tries.failed(`10.0.${client >> 8}.${client & 255}`);
    expect(tries.waitOf("192.0.2.1")).to.equal(5_000);
    tries.failed("10.9.9.9");
    expect(tries.waitOf("192.0.2.1")).to.equal(0);
  });
});

describe("client of an address", () => {
  it("is the IPv4 address or the IPv6 /64 network, in any notation", () => {
    expect(clientOf("192.0.2.7")).to.equal("192.0.2.7");
    for (const address of ["2001:db8::1", "2001:db8:0:0:1:2:3:4", "2001:db8:0:0::", "2001:db8::1%eth0"])
      expect(clientOf(address), address).to.equal("2001:db8:0:0::/64");
    expect(clientOf("::1")).to.equal("0:0:0:0::/64");
    expect(clientOf("fe80::1:2%eth0")).to.equal("fe80:0:0:0::/64");
  });

  it("is the same for every host of a network", () => {
    const group = fc.integer({ min: 1, max: 0xffff }).map((value) => value.toString(16));
    const groups = (length: number) => fc.array(group, { minLength: length, maxLength: length });
    fc.assert(
      fc.property(groups(4), groups(4), groups(4), (network, one, other) => {
        expect(clientOf([...network, ...one].join(":"))).to.equal(clientOf([...network, ...other].join(":")));
      }),
    );
  });
});
