import { z } from "zod";
import { jsonIn } from "./json-in.ts";
import { type Completion, type Prompt, type Provider, ProviderFailed } from "./provider.ts";

export interface EndpointOptions {
  /** Such as http://ollama.local:11434/v1, without a slash at the end. */
  readonly url: string;
  /** Empty where none is needed. */
  readonly key: string;
  readonly model: string;
}

/** Anything that speaks OpenAI's chat completions: Ollama, llama.cpp, LM Studio, or a service outside. */
export function createEndpoint({ url, key, model }: EndpointOptions): Provider {
  const post = (body: object, signal: AbortSignal): Promise<Response> =>
    fetch(`${url}/chat/completions`, {
      method: "POST",
      headers: { "Content-Type": "application/json", ...(key === "" ? {} : { Authorization: `Bearer ${key}` }) },
      body: JSON.stringify(body),
      redirect: "error",
      signal,
    }).catch((cause: unknown): never => {
      if (signal.aborted) throw cause;
      throw new ProviderFailed(`The language model at ${url} cannot be reached: see that it runs, and llm_url.`, {
        cause,
      });
    });

  return {
    complete: async (prompt, signal) => {
      const plain = plainBody(model, prompt);
      const formed = await post({ ...plain, ...inForm(prompt) }, signal);
      const response = await (CANNOT.has(formed.status) ? withoutForm(formed, () => post(plain, signal)) : formed);
      if (!response.ok) {
        await response.body?.cancel();
        throw new ProviderFailed(refusalOf(response.status));
      }
      return completionOf(await readText(response));
    },
  };
}

const plainBody = (model: string, { instructions, input }: Prompt): object => ({
  model,
  messages: [
    { role: "system", content: instructions },
    { role: "user", content: input },
  ],
});

/** Not every server knows all of it. */
const inForm = ({ name, schema }: Prompt): object => ({
  temperature: 0,
  response_format: { type: "json_schema", json_schema: { name, schema } },
});

const CANNOT: ReadonlySet<number> = new Set([400, 422]);

async function withoutForm(refused: Response, again: () => Promise<Response>): Promise<Response> {
  await refused.body?.cancel();
  return again();
}

function refusalOf(status: number): string {
  if (status === 401 || status === 403) return "The language model refuses the key: see llm_api_key.";
  if (status === 404)
    return "The language model's address has no such model or no chat completions: see llm_url and llm_model.";
  if (status === 429) return "The language model's provider allows no more requests now: try again later.";
  return `The language model answered with status ${status}: see its own log.`;
}

const answerSchema = z.object({
  choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })], z.unknown()),
  usage: z.object({ total_tokens: z.number().int().nonnegative() }).nullish().catch(null),
});

function completionOf(text: string): Completion {
  const parsed = answerSchema.safeParse(jsonIn(text));
  if (!parsed.success)
    throw new ProviderFailed("The language model answered something else than chat completions do: see llm_url.");
  const { choices, usage } = parsed.data;
  return { answer: choices[0].message.content, tokens: usage?.total_tokens ?? null };
}

const LARGEST = 262_144;

/** What goes on longer than any plan is given up. */
async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LARGEST) throw new ProviderFailed("The language model's answer does not end: it was given up.");
  }
  return text;
}
