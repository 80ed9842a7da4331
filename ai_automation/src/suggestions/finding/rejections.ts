import { HOUR } from "../../model/time.ts";
import type { RejectReason, SuggestionDraft } from "../../model/suggestion.ts";

/** What somebody rejected, and why. */
export interface Rejection extends Pick<SuggestionDraft, "targets" | "patternType"> {
  readonly reason: RejectReason;
}

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

/** Each “too many” takes one from the week's new suggestions, down to one. */
export const roomLeft = (maxPerWeek: number, rejections: readonly Rejection[]): number =>
  Math.max(Math.min(1, maxPerWeek), maxPerWeek - rejections.filter(({ reason }) => reason === "too_many").length);

const isAtNight = ({ trigger }: SuggestionDraft): boolean =>
  trigger.kind === "clock" && (trigger.timeOfDay >= NIGHT.from || trigger.timeOfDay < NIGHT.to);
