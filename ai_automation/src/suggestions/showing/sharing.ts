import { homeUnknown } from "../../model/errors.ts";
import type { HomeSnapshot } from "../../model/home.ts";
import type { SuggestionAccess } from "../deciding/suggestion-access.ts";
import { blueprintYaml } from "./blueprint.ts";
import { shareText } from "./share-text.ts";

/** Suggestions without names from the home, for other people. */
export interface Sharing {
  /** A blueprint as YAML. @throws AppError not_found */
  blueprint(id: number): Promise<string>;
  /** A short text in the home's language. @throws AppError not_found, not_ready */
  text(id: number): Promise<string>;
}

export function createSharing(parts: {
  readonly access: Pick<SuggestionAccess, "require">;
  readonly snapshot: () => HomeSnapshot | undefined;
}): Sharing {
  const { access, snapshot } = parts;
  return {
    blueprint: async (id) => {
      const entities = snapshot()?.entities;
      return blueprintYaml(
        (await access.require(id)).automation,
        (entityId) => entities?.get(entityId)?.deviceClass ?? null,
      );
    },
    text: async (id) => {
      const suggestion = await access.require(id);
      const home = snapshot();
      if (home === undefined) throw homeUnknown();
      return shareText(suggestion, home);
    },
  };
}
