import { MINUTE } from "../../model/time.ts";
import { confidenceOf } from "../proof/accept.ts";
import type { Scored } from "../proof/score.ts";

const MAX_RUNNERS_UP = 3;
/** Another form must explain this share of the actions that the rule explains. */
const SHARED = 0.3;
/** To people, forms with the same trigger are the same, and so are times within half an hour. */
const SAME_TIME = 30 * MINUTE;

/** Other forms that explain the same actions, most certain first, each with a different trigger. */
export function runnersUpOf(rule: Scored, forms: readonly Scored[]): readonly Scored[] {
  const others = forms.filter(
    (form) =>
      form.candidate.series === rule.candidate.series &&
      form !== rule &&
      shareOf(rule.explained, form.explained) >= SHARED,
  );
  const chosen: Scored[] = [];
  for (const form of [...others].sort((a, b) => confidenceOf(b) - confidenceOf(a))) {
    if (chosen.length === MAX_RUNNERS_UP) break;
    if ([rule, ...chosen].every((other) => !isSameTrigger(form, other))) chosen.push(form);
  }
  return chosen;
}

/** The share of the explained actions that others explain, too. Both are bits by action. */
function shareOf(explained: Uint8Array, others: Uint8Array): number {
  let shared = 0;
  let all = 0;
  for (let i = 0; i < explained.length; i++) {
    shared += bitsIn(explained[i]! & others[i]!);
    all += bitsIn(explained[i]!);
  }
  return shared / Math.max(1, all);
}

function bitsIn(byte: number): number {
  let count = 0;
  for (let left = byte; left > 0; left &= left - 1) count += 1;
  return count;
}

function isSameTrigger({ candidate: { trigger: a } }: Scored, { candidate: { trigger: b } }: Scored): boolean {
  if (a.kind === "clock" && b.kind === "clock") return Math.abs(a.timeOfDay - b.timeOfDay) <= SAME_TIME;
  if (a.kind === "sun" && b.kind === "sun") return a.event === b.event;
  if (a.kind === "numeric" && b.kind === "numeric") return a.entityId === b.entityId;
  if (a.kind === "state" && b.kind === "state") return a.entityIds.join() === b.entityIds.join() && a.state === b.state;
  return JSON.stringify(a) === JSON.stringify(b);
}
