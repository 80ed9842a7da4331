import { AppError } from "../model/errors.ts";
import type { OnProgress } from "../model/progress.ts";
import type { MinerReply, Request } from "./messages.ts";
import { startMiningChild, type MiningChild, type MiningChildParts } from "./mining-child.ts";

type RequestWithoutId = Request extends infer R ? (R extends Request ? Omit<R, "id"> : never) : never;

type FinalReply = Exclude<MinerReply, { kind: "progress" | "failed" }>;

interface AskOptions {
  readonly onProgress?: OnProgress;
  /** Milliseconds from the first progress report on after which the process is ended. */
  readonly deadline?: number;
  /** Aborted once nobody waits for the answer. Without a deadline, that ends the work at once. */
  readonly signal?: AbortSignal;
  /** Milliseconds for which the process stays, because more requests are likely to follow. */
  readonly keep?: number;
}

/** A child process that reads the archive; it is started on demand and processes one request at a time. */
export interface MiningProcess {
  /**
   * @throws AppError from the child; not_replayable if the work takes longer than its deadline; too_little_memory if it
   * was ended for the memory that it uses
   */
  ask(request: RequestWithoutId, options?: AskOptions): Promise<FinalReply>;
  /** Ends the process, and with it its cached history, as soon as the current request is done. */
  renew(): void;
  stop(): Promise<void>;
}

interface Entry {
  readonly id: number;
  readonly request: RequestWithoutId;
  readonly options: AskOptions;
  readonly resolve: (answer: FinalReply) => void;
  readonly reject: (error: Error) => void;
}

/** Work that nobody waits for any more may still end by itself: ending the process would lose the history it has read. */
const GRACE = 1_000;

export interface MiningProcessParts extends MiningChildParts {
  /** Milliseconds for which the process stays after requests that do not keep it. */
  readonly idle: number;
  /** Called when the archive is found to be damaged. */
  readonly onDamage: (error: Error) => void;
}

/** The process ends when idle: only then does the system get its memory back. A worker thread's stays with the service. */
export function createMiningProcess(databasePath: string, parts: MiningProcessParts): MiningProcess {
  const { idle, log, onDamage } = parts;
  let waiting: readonly Entry[] = [];
  let current: Entry | undefined;
  let child: MiningChild | undefined;
  let lastId = 0;
  let isOutdated = false;
  /** The history is read, and the work on it has begun. */
  let hasBegun = false;
  let keptUntil = 0;
  const idleTimer = createTimer();
  const deadlineTimer = createTimer();

  const end = async (): Promise<void> => {
    idleTimer.stop();
    const ending = child;
    child = undefined;
    keptUntil = 0;
    isOutdated = false;
    await ending?.end(current === undefined);
  };
  /** Finishes the current entry; the next one begins. */
  const finish = (conclude: (entry: Entry) => void): void => {
    const entry = current;
    deadlineTimer.stop();
    current = undefined;
    if (entry !== undefined) conclude(entry);
    advance();
  };
  const crashed = (ended: MiningChild, error: Error): void => {
    if (ended !== child) return;
    child = undefined;
    if (current !== undefined) log.warn({ kind: current.request.kind, err: error }, "miner process ended");
    finish(({ reject }) => reject(error));
  };
  const giveUpAfter = (milliseconds: number): void => {
    deadlineTimer.start(milliseconds, () => {
      log.warn({ kind: current?.request.kind }, "miner process ended at its deadline");
      void end();
      finish(({ options, reject }) => reject(tooLong(options.deadline ?? milliseconds)));
    });
  };
  const settle = (answer: MinerReply): void => {
    if (answer.id !== current?.id) return;
    const { deadline, onProgress, signal } = current.options;
    if (answer.kind === "progress") {
      hasBegun = true;
      if (deadline !== undefined) giveUpAfter(signal?.aborted === true ? GRACE : deadline);
      return onProgress?.(answer.share, answer.step);
    }
    if (answer.kind !== "failed") return finish(({ resolve }) => resolve(answer));
    const error = new AppError(answer.code, answer.message, answer.told === undefined ? {} : { told: answer.told });
    if (answer.isDamage) onDamage(error);
    finish(({ reject }) => reject(error));
  };
  const advance = (): void => {
    if (current !== undefined) return;
    if (isOutdated) void end();
    [current, ...waiting] = waiting;
    idleTimer.stop();
    if (current === undefined) return idleTimer.start(Math.max(idle, keptUntil - performance.now()), () => void end());
    hasBegun = false;
    child ??= startMiningChild(databasePath, parts, settle, crashed);
    child.send({ ...current.request, id: current.id });
    keptUntil = Math.max(keptUntil, performance.now() + (current.options.keep ?? 0));
  };
  const leave = (entry: Entry): void => {
    const { reject, options } = entry;
    waiting = waiting.filter((one) => one !== entry);
    if (entry !== current) return reject(leftError(options));
    if (options.deadline !== undefined) return hasBegun ? giveUpAfter(GRACE) : undefined;
    void end();
    finish(() => reject(CANCELLED));
  };

  return {
    ask: (request, options = {}) =>
      new Promise((resolve, reject) => {
        if (options.signal?.aborted === true) return reject(leftError(options));
        lastId += 1;
        const entry: Entry = { id: lastId, request, options, resolve, reject };
        options.signal?.addEventListener("abort", () => leave(entry), { once: true });
        waiting = [...waiting, entry];
        advance();
      }),
    renew: () => {
      isOutdated = child !== undefined;
      if (current === undefined) advance();
    },
    stop: async () => {
      const left = current === undefined ? waiting : [current, ...waiting];
      const ended = end();
      [current, waiting] = [undefined, []];
      deadlineTimer.stop();
      for (const { reject } of left) reject(STOPPING);
      await ended;
    },
  };
}

const STOPPING = new AppError("internal", "The service is stopping.");
const CANCELLED = new Error("cancelled");
const NOT_WAITED_FOR = new AppError("not_replayable", "Nobody waits for this replay any more.");

const tooLong = (milliseconds: number): AppError =>
  new AppError(
    "not_replayable",
    `The replay was ended after ${milliseconds / 1_000} s: the automation has too many triggers and conditions.`,
  );

const leftError = ({ deadline }: AskOptions): Error => (deadline === undefined ? CANCELLED : NOT_WAITED_FOR);

interface Timer {
  /** Replaces what was started before. */
  readonly start: (milliseconds: number, work: () => void) => void;
  readonly stop: () => void;
}

function createTimer(): Timer {
  let timeout: NodeJS.Timeout | undefined;
  const stop = (): void => clearTimeout(timeout);
  return {
    start: (milliseconds, work) => {
      stop();
      timeout = setTimeout(work, milliseconds).unref();
    },
    stop,
  };
}
