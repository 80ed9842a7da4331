import type { Cause } from "../../../src/model/cause.ts";
import type { RealHome } from "../real-home.ts";

/** Actual actors, as labelled in the confusion table. */
export type Actor =
  | "Anna"
  | "Ben"
  | "voice of Anna"
  | "HomeKit"
  | "wall switch"
  | "automation 1"
  | "automation 2"
  | "script by Ben"
  | "scene by Anna"
  | "service"
  | "late echo of a person"
  | "late echo of an automation"
  | "nobody";

export interface Action {
  readonly entityId: string;
  readonly state: string;
  readonly actor: Actor;
  /** When it was started, milliseconds UTC. */
  readonly at: number;
}

export interface Recorded {
  readonly entityId: string;
  readonly state: string;
  readonly at: number;
  readonly cause: Cause;
}

/** The archive's cause with the same labels; causes that match no actor are shown as stored. */
type Verdict = Actor | "not recorded" | `other: ${string}`;

function verdictOf(cause: Cause, { annaId, benId }: Pick<RealHome, "annaId" | "benId">): Verdict {
  const certain = verdictOfCertain(cause, annaId, benId);
  if (cause.kind === "physical" && (cause.certainty ?? 1) < 0.5) return "other: wall switch, unlikely";
  return certain;
}

function verdictOfCertain(cause: Cause, annaId: string, benId: string): Verdict {
  const other = `other: ${JSON.stringify(cause)}` as const;
  switch (cause.kind) {
    case "person":
      if (cause.via === "homekit") return "HomeKit";
      if (cause.via === "voice") return cause.userId === annaId ? "voice of Anna" : other;
      return cause.userId === annaId ? "Anna" : cause.userId === benId ? "Ben" : other;
    case "physical":
      return "wall switch";
    case "automation":
      if (cause.entityId === null) return cause.certainty === undefined ? "service" : other;
      return cause.entityId.endsWith("_one")
        ? "automation 1"
        : cause.entityId.endsWith("_two")
          ? "automation 2"
          : other;
    case "script":
      return cause.entityId === "script.causes" && cause.userId === benId ? "script by Ben" : other;
    case "scene":
      return cause.entityId?.startsWith("scene.causes_") && cause.userId === annaId ? "scene by Anna" : other;
    case "echo":
      return cause.of === "person" ? "late echo of a person" : "late echo of an automation";
    case "withheld":
      return other;
    case "unknown":
      return "nobody";
  }
}

export interface Judged {
  readonly action: Action;
  readonly verdict: Verdict;
}

/** Tolerance for a change that seems to precede its action, because two clocks are read. */
const TOLERANCE = 50;

/** Each action with the archive's verdict, by entity in chronological order. */
export function judge(actions: readonly Action[], recorded: readonly Recorded[], home: RealHome): readonly Judged[] {
  const recordedOf = Map.groupBy(recorded, ({ entityId }) => entityId);
  return [...Map.groupBy(actions, ({ entityId }) => entityId)].flatMap(([entityId, done]) => {
    const changes = recordedOf.get(entityId) ?? [];
    let next = 0;
    return done.map((action) => {
      const found = changes.findIndex(
        ({ state, at }, i) => i >= next && state === action.state && at >= action.at - TOLERANCE,
      );
      if (found === -1) return { action, verdict: "not recorded" };
      next = found + 1;
      return { action, verdict: verdictOf(changes[found]!.cause, home) };
    });
  });
}

export const rightShare = (judged: readonly Judged[]): number =>
  judged.filter(({ action, verdict }) => action.actor === verdict).length / judged.length;

/** One line per actor: number of actions, number of correct verdicts, and what the others were attributed to. */
export function confusionTable(title: string, judged: readonly Judged[]): string {
  const right = judged.filter(({ action, verdict }) => action.actor === verdict).length;
  const lines = [...Map.groupBy(judged, ({ action }) => action.actor)].map(([actor, all]) => {
    const verdicts = [...Map.groupBy(all, ({ verdict }) => verdict)].map(([verdict, of]) => ({
      verdict,
      n: of.length,
    }));
    const good = verdicts.find(({ verdict }) => verdict === actor)?.n ?? 0;
    const wrong = verdicts.filter(({ verdict }) => verdict !== actor).map(({ verdict, n }) => `${n} ${verdict}`);
    return `  ${actor.padEnd(28)}${String(all.length).padStart(6)}${String(good).padStart(7)}  ${wrong.join("; ")}`;
  });
  const share = ((100 * right) / judged.length).toFixed(2);
  return [
    `${title}: n = ${judged.length}, right ${right} (${share}%)`,
    `  ${"done by".padEnd(28)}${"n".padStart(6)}${"right".padStart(7)}  taken for`,
    ...lines,
  ].join("\n");
}

/** Every wrong verdict, with recent actions on the entity. */
export function mistakes(judged: readonly Judged[]): string {
  const lines = [...Map.groupBy(judged, ({ action }) => action.entityId)].flatMap(([entityId, all]) =>
    all.flatMap(({ action, verdict }, i) => {
      if (verdict === action.actor) return [];
      const before = all.slice(Math.max(0, i - 3), i).map(({ action: { actor, state, at } }) => {
        return `${actor} ${state} ${((action.at - at) / 1_000).toFixed(1)} s before`;
      });
      return [`  ${entityId} ${action.state} by ${action.actor} taken for ${verdict} (${before.join(", ")})`];
    }),
  );
  return lines.length === 0 ? "no mistakes" : ["Mistakes:", ...lines].join("\n");
}
