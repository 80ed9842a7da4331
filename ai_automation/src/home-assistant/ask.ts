import type { Connection } from "home-assistant-js-websocket";
import { z } from "zod";

/** Sends a command and reads its answer as far as it is relied on. */
export type Ask = <T extends z.ZodType>(schema: T, message: { readonly type: string; readonly [key: string]: unknown }) => Promise<z.output<T>>;

/** An answer that is an error, as Home Assistant codes it. */
export const errorAnswer = z.object({ code: z.union([z.string(), z.number()]), message: z.string() });

/** @throws Error with Home Assistant's words, when it refuses, does not answer in time, or answers something else. */
export function createAsk(connection: Connection, timeoutMilliseconds: number): Ask {
  return async (schema, message) => {
    const answer = await within(timeoutMilliseconds, connection.sendMessagePromise<unknown>(message), message.type);
    const parsed = schema.safeParse(answer);
    if (!parsed.success) {
      throw new Error(`Home Assistant answered ${message.type} in a form that is not known: ${z.prettifyError(parsed.error)}`);
    }
    return parsed.data;
  };
}

async function within<T>(milliseconds: number, answer: Promise<T>, type: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`Home Assistant did not answer ${type} within ${milliseconds / 1_000} s`)), milliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    if (error instanceof Error) throw error;
    const refused = errorAnswer.safeParse(error);
    if (!refused.success) throw new Error(`the connection was lost during ${type}`, { cause: error });
    throw new Error(`Home Assistant refused ${type}: ${refused.data.message} (${refused.data.code})`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
