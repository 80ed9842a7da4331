import { DAY, HOUR } from "../../model/time.ts";
import type { SuggestionDraft } from "../../model/suggestion.ts";
import type { Rejection } from "../ports.ts";

const NIGHT = { from: 22 * HOUR, to: 7 * HOUR } as const;
/** Whoever called something wrong about an entity is only offered what is better proven. */
const SURE_ENOUGH = 0.85;

/** Whether a new suggestion is one that somebody, by rejecting others, said not to want. */
export function isUnwanted(
  draft: SuggestionDraft,
  rejections: readonly Rejection[],
  areaOf: (entityId: string) => string | null,
): boolean {
  const entityIds = new Set(draft.targets.map(({ entityId }) => entityId));
  const areas = new Set([...entityIds].map(areaOf).filter((area) => area !== null));
  return rejections.some(({ reason, targets }) => {
    const isSameEntity = targets.some(({ entityId }) => entityIds.has(entityId));
    if (reason === "not_this_room")
      return isSameEntity || targets.some(({ entityId }) => areas.has(areaOf(entityId) ?? ""));
    if (reason === "not_at_night") return isSameEntity && isAtNight(draft);
    return reason === "wrong" && isSameEntity && draft.confidence < SURE_ENOUGH;
  });
}

/** For so long nothing that was rejected is brought up again. */
const REST = 28 * DAY;

/**
 * Whether a rejected suggestion has become another matter: people went on doing it by hand for four weeks and more, at
 * least as often as it had been seen when they rejected it. What was wrong, in the wrong room or at night never comes back.
 */
export function comesBack(
  draft: SuggestionDraft,
  rejected: Pick<SuggestionDraft, "evidence" | "replay">,
  rejections: readonly Pick<Rejection, "at" | "reason">[],
  now: number,
): boolean {
  const last = rejections.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1);
  if (last === undefined || (last.reason !== "other" && last.reason !== "too_many")) return false;
  const at = Date.parse(last.at);
  const since = deedsOf(draft).filter((deed) => deed > at).length;
  return now >= at + REST && since >= Math.max(1, deedsOf(rejected).length);
}

/** What people did by hand where it would have run: on the days it was learned from, and on those it was not. */
const deedsOf = ({ evidence, replay }: Pick<SuggestionDraft, "evidence" | "replay">): readonly number[] => [
  ...evidence.actions,
  ...replay.marks.flatMap(({ outcome, actedAt }) => (outcome === "tp" && actedAt !== null ? [actedAt] : [])),
];

/** Each “too many” takes one from the week's new suggestions, down to one. */
export const roomLeft = (maxPerWeek: number, rejections: readonly Rejection[]): number =>
  Math.max(Math.min(1, maxPerWeek), maxPerWeek - rejections.filter(({ reason }) => reason === "too_many").length);

const isAtNight = ({ trigger }: SuggestionDraft): boolean =>
  trigger.kind === "clock" && (trigger.timeOfDay >= NIGHT.from || trigger.timeOfDay < NIGHT.to);
