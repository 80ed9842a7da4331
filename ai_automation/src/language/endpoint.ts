import { z } from "zod";
import { jsonIn } from "./json-in.ts";
import { ProviderFailed, refuseTooLong, type Completion, type Prompt, type Provider } from "./provider.ts";

export interface EndpointOptions {
  /** Such as http://ollama.local:11434/v1, without a trailing slash. */
  readonly url: string;
  /** Empty if none is needed. */
  readonly key: string;
  readonly model: string;
}

/** Any server with OpenAI's chat completions API: Ollama, llama.cpp, LM Studio or a cloud service. */
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
      throw new ProviderFailed(
        `The language model at ${url} cannot be reached: check that it is running and that llm_url is correct.`,
        {
          cause,
        },
      );
    });

  /** The first form that the server has accepted; undefined before that. */
  let accepted: Form | undefined;

  /** Asks with one form after another, from the strictest that is not known to be refused. */
  const ask = async (prompt: Prompt, signal: AbortSignal): Promise<Response> => {
    const forms = FORMS.slice(accepted === undefined ? 0 : FORMS.indexOf(accepted));
    for (const form of forms) {
      const response = await post({ ...plainBody(model, prompt), ...form(prompt) }, signal);
      if (response.ok) accepted = form;
      if (response.ok || form === forms.at(-1) || NOT_ABOUT_THE_FORM.has(response.status)) return response;
      await response.body?.cancel();
    }
    throw new ProviderFailed("The language model was not asked.");
  };

  return {
    complete: async (prompt, signal) => {
      const response = await ask(prompt, signal);
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

type Form = (prompt: Prompt) => object;

/**
 * How servers are told to answer with JSON, strictest first. llama-cpp-python 0.3 answers 500 to the first and knows the
 * second; some know neither, and the instructions have to do.
 */
const FORMS: readonly Form[] = [
  ({ name, schema }) => ({
    temperature: 0,
    response_format: { type: "json_schema", json_schema: { name, schema } },
  }),
  ({ schema }) => ({ temperature: 0, response_format: { type: "json_object", schema } }),
  () => ({ temperature: 0 }),
  () => ({}),
];

/** A wrong key, a wrong address or model, a limit: another form would be refused too. */
const NOT_ABOUT_THE_FORM: ReadonlySet<number> = new Set([401, 403, 404, 429]);

function refusalOf(status: number): string {
  if (status === 401 || status === 403) return "The language model rejected the key: check llm_api_key.";
  if (status === 404)
    return "The language model's server does not have this model or the chat completions API: check llm_url and llm_model.";
  if (status === 429) return "The language model's provider has reached its request limit: try again later.";
  return `The language model's server responded with status ${status}: check its log.`;
}

const answerSchema = z.object({
  choices: z.tuple([z.object({ message: z.object({ content: z.string() }) })], z.unknown()),
  usage: z.object({ total_tokens: z.number().int().nonnegative() }).nullish().catch(null),
});

function completionOf(text: string): Completion {
  const parsed = answerSchema.safeParse(jsonIn(text));
  if (!parsed.success)
    throw new ProviderFailed(
      "The response is not a chat completion: check that llm_url is the address of an OpenAI-compatible API.",
    );
  const { choices, usage } = parsed.data;
  return { answer: choices[0].message.content, tokens: usage?.total_tokens ?? null };
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    refuseTooLong(text);
  }
  return text;
}
