import { execFile, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { aCertificate } from "./a-certificate.ts";
import { killChild, spawnChild } from "./children.ts";
import { freePort } from "./process.ts";
import { until } from "./until.ts";

const run = promisify(execFile);

/** A real Mosquitto with its own port and folder; acknowledged messages survive its restart. */
export interface Broker {
  readonly url: string;
  /** The file with the CA certificate; undefined without TLS. */
  readonly authority: string | undefined;
  /** From the next start on, only these credentials are accepted. */
  letIn(username: string, password: string): Promise<void>;
  stop(): Promise<void>;
  start(): Promise<void>;
  destroy(): Promise<void>;
}

const PROGRAM = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"].find((path) =>
  existsSync(path),
);

/** Undefined if Mosquitto is not installed. Uses TLS if given a name to certify, such as `IP:127.0.0.1`. */
export async function aBroker(certifiedFor?: string): Promise<Broker | undefined> {
  if (PROGRAM === undefined) return undefined;
  const program = PROGRAM;
  const folder = await mkdtemp(join(tmpdir(), "broker-"));
  const port = await freePort();
  const settings = join(folder, "mosquitto.conf");
  const tls = certifiedFor === undefined ? undefined : await aCertificate(folder, certifiedFor);
  const configure = (...who: readonly string[]): Promise<void> => writeFile(settings, [...common, ...who].join("\n"));
  const common = [
    `listener ${port} 127.0.0.1`,
    ...(tls === undefined ? [] : [`certfile ${tls.certificate}`, `keyfile ${tls.key}`]),
    "persistence true",
    `persistence_location ${folder}/`,
    "autosave_interval 1",
    "autosave_on_changes true",
    ...(process.getuid?.() === 0 ? ["user root"] : []),
  ];
  await configure("allow_anonymous true");
  let child: ChildProcess | undefined;
  const broker: Broker = {
    url: `${tls === undefined ? "mqtt" : "mqtts"}://127.0.0.1:${port}`,
    authority: tls?.authority,
    letIn: async (username, password) => {
      const file = join(folder, "passwords");
      await run("mosquitto_passwd", ["-b", "-c", file, username, password]);
      await configure("allow_anonymous false", `password_file ${file}`);
    },
    start: async () => {
      child = spawnChild(program, ["-c", settings], { stdio: "ignore" });
      await until(() => isListening(port), "the broker on its port");
    },
    stop: async () => {
      if (child === undefined) return;
      await killChild(child, "SIGTERM");
      child = undefined;
    },
    destroy: async () => {
      await broker.stop();
      await rm(folder, { recursive: true });
    },
  };
  await broker.start();
  return broker;
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ port, host: "127.0.0.1" });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
