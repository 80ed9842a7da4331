import { dirname, join } from "node:path";
import type { Config } from "../config/config.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { Home, HomeListener } from "../model/home.ts";
import type { Environment } from "./environment.ts";

/** Only the kind of home that is asked for is loaded. */
export async function createHome(
  config: Config,
  archive: ChangeArchive,
  listener: HomeListener,
  environment: Environment,
): Promise<Home> {
  const { logger: log, now, correlation } = environment;
  const common = { archive, listener, log, now, correlation };
  if (config.home.kind === "simulated") {
    const { createSimulatedHome } = await import("../demo/simulated-home.ts");
    return createSimulatedHome({ ...common, statePath: join(dirname(config.databasePath), "simulated_home.json") });
  }
  const { createHomeAssistant } = await import("../home-assistant/home-assistant.ts");
  const address = config.home.kind === "supervisor" ? SUPERVISOR : { url: config.home.url };
  return createHomeAssistant({
    ...common,
    ...address,
    token: config.home.token,
    serviceAccounts: config.serviceAccounts,
  });
}

/** The Supervisor's proxies to Home Assistant, and Home Assistant itself: newer installations have it on port 80. */
const SUPERVISOR = {
  url: "http://supervisor/core",
  webSocketUrl: "ws://supervisor/core/websocket",
  ownUrls: ["http://homeassistant:8123", "http://homeassistant:80"],
} as const;
