import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../integration/service/process.ts";
import { until } from "./until.ts";

/** A real Mosquitto on a port and in a folder of its own; what it acknowledged outlives its restart. */
export interface Broker {
  readonly url: string;
  stop(): Promise<void>;
  start(): Promise<void>;
  destroy(): Promise<void>;
}

const PROGRAM = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"].find((path) =>
  existsSync(path),
);

/** Undefined where no Mosquitto is installed. */
export async function aBroker(): Promise<Broker | undefined> {
  if (PROGRAM === undefined) return undefined;
  const program = PROGRAM;
  const folder = await mkdtemp(join(tmpdir(), "broker-"));
  const port = await freePort();
  const settings = join(folder, "mosquitto.conf");
  await writeFile(
    settings,
    [
      `listener ${port} 127.0.0.1`,
      "allow_anonymous true",
      "persistence true",
      `persistence_location ${folder}/`,
      "autosave_interval 1",
      "autosave_on_changes true",
      ...(process.getuid?.() === 0 ? ["user root"] : []),
    ].join("\n"),
  );
  let child: ChildProcess | undefined;
  const broker: Broker = {
    url: `mqtt://127.0.0.1:${port}`,
    start: async () => {
      child = spawn(program, ["-c", settings], { stdio: "ignore" });
      await until(() => isListening(port));
    },
    stop: async () => {
      if (child === undefined) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
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
