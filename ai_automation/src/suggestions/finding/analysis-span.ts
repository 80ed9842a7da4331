import { z } from "zod";
import type { ArchiveSummary } from "../../model/archive.ts";
import { AppError } from "../../model/errors.ts";
import type { KeyValueStore } from "../../model/key-value-store.ts";
import { DAY, type Now } from "../../model/time.ts";

/** How much of the history an analysis looks at. What ran out of memory is never repeated as it was. */
export interface AnalysisSpan {
  /**
   * Runs an analysis of the history from an instant on, or of all of it. Stores that it has begun, because running out
   * of memory may end the service too.
   * @throws AppError too_little_memory with the part of the history that the next analysis looks at
   */
  readonly within: <T>(analyse: (from: number | undefined) => Promise<T>) => Promise<T>;
}

const ATTEMPT = "analysis_attempt";

const attemptSchema = z.object({
  /** The last days of the history that are analysed; null is all of it. */
  days: z.number().nullable(),
  isRunning: z.boolean(),
  shortenedAt: z.number(),
});
type Attempt = z.infer<typeof attemptSchema>;

const WHOLE: Attempt = { days: null, isRunning: false, shortenedAt: 0 };

const FEWEST_DAYS = 14;

/** After this time, memory may have been added, or a new version may need less. */
const WHOLE_AGAIN_AFTER = 30 * DAY;

/** An analysis of fewer changes needs under 150 MB: a service that ended meanwhile was stopped for another reason. */
const MANY_CHANGES = 500_000;

type History = Pick<ArchiveSummary, "changes" | "first" | "last">;

export function createAnalysisSpan(parts: {
  readonly keyValues: KeyValueStore;
  readonly history: () => Promise<History>;
  readonly now: Now;
}): AnalysisSpan {
  const { keyValues, history, now } = parts;
  const begin = async (): Promise<Attempt> => {
    const last = (await keyValues.get(ATTEMPT, attemptSchema)) ?? WHOLE;
    const next = nextAttempt(last, await history(), now());
    await keyValues.set(ATTEMPT, { ...next, isRunning: true });
    return next;
  };
  return {
    within: async (analyse) => {
      const attempt = await begin();
      const { last } = await history();
      const from = attempt.days === null || last === null ? undefined : last - attempt.days * DAY;
      try {
        const analysed = await analyse(from);
        await keyValues.set(ATTEMPT, attempt);
        return analysed;
      } catch (error) {
        const isTooLarge = error instanceof AppError && error.code === "too_little_memory";
        const next = isTooLarge ? shortened(attempt, await history(), now()) : attempt;
        await keyValues.set(ATTEMPT, next);
        if (!isTooLarge) throw error;
        throw new AppError(
          error.code,
          `${error.message} The next analysis looks at the last ${next.days} days only. Free some memory to have all of your history analyzed.`,
          { cause: error, told: { reason: "span_shortened", values: { days: String(next.days) } } },
        );
      }
    },
  };
}

function nextAttempt(last: Attempt, history: History, now: number): Attempt {
  if (last.isRunning && history.changes >= MANY_CHANGES) return shortened(last, history, now);
  return last.days !== null && now - last.shortenedAt >= WHOLE_AGAIN_AFTER ? WHOLE : { ...last, isRunning: false };
}

function shortened({ days }: Attempt, { first, last }: History, now: number): Attempt {
  const available = first === null || last === null ? 0 : (last - first) / DAY;
  const half = Math.ceil(Math.min(days ?? available, available) / 2);
  return { days: Math.max(half, FEWEST_DAYS), isRunning: false, shortenedAt: now };
}
