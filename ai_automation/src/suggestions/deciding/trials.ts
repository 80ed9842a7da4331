import { levelsOf } from "../../automation/edit/actions.ts";
import { parseAutomation } from "../../automation/read/automation.ts";
import { AppError, homeUnknown } from "../../model/errors.ts";
import type { Acted, EntityState, Home, HomeSnapshot } from "../../model/home.ts";
import type { Log } from "../../model/log.ts";
import { domainOf, isGapState } from "../../model/state-change.ts";
import type { Suggestion } from "../../model/suggestion.ts";
import { MINUTE, type Now } from "../../model/time.ts";
import { namesIn } from "../words/names.ts";
import { actionsTitle } from "../words/title.ts";
import { missingEntities, refuseMissing } from "./missing-entities.ts";
import type { SuggestionAccess } from "./suggestion-access.ts";
import { trialChoicesOf, type TrialChoice } from "./trial-calls.ts";

/** Running the actions of a suggestion once, for a person who wants to see it. It is recorded as a trial, never as a habit. */
export interface Trials {
  /** In the language, or the home's. @throws AppError not_found, not_ready */
  preview(id: number, language: string | undefined): Promise<TrialPreview>;
  /** @throws AppError not_found, conflict, home_refused, not_ready (the home is away: nothing was done) */
  run(id: number, choice: number, userId: string | null): Promise<Tried>;
  /** Brings back the states from before the last trial. @throws AppError conflict (nothing to take back), as for run */
  takeBack(id: number, userId: string | null): Promise<readonly TrialState[]>;
}

export interface TrialPreview {
  /** Each can be tried on its own; null if it cannot be said in one sentence. */
  readonly choices: readonly { readonly text: string | null; readonly isNotification: boolean }[];
  /** Why it cannot be tried now; null if it can. */
  readonly obstacle: TrialObstacle | null;
  /** Nothing real is switched. */
  readonly isSimulated: boolean;
}

interface TrialObstacle {
  readonly kind: "away" | "missing" | "unavailable" | "complex";
  /** Names of missing or unavailable entities. */
  readonly names: readonly string[];
}

export interface TrialState {
  readonly entityId: string;
  readonly name: string;
  readonly state: string;
}

export interface Tried {
  readonly before: readonly TrialState[];
  /** Whether `takeBack` brings back the states from before. */
  readonly canTakeBack: boolean;
}

interface Remembered {
  /** Of the monotonic clock. */
  readonly at: number;
  readonly states: readonly EntityState[];
}

/** Later, the states from before would surprise more than help. */
const REMEMBERED_FOR = 15 * MINUTE;

