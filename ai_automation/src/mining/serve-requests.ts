import type { MessagePort } from "node:worker_threads";
import type { Frame } from "../history/frame/frame.ts";
import { findMachines } from "../history/machines/find-machines.ts";
import { isDamage } from "../model/damage.ts";
import { AppError } from "../model/errors.ts";
import type { HomeInfo } from "../model/home.ts";
import type { OnProgress } from "../model/progress.ts";
import { HOUR, MINUTE } from "../model/time.ts";
import { createWorld, wholeDays } from "../replay/world.ts";
import { findSuggestions } from "../suggestions/finding/find-suggestions.ts";
import { replayOne } from "../suggestions/finding/replay-one.ts";
import { findFix } from "../suggestions/follow-up/find-fix.ts";
import type { MinerReply, Request } from "./messages.ts";

/** Replays may use a history this old, since they judge past days. */
const FRESH_ENOUGH = HOUR;
/** Opening a suggestion reads a more recent history than editing it. */
const FRESH_AT_FIRST = 10 * MINUTE;

/** Serves requests one by one in a worker thread; caches the last frame for the next replay. */
export function serveRequests(port: MessagePort, readFrame: (info: HomeInfo) => Frame): void {
  const answer = (message: MinerReply): void => port.postMessage(message);
  const frames = createFrames(readFrame);
  port.on("message", (request: Request) => {
    try {
      answer(work(request, frames, answer));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = error instanceof AppError ? error.code : "internal";
      answer({ kind: "failed", id: request.id, code, message, isDamage: isDamage(error) });
    }
  });
}

function work(request: Request, frames: Frames, answer: (message: MinerReply) => void): MinerReply {
  const { id } = request;
  if (request.kind === "replay") {
    const world = createWorld(frames.recent(request.info, FRESH_ENOUGH));
    answer({ kind: "progress", id, share: 0, step: "replaying" });
    return { kind: "replayed", id, result: replayOne(request.automation, world, request.interval) };
  }
  if (request.kind === "fix") {
    const { automation, runs, surroundings } = request.request;
    const world = createWorld(frames.recent(request.info, FRESH_AT_FIRST));
    return { kind: "fixed", id, fix: findFix(world, automation, runs, surroundings) };
  }
  if (request.kind === "warm") {
    frames.recent(request.info, FRESH_AT_FIRST);
    return { kind: "warmed", id };
  }
  const started = performance.now();
  const cancelled = new Int32Array(request.cancelled);
  const onProgress: OnProgress = (share, step) => {
    if (Atomics.load(cancelled, 0) !== 0) throw new Error("cancelled");
    answer({ kind: "progress", id, share, step });
  };
  onProgress(0, "reading the history");
  const frame = frames.read(request.input.info);
  const findings = findSuggestions(frame, request.input, onProgress);
  const seconds = (performance.now() - started) / 1_000;
  return {
    kind: "analysed",
    id,
    output: { ...findings, changes: frame.times.length, interval: wholeDays(frame), seconds },
  };
}

interface Frames {
  read(info: HomeInfo): Frame;
  /** The frame for replays, with changes by machines attributed to automations. */
  recent(info: HomeInfo, milliseconds: number): Frame;
}

function createFrames(readFrame: (info: HomeInfo) => Frame): Frames {
  let last: { readonly frame: Frame; readonly key: string; readonly readAt: number } | undefined;
  const read = (info: HomeInfo): Frame => {
    last = undefined;
    return readFrame(info);
  };
  const recent = (info: HomeInfo, milliseconds: number): Frame => {
    if (last?.key === keyOf(info) && performance.now() - last.readAt < milliseconds) return last.frame;
    const { frame } = findMachines(read(info));
    last = { frame, key: keyOf(info), readAt: performance.now() };
    return frame;
  };
  return { read, recent };
}

const keyOf = ({ zone, latitude, longitude, elevation }: HomeInfo): string =>
  `${zone} ${latitude} ${longitude} ${elevation}`;
