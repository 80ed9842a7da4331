import { toMachineCauseWire } from "../http/wire/analysis.ts";
import { formatDay, formatTimeOfDay, type Clock } from "../model/clock.ts";
import type { SuggestionDraft } from "../model/suggestion.ts";
import { MINUTE } from "../model/time.ts";
import type { Findings } from "../suggestions/miner.ts";

const SHOWN_NEAR_MISSES = 8;
const SHOWN_SELF_ACTING = 12;

export function showSuggestions({ drafts, nearMisses, selfActing, obstacle, unusual }: Findings, clock: Clock): string {
  const parts = [
    suggested(drafts, obstacle, clock),
    ...notOffered(nearMisses),
    ...alreadyAutomatic(selfActing),
    ...leftOut(unusual),
  ];
  return `${parts.join("\n\n")}\n`;
}

function suggested(drafts: Findings["drafts"], obstacle: Findings["obstacle"], clock: Clock): string {
  if (drafts.length === 0) {
    const nothing = "No habit could be proven from this recording.";
    return obstacle === null ? nothing : `${nothing}\n${obstacle.text}.`;
  }
  const blocks = drafts.map(({ title, description, confidence, replay, evidence }, index) => {
    const decided = replay.tp + replay.fp;
    const last = evidence.actions.at(-1);
    if (replay.alertsPerWeek !== undefined)
      return `${index + 1}. ${title}\n   ${description}\n   would notify about ${replay.alertsPerWeek.toFixed(1)} times a week`;
    return [
      `${index + 1}. ${title}`,
      `   right ${replay.tp} of ${decided} times in a test on days it had not seen (expect at least ${Math.round(confidence * 100)}%)`,
      `   saves about ${replay.savedPerWeek.toFixed(1)} actions a week; wrong ${replay.falsePerWeek.toFixed(1)} times a week`,
      ...(last === undefined
        ? []
        : [`   learned from ${evidence.actions.length} actions, the last on ${momentOf(clock, last)}`]),
    ].join("\n");
  });
  return blocks.join("\n\n");
}

function notOffered(nearMisses: Findings["nearMisses"]): readonly string[] {
  if (nearMisses.length === 0) return [];
  const lines = nearMisses.slice(0, SHOWN_NEAR_MISSES).map(({ title, reason }) => `- ${title}: ${reason.text}`);
  return [["Not offered:", ...lines].join("\n")];
}

function alreadyAutomatic(selfActing: Findings["selfActing"]): readonly string[] {
  if (selfActing.length === 0) return [];
  const lines = selfActing.slice(0, SHOWN_SELF_ACTING).map(({ title, text }) => `- ${title}: ${text}`);
  return [["Already automatic:", ...lines].join("\n")];
}

function leftOut({ away, crowded, paused }: Findings["unusual"]): readonly string[] {
  const lines = [
    ...(away.length === 0 ? [] : [`- nobody was at home: ${away.map(formatDay).join(", ")}`]),
    ...(crowded.length === 0 ? [] : [`- at least twice the usual activity: ${crowded.map(formatDay).join(", ")}`]),
    ...(paused.length === 0 ? [] : [`- learning was paused: ${paused.map(formatDay).join(", ")}`]),
  ];
  return lines.length === 0 ? [] : [["Days that were not learned from:", ...lines].join("\n")];
}

export function suggestionDocument(findings: Findings, seconds: number, hasOffsets: boolean): object {
  const suggestions = findings.drafts.map(({ title, patternType, confidence, automation, evidence, replay }) => ({
    title,
    pattern_type: patternType,
    confidence: Number(confidence.toFixed(4)),
    automation,
    evidence: {
      actions: evidence.actions.map((at) => instantText(at, hasOffsets)),
      learned: countsOf(evidence.learned),
      held_out: {
        from: instantText(replay.from, hasOffsets),
        to: instantText(replay.to, hasOffsets),
        ...countsOf(replay),
        saved_per_week: Number(replay.savedPerWeek.toFixed(3)),
        false_per_week: Number(replay.falsePerWeek.toFixed(3)),
        ...(replay.alertsPerWeek === undefined ? {} : { alerts_per_week: Number(replay.alertsPerWeek.toFixed(3)) }),
      },
    },
  }));
  return {
    suggestions,
    seconds: Number(seconds.toFixed(3)),
    near_misses: findings.nearMisses.map((near) => nearMissOf(near, hasOffsets)),
    self_acting: findings.selfActing.map((one) => selfActingOf(one, hasOffsets)),
    obstacle: findings.obstacle,
    unusual_days: {
      away: findings.unusual.away.map(formatDay),
      crowded: findings.unusual.crowded.map(formatDay),
      paused: findings.unusual.paused.map(formatDay),
    },
  };
}

function nearMissOf(
  { title, entityId, state, reason, learned, heldOut, prospect }: Findings["nearMisses"][number],
  hasOffsets: boolean,
) {
  const { kind, text, has, needs, by } = reason;
  return {
    title,
    entity_id: entityId,
    state,
    reason: { kind, text, has, needs, ...(by === null ? {} : { by }) },
    learned: countsOf(learned),
    held_out: countsOf(heldOut),
    prospect: prospect === null ? null : { more: prospect.more, likely_at: instantText(prospect.likelyAt, hasOffsets) },
  };
}

function selfActingOf(
  { title, text, target, cause, count, from, to }: Findings["selfActing"][number],
  hasOffsets: boolean,
) {
  return {
    title,
    text,
    entity_id: target.entityId,
    state: target.state,
    cause: toMachineCauseWire(cause),
    count,
    from: instantText(from, hasOffsets),
    to: instantText(to, hasOffsets),
  };
}

function countsOf({ tp, fp, noop, duplicates, saved, days }: SuggestionDraft["evidence"]["learned"]) {
  return { tp, fp, noop, duplicates, saved, days };
}

const instantText = (at: number, hasOffsets: boolean): string => {
  const text = new Date(at).toISOString();
  return hasOffsets ? text : text.slice(0, -1);
};

function momentOf(clock: Clock, at: number): string {
  const minute = Math.floor(clock.timeOfDay(at) / MINUTE) * MINUTE;
  return `${formatDay(clock.dayOf(at))} at ${formatTimeOfDay(minute)}`;
}