export function createTrials(parts: {
  readonly access: SuggestionAccess;
  readonly home: Pick<Home, "snapshot" | "connection" | "trials">;
  readonly monotonic: Now;
  readonly log: Log;
}): Trials {
  const { access, home, monotonic, log } = parts;
  const remembered = new Map<number, Remembered>();

  const remember = (id: number, states: readonly EntityState[]): boolean => {
    for (const [other, { at }] of remembered) if (monotonic() - at > REMEMBERED_FOR) remembered.delete(other);
    remembered.delete(id);
    if (states.length === 0 || !states.every(canRestore)) return false;
    remembered.set(id, { at: monotonic(), states });
    return true;
  };

  const choose = ({ automation }: Suggestion, index: number): TrialChoice => {
    const choices = trialChoicesOf(automation);
    if (choices === undefined)
      throw new AppError("conflict", "It cannot be tried: it has steps that only Home Assistant itself can run.", {
        told: { reason: "only_in_home" },
      });
    const choice = choices[index];
    if (choice === undefined)
      throw new AppError("not_found", `There is no choice ${index}: there are ${choices.length}.`);
    return choice;
  };

  return {
    preview: async (id, language) => {
      const { automation } = await access.require(id);
      const snapshot = home.snapshot();
      if (snapshot === undefined) throw homeUnknown();
      const choices = trialChoicesOf(automation) ?? [];
      const { kind, state } = home.connection();
      return {
        choices: choices.map((choice) => ({
          text: textOf(choice, snapshot, language ?? snapshot.info.language),
          isNotification: choice.isNotification,
        })),
        obstacle: choices.length === 0 ? { kind: "complex", names: [] } : await obstacleTo(choices, snapshot, state),
        isSimulated: kind === "simulated",
      };
    },
    run: (id, index, userId) =>
      access.inTurn(id, async () => {
        const choice = choose(await access.require(id), index);
        const snapshot = home.snapshot();
        refuseMissing(choice.config, snapshot);
        const before = await home.trials.states(choice.targets);
        if (before === "away") throw away(home.connection().message);
        const [gone] = before.filter(({ state }) => state === "unavailable");
        if (gone !== undefined)
          throw new AppError("conflict", `Nothing was done: ${nameIn(snapshot, gone.entityId)} is unavailable.`, {
            told: { reason: "unavailable_now", values: { name: nameIn(snapshot, gone.entityId) } },
          });
        refuse(await home.trials.call(choice.calls, userId));
        log.info({ suggestionId: id, calls: choice.calls.length }, "suggestion tried");
        return {
          before: namedStates(before, snapshot),
          canTakeBack: remember(id, before),
        };
      }),
    takeBack: (id, userId) =>
      access.inTurn(id, async () => {
        await access.require(id);
        const last = remembered.get(id);
        if (last === undefined || monotonic() - last.at > REMEMBERED_FOR)
          throw new AppError("conflict", "There is nothing to take back: it was not tried in the last 15 minutes.", {
            told: { reason: "nothing_to_take_back" },
          });
        refuse(await home.trials.restore(last.states, userId));
        remembered.delete(id);
        log.info({ suggestionId: id }, "trial taken back");
        return namedStates(last.states, home.snapshot());
      }),
  };

  async function obstacleTo(
    choices: readonly TrialChoice[],
    snapshot: HomeSnapshot,
    connection: string,
  ): Promise<TrialObstacle | null> {
    if (connection !== "connected") return { kind: "away", names: [] };
    const missing = [...new Set(choices.flatMap(({ config }) => missingEntities(config, snapshot)))];
    if (missing.length > 0) return { kind: "missing", names: missing };
    const states = await home.trials.states(choices.flatMap(({ targets }) => targets));
    if (states === "away") return { kind: "away", names: [] };
    const gone = states.filter(({ state }) => state === "unavailable");
    return gone.length === 0
      ? null
      : { kind: "unavailable", names: gone.map(({ entityId }) => nameIn(snapshot, entityId)) };
  }
}

function textOf({ config, isNotification }: TrialChoice, snapshot: HomeSnapshot, language: string): string | null {
  if (isNotification) return messageOf(config.actions);
  const { effects } = parseAutomation(config);
  if (effects.length === 0) return null;
  const levels = effects.flatMap(({ entityId }) => levelsOf(config, entityId));
  return actionsTitle(effects, { ...namesIn(snapshot), language }, levels);
}

/** The message of a notification. */
function messageOf(actions: Suggestion["automation"]["actions"]): string | null {
  const [data] = actions.map((action) => action.data);
  if (typeof data !== "object" || data === null || !("message" in data)) return null;
  return typeof data.message === "string" ? data.message : null;
}

/** Domains that can bring back an earlier state (Home Assistant 2026.11, components/<domain>/reproduce_state.py). */
const RESTORABLE: ReadonlySet<string> = new Set([
  "climate",
  "cover",
  "fan",
  "humidifier",
  "input_boolean",
  "input_number",
  "input_select",
  "light",
  "lock",
  "media_player",
  "number",
  "remote",
  "select",
  "switch",
  "vacuum",
  "water_heater",
]);

const canRestore = ({ entityId, state }: EntityState): boolean =>
  RESTORABLE.has(domainOf(entityId)) && !isGapState(state);

const namedStates = (states: readonly EntityState[], snapshot: HomeSnapshot | undefined): readonly TrialState[] =>
  states.map(({ entityId, state }) => ({ entityId, name: nameIn(snapshot, entityId), state }));

const nameIn = (snapshot: HomeSnapshot | undefined, entityId: string): string =>
  snapshot?.entities.get(entityId)?.name ?? entityId;

const away = (reason: string): AppError => new AppError("not_ready", `Nothing was done: ${reason}`);

function refuse(acted: Acted): void {
  if (acted.outcome === "away") throw away(acted.reason);
  if (acted.outcome === "refused")
    throw new AppError("home_refused", `Home Assistant refused it: ${acted.reason}`, {
      told: { reason: "home_said", values: { reason: acted.reason } },
    });
}
