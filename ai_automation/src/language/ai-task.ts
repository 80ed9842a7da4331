import type { HomeTasks } from "../model/home.ts";
import { MAX_ANSWER_LENGTH, ProviderFailed, TOO_LONG, type Provider } from "./provider.ts";

/** A language model through Home Assistant's AI Task: one entity, or null for the preferred one. Reports no token usage. */
export function createAiTask(tasks: HomeTasks, entityId: string | null): Provider {
  return {
    complete: async ({ name, instructions, input }, signal) => {
      const aborted = new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
      const instruction = `${instructions}\n\n${input}`;
      const answer = await Promise.race([tasks.generate({ name, instructions: instruction, entityId }), aborted]);
      if (answer.outcome === "done") {
        if (lengthOf(answer.data) > MAX_ANSWER_LENGTH) throw new ProviderFailed(TOO_LONG);
        return { answer: answer.data, tokens: null };
      }
      throw new ProviderFailed(`Home Assistant's AI Task returned no answer: ${answer.reason}`);
    },
  };
}

const lengthOf = (data: unknown): number =>
  typeof data === "string" ? data.length : (JSON.stringify(data)?.length ?? 0);
