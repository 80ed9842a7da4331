import type { Cause } from "../../../src/model/cause.ts";
import type { RealHome } from "../real-home.ts";

/** Actual actors, as labelled in the confusion table. */
export type Doer =
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

export interface Deed {
  readonly entityId: string;
  readonly state: string;
  readonly doer: Doer;
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
type Verdict = Doer | "not recorded" | `other: ${string}`;

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
  readonly deed: Deed;
  readonly verdict: Verdict;
}

/** Tolerance for a change that seems to precede its action, because two clocks are read. */
const TOLERANCE = 50;

/** Each action with the archive's verdict, by entity in chronological order. */
export function judge(deeds: readonly Deed[], recorded: readonly Recorded[], home: RealHome): readonly Judged[] {
  const recordedOf = Map.groupBy(recorded, ({ entityId }) => entityId);
  return [...Map.groupBy(deeds, ({ entityId }) => entityId)].flatMap(([entityId, done]) => {
    const changes = recordedOf.get(entityId) ?? [];
    let next = 0;
    return done.map((deed) => {
      const found = changes.findIndex(
        ({ state, at }, i) => i >= next && state === deed.state && at >= deed.at - TOLERANCE,
      );
      if (found === -1) return { deed, verdict: "not recorded" };
      next = found + 1;
      return { deed, verdict: verdictOf(changes[found]!.cause, home) };
    });
  });
}

export const rightShare = (judged: readonly Judged[]): number =>
  judged.filter(({ deed, verdict }) => deed.doer === verdict).length / judged.length;

/** One line per actor: number of actions, number of correct verdicts, and what the others were attributed to. */
export function confusionTable(title: string, judged: readonly Judged[]): string {
  const right = judged.filter(({ deed, verdict }) => deed.doer === verdict).length;
  const lines = [...Map.groupBy(judged, ({ deed }) => deed.doer)].map(([doer, all]) => {
    const verdicts = [...Map.groupBy(all, ({ verdict }) => verdict)].map(([verdict, of]) => ({
      verdict,
      n: of.length,
    }));
    const good = verdicts.find(({ verdict }) => verdict === doer)?.n ?? 0;
    const wrong = verdicts.filter(({ verdict }) => verdict !== doer).map(({ verdict, n }) => `${n} ${verdict}`);
    return `  ${doer.padEnd(28)}${String(all.length).padStart(6)}${String(good).padStart(7)}  ${wrong.join("; ")}`;
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
  const lines = [...Map.groupBy(judged, ({ deed }) => deed.entityId)].flatMap(([entityId, all]) =>
    all.flatMap(({ deed, verdict }, i) => {
      if (verdict === deed.doer) return [];
      const before = all.slice(Math.max(0, i - 3), i).map(({ deed: { doer, state, at } }) => {
        return `${doer} ${state} ${((deed.at - at) / 1_000).toFixed(1)} s before`;
      });
      return [`  ${entityId} ${deed.state} by ${deed.doer} taken for ${verdict} (${before.join(", ")})`];
    }),
  );
  return lines.length === 0 ? "no mistakes" : ["Mistakes:", ...lines].join("\n");
}
