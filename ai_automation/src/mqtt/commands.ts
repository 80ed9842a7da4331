import { z } from "zod";
import { AppError } from "../model/errors.ts";
import type { Log } from "../model/log.ts";
import type { Command } from "./topics.ts";

/** The actions behind the commands. Long-running ones resolve once they have started. */
export interface CommandActions {
  analyse(): Promise<void>;
  createBest(): Promise<void>;
  /** Puts the best suggestion off. */
  laterBest(): Promise<void>;
  pauseLearning(isPaused: boolean): Promise<void>;
}

/** The payload published in response to a command. */
export interface CommandResult {
  readonly command: Command;
  readonly correlation_id: string | null;
  readonly ok: boolean;
  readonly error: { readonly code: string; readonly message: string } | null;
}

const correlationId = z.string().min(1).max(100).optional();
const plainSchema = z.strictObject({ correlation_id: correlationId });
const pauseSchema = z.strictObject({ correlation_id: correlationId, paused: z.boolean() });
const namedSchema = z.object({ correlation_id: z.string().max(100) });

const MAX_PAYLOAD_BYTES = 1_024;
/** Number of cached results: with QoS 1 a broker may deliver a command more than once. */
const MAX_CACHED = 100;

/** Executes commands, each correlation id once: a repeated one gets the first result again. */
export function createCommands(
  actions: CommandActions,
  log: Log,
): (command: Command, payload: Buffer) => Promise<CommandResult> {
  const answered = new Map<string, CommandResult>();

  const execute = async (command: Command, body: unknown): Promise<void> => {
    if (command === "pause_learning") return actions.pauseLearning(read(pauseSchema, body).paused);
    read(plainSchema, body);
    if (command === "later_best") return actions.laterBest();
    return command === "analyse" ? actions.analyse() : actions.createBest();
  };

  return async (command, payload) => {
    const body = parseJson(payload);
    const named = namedSchema.safeParse(body);
    const id = named.success ? named.data.correlation_id : null;
    const key = `${command} ${id}`;
    const cached = id === null ? undefined : answered.get(key);
    if (cached !== undefined) return cached;
    const error = await execute(command, body).then(
      () => null,
      (failure: unknown) => errorOf(failure, command, log),
    );
    const result: CommandResult = { command, correlation_id: id, ok: error === null, error };
    if (id !== null) answered.set(key, result);
    for (const oldest of answered.keys()) {
      if (answered.size <= MAX_CACHED) break;
      answered.delete(oldest);
    }
    return result;
  };
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AppError(
    "bad_request",
    `The payload does not match the documented schema: ${z.prettifyError(parsed.error)}`,
  );
}

/** An empty payload counts as an empty object. */
function parseJson(payload: Buffer): unknown {
  if (payload.length === 0) return {};
  if (payload.length > MAX_PAYLOAD_BYTES) return undefined;
  try {
    return JSON.parse(payload.toString("utf8"));
  } catch {
    return undefined;
  }
}

function errorOf(error: unknown, command: Command, log: Log): NonNullable<CommandResult["error"]> {
  if (error instanceof AppError) return { code: error.code, message: error.message };
  log.error({ command, err: error }, "mqtt command failed");
  return { code: "internal", message: "Internal error: see the service's log." };
}
