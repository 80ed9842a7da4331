import type { Config } from "../config/config.ts";
import type { HomeSnapshot } from "../model/home.ts";
import type { Jobs } from "../model/job.ts";
import type { Log } from "../model/log.ts";
import type { Now } from "../model/time.ts";
import type { Environment } from "./environment.ts";
import type { Events } from "./events.ts";
import type { InBackground } from "./in-background.ts";

/** Dependencies shared by all groups of parts. */
export interface Common {
  readonly config: Config;
  readonly environment: Environment;
  readonly now: Now;
  readonly log: Log;
  readonly inBackground: InBackground;
  readonly events: Events;
  readonly jobs: Jobs;
  /** Undefined until the home is created and has been reached once. */
  readonly snapshot: () => HomeSnapshot | undefined;
  /** Registers the close function of a part that was opened. Parts are closed in reverse order. */
  readonly onShutdown: (close: () => Promise<void>) => void;
}
