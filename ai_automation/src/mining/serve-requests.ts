import type { Frame } from "../history/frame/frame.ts";
import { readEvidence } from "../history/machines/evidence.ts";
import { isDamage } from "../model/damage.ts";
import { AppError } from "../model/errors.ts";
import type { EvidenceRules } from "../model/evidence-rules.ts";
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

/** The channel to the service. */
export interface Channel {
  readonly onRequest: (serve: (request: Request) => void) => void;
  readonly answer: (reply: MinerReply) => void;
}

/** Reads the history that begins at an instant, or all of it. */
export type ReadFrame = (info: HomeInfo, from: number | undefined) => Frame;

/** Serves requests one by one in a process of its own; caches the last frame for the next replay. */
export function serveRequests({ onRequest, answer }: Channel, readFrame: ReadFrame): void {
  const frames = createFrames(readFrame);
  onRequest((request) => {
    try {
      answer(work(request, frames, answer));
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const { code, told } = error instanceof AppError ? error : new AppError("internal", message);
      const cause = told === undefined ? {} : { told };
      answer({ kind: "failed", id: request.id, code, message, ...cause, isDamage: isDamage(error) });
    }
  });
}

function work(request: Request, frames: Frames, answer: (message: MinerReply) => void): MinerReply {
  const { id } = request;
  if (request.kind === "replay") {
    const world = createWorld(frames.recent(request, FRESH_ENOUGH));
    answer({ kind: "progress", id, share: 0, step: "replaying" });
    return { kind: "replayed", id, result: replayOne(request.automation, world, request.interval) };
  }
  if (request.kind === "fix") {
    const { automation, resolved, runs, surroundings } = request.request;
    const world = createWorld(frames.recent(request, FRESH_AT_FIRST));
    return { kind: "fixed", id, fix: findFix(world, automation, runs, surroundings, resolved) };
  }
  if (request.kind === "warm") {
    frames.recent(request, FRESH_AT_FIRST);
    return { kind: "warmed", id };
  }
  const started = performance.now();
  const onProgress: OnProgress = (share, step) => answer({ kind: "progress", id, share, step });
  onProgress(0, "reading the history");
  const frame = frames.read(request.input.info, request.input.from);
  const analysed = { changes: frame.times.length, interval: wholeDays(frame) };
  const findings = findSuggestions(frame, request.input, onProgress);
  const seconds = (performance.now() - started) / 1_000;
  return { kind: "analysed", id, output: { ...findings, ...analysed, seconds } };
}

/** What decides how the history is read. */
interface Reading {
  readonly info: HomeInfo;
  readonly rules: EvidenceRules;
}

interface Frames {
  read(info: HomeInfo, from?: number): Frame;
  /** The frame for replays: what nobody did is attributed to automations, as in an analysis. */
  recent(reading: Reading, milliseconds: number): Frame;
}

function createFrames(readFrame: ReadFrame): Frames {
  let last: { readonly frame: Frame; readonly key: string; readonly readAt: number } | undefined;
  const read = (info: HomeInfo, from?: number): Frame => {
    last = undefined;
    return readFrame(info, from);
  };
  const recent = (reading: Reading, milliseconds: number): Frame => {
    const key = keyOf(reading);
    if (last?.key === key && performance.now() - last.readAt < milliseconds) return last.frame;
    const { frame } = readEvidence(read(reading.info), reading.rules);
    last = { frame, key, readAt: performance.now() };
    return frame;
  };
  return { read, recent };
}

const keyOf = ({ info: { zone, latitude, longitude, elevation }, rules }: Reading): string =>
  JSON.stringify([zone, latitude, longitude, elevation, [...rules.repeats], [...rules.hidden], rules.contradicted]);
