import type { Config } from "../config/config.ts";
import { SUPERVISOR_URLS } from "../home-assistant/supervisor-urls.ts";
import type { BindHome } from "../model/archive-home.ts";
import type { ChangeArchive } from "../model/archive.ts";
import type { Home, HomeListener } from "../model/home.ts";
import type { EntityIdentities } from "../model/identity.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import { filesBeside } from "../store/files-beside.ts";
import type { Environment } from "./environment.ts";

/** Receivers of a real home's reports, besides the archive. */
export interface HomePorts {
  readonly bind: BindHome;
  readonly identities: EntityIdentities;
  readonly keyValues: KeyValueStore;
}

/** Creates the configured kind of home, loading only the modules that it needs. */
export async function createHome(
  config: Config,
  archive: ChangeArchive,
  listener: HomeListener,
  environment: Environment,
  { bind, identities, keyValues }: HomePorts,
): Promise<Home> {
  const { logger: log, now, monotonic, correlation } = environment;
  const common = { archive, listener, log, now, monotonic, correlation };
  if (config.home.kind === "simulated") {
    const { createSimulatedHome } = await import("../demo/simulated-home.ts");
    const { homeLanguageOf } = await import("../demo/words/words.ts");
    return createSimulatedHome({
      ...common,
      statePath: filesBeside(config.databasePath).simulatedHome,
      language: homeLanguageOf(new Intl.DateTimeFormat().resolvedOptions().locale),
    });
  }
  const { createHomeAssistant } = await import("../home-assistant/home-assistant.ts");
  const address = config.home.kind === "supervisor" ? SUPERVISOR_URLS : { url: config.home.url };
  return createHomeAssistant({
    ...common,
    ...address,
    bind,
    identities,
    keyValues,
    token: config.home.token,
    serviceAccounts: config.serviceAccounts,
  });
}
