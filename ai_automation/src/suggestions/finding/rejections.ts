import type { SuggestionDraft } from "../../model/suggestion.ts";
import { DAY, HOUR } from "../../model/time.ts";
import type { Rejection } from "../ports.ts";

const NIGHT = { from: 22 * HOUR, to: 7 * HOUR } as const;
/** Confidence required for an entity about which a suggestion was called wrong. */
const MIN_CONFIDENCE_AFTER_WRONG = 0.85;

/** Whether earlier rejections rule out a new suggestion. */
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
    return reason === "wrong" && isSameEntity && draft.confidence < MIN_CONFIDENCE_AFTER_WRONG;
  });
}

/** A rejected suggestion stays away at least this long. */
const MIN_ABSENCE = 28 * DAY;

/**
 * Whether a rejected suggestion may be offered again: at least four weeks later, when people have since done it manually
 * as often as they had before. Rejections as wrong, for the room or for the night are final.
 */
export function isRevived(
  draft: SuggestionDraft,
  rejected: Pick<SuggestionDraft, "evidence" | "replay">,
  rejections: readonly Pick<Rejection, "at" | "reason">[],
  now: number,
): boolean {
  const last = rejections.toSorted((a, b) => a.at.localeCompare(b.at)).at(-1);
  if (last === undefined || (last.reason !== "other" && last.reason !== "too_many")) return false;
  const at = Date.parse(last.at);
  const since = manualActionsOf(draft).filter((actedAt) => actedAt > at).length;
  return now >= at + MIN_ABSENCE && since >= Math.max(1, manualActionsOf(rejected).length);
}

/** Times of the manual actions that the suggestion explains, on learning days and held-out days. */
const manualActionsOf = ({ evidence, replay }: Pick<SuggestionDraft, "evidence" | "replay">): readonly number[] => [
  ...evidence.actions,
  ...replay.marks.flatMap(({ outcome, actedAt }) => (outcome === "tp" && actedAt !== null ? [actedAt] : [])),
];

/** Each “too many” lowers the weekly number of new suggestions by one, down to one. */
export const weeklyLimit = (maxPerWeek: number, rejections: readonly Rejection[]): number =>
  Math.max(Math.min(1, maxPerWeek), maxPerWeek - rejections.filter(({ reason }) => reason === "too_many").length);

/** Between 22:00 and 7:00. */
export const isAtNight = ({ trigger }: SuggestionDraft): boolean =>
  trigger.kind === "clock" && (trigger.timeOfDay >= NIGHT.from || trigger.timeOfDay < NIGHT.to);
