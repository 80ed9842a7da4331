import type { Config } from "../config/config.ts";
import { createAiTask } from "../language/ai-task.ts";
import { createEndpoint } from "../language/endpoint.ts";
import { createLanguageModel, type LimitedModel } from "../language/language-model.ts";
import type { Home } from "../model/home.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";
import type { Log } from "../model/log.ts";
import type { Now } from "../model/time.ts";

/** The language model that the user has configured; null if there is none. */
export function createModel(parts: {
  readonly config: Pick<Config, "language" | "tokensPerDay">;
  readonly home: Pick<Home, "tasks">;
  readonly keyValues: KeyValueStore;
  readonly now: Now;
  readonly log: Log;
}): LimitedModel | null {
  const { config, home, keyValues, now, log } = parts;
  const { language, tokensPerDay } = config;
  if (language.kind === "none") return null;
  const provider =
    language.kind === "endpoint" ? createEndpoint(language) : createAiTask(home.tasks, language.entityId);
  return createLanguageModel({ provider, store: keyValues, tokensPerDay, now, log });
}
