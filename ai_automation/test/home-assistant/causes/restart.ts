import { spawn } from "node:child_process";
import { readFile, readlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "../../support/until.ts";
import type { RealHome } from "../real-home.ts";
import type { Socket } from "./socket.ts";

/**
 * Restarts Home Assistant. It only exits (code 100) and expects a supervisor to start it again, which is done here with
 * the test setup's own command.
 */
export async function restartHome(home: RealHome, owner: Socket, whileAway: () => Promise<void>): Promise<void> {
  const pidFile = join(home.configFolder, "../../../../hass.pid");
  const pid = Number(await readFile(pidFile, "utf8"));
  const listOf = async (name: string): Promise<readonly string[]> =>
    (await readFile(`/proc/${pid}/${name}`, "utf8")).split("\0").filter((text) => text !== "");
  const command = await listOf("cmdline");
  const environment = Object.fromEntries((await listOf("environ")).map((text) => text.split(/=(.*)/s).slice(0, 2)));
  const root = await readlink(`/proc/${pid}/root`);
  // The response may be lost with the connection.
  owner.call("homeassistant.restart", {}).catch(() => undefined);
  await untilGone(pid);
  await whileAway();
  const child = spawn("/usr/sbin/chroot", [root, ...command], { env: environment, detached: true, stdio: "ignore" });
  child.unref();
  await writeFile(pidFile, `${child.pid}\n`);
  await untilRunning(home);
}

const untilGone = (pid: number): Promise<void> =>
  until(async () => {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    return status === "" || /^State:\s+Z/m.test(status);
  }, "the end of Home Assistant");

const untilRunning = ({ url, token }: RealHome): Promise<void> =>
  until(async () => {
    const answer = await fetch(`${url}/api/config`, { headers: { Authorization: `Bearer ${token}` } }).catch(
      () => undefined,
    );
    return answer?.ok === true && /"state":\s*"RUNNING"/.test(await answer.text());
  }, "Home Assistant to run again");
