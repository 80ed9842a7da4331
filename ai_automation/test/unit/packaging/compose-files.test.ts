import { expect } from "chai";
import { z } from "zod";
import { readApp, readYaml } from "./app-files.ts";

describe("compose files", () => {
  it("restart the service when it exits, keep its data, and check its health", () => {
    const { restart, volumes, healthcheck } = servicesOf("compose.yaml")["ai-automation"] ?? {};
    expect({ restart, volumes }).to.deep.equal({ restart: "unless-stopped", volumes: ["data:/data"] });
    expect(healthcheck).to.deep.include({ interval: "30s", timeout: "10s", retries: 3 });
    expect(healthcheck?.test).to.include("http://127.0.0.1:8011/health");
  });

  it("run the service as the image does, as a user without rights, in a read-only root", () => {
    const { entrypoint, ...app } = servicesOf("compose.yaml")["ai-automation"] ?? {};
    expect(app).to.deep.include({
      init: true,
      user: "1000:1000",
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      read_only: true,
      tmpfs: ["/tmp"],
    });
    const run = readApp("rootfs/etc/s6-overlay/s6-rc.d/ai-automation/run");
    expect(run).to.match(new RegExp(`^exec ${(entrypoint ?? []).join(" ")}$`, "m"));
  });

  it("give the service's user the data of earlier releases first, with no other rights", () => {
    const { owner, "ai-automation": app } = servicesOf("compose.yaml");
    expect(owner).to.deep.include({
      entrypoint: ["chown", "-R", app?.user, "/data"],
      network_mode: "none",
      cap_drop: ["ALL"],
      cap_add: ["CHOWN", "DAC_READ_SEARCH"],
      volumes: app?.volumes,
    });
    expect(app?.depends_on).to.deep.equal({ owner: { condition: "service_completed_successfully" } });
  });

  it("join an existing network by one variable", () => {
    const networks = z.object({ networks: z.record(z.string(), z.unknown()) });
    const created = networks.parse(readYaml("compose.yaml")).networks;
    const joined = networks.parse(readYaml("compose.network.yaml")).networks;
    expect(Object.keys(joined)).to.deep.equal(Object.keys(created));
    expect(joined["ai-automation"]).to.deep.equal({
      name: "${NETWORK:?set NETWORK to the name of an existing network}",
      external: true,
    });
  });

  it("run a fleet of PostgreSQL, a server and workers, whose server only this machine reaches", () => {
    const { postgres, ...ours } = servicesOf("compose.fleet.yaml");
    expect(postgres?.image).to.match(/^postgres:\d+\.\d+$/);
    expect(postgres).not.to.have.property("ports");
    expect(Object.entries(ours).map(([name, { command }]) => [name, command])).to.deep.equal([
      ["migrate", ["migrate"]],
      ["serve", ["serve"]],
      ["work", ["work"]],
    ]);
    expect(ours.serve?.ports).to.deep.equal(["127.0.0.1:8012:8012"]);
    for (const service of Object.values(ours))
      expect(service).to.deep.include({
        cap_drop: ["ALL"],
        security_opt: ["no-new-privileges:true"],
        read_only: true,
        user: "65534:65534",
      });
  });

  it("test against released versions of Home Assistant and the broker once they are healthy", () => {
    const { "ai-automation": app, ...others } = servicesOf("compose.test.yaml");
    expect(Object.keys(app?.depends_on ?? {})).to.have.members(Object.keys(others));
    for (const { image, healthcheck } of Object.values(others)) {
      expect(image).to.match(/:(\$\{\w+:-)?\d+\.\d+\.\d+\}?$/);
      expect(healthcheck?.test).not.to.equal(undefined);
    }
  });

  it("expose no test port to other machines", () => {
    const ports = Object.values(servicesOf("compose.test.yaml")).flatMap((service) => service.ports ?? []);
    expect(ports.filter((port) => !port.startsWith("127.0.0.1:"))).to.deep.equal([]);
  });
});

const servicesOf = (path: string) => Compose.parse(readYaml(path)).services;

const Compose = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string(),
      restart: z.string().optional(),
      init: z.boolean().optional(),
      command: z.array(z.string()).optional(),
      user: z.string().optional(),
      entrypoint: z.array(z.string()).optional(),
      network_mode: z.string().optional(),
      cap_drop: z.array(z.string()).optional(),
      cap_add: z.array(z.string()).optional(),
      security_opt: z.array(z.string()).optional(),
      read_only: z.boolean().optional(),
      tmpfs: z.union([z.string(), z.array(z.string())]).optional(),
      volumes: z.array(z.string()).optional(),
      ports: z.array(z.string()).optional(),
      depends_on: z.record(z.string(), z.unknown()).optional(),
      healthcheck: z
        .object({ test: z.array(z.string()), interval: z.string(), timeout: z.string(), retries: z.number() })
        .optional(),
    }),
  ),
});
