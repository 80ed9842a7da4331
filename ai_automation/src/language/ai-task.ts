import type { HomeTasks } from "../model/home.ts";
import { type Provider, ProviderFailed } from "./provider.ts";

/** A language model of Home Assistant's: one AI Task entity, or null for the one it prefers. It tells no cost. */
export function createAiTask(tasks: HomeTasks, entityId: string | null): Provider {
  return {
    complete: async ({ name, instructions, input }, signal) => {
      const given = new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
      const instruction = `${instructions}\n\n${input}`;
      const answer = await Promise.race([tasks.generate({ name, instructions: instruction, entityId }), given]);
      if (answer.outcome === "done") return { answer: answer.data, tokens: null };
      throw new ProviderFailed(`Home Assistant's AI Task gave no answer: ${answer.reason}`);
    },
  };
}
