import { z } from "zod";
import { SECOND } from "../model/time.ts";

/** A broker and who we are to it. */
export interface BrokerAddress {
  /** mqtt:// or mqtts://, without credentials. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** The certificates of the only authorities that are trusted, in PEM; those of the system where it is missing. */
  readonly authorities?: readonly string[];
}

export function addressOfUrl(text: string): BrokerAddress {
  const { protocol, host, username, password } = new URL(text);
  return {
    url: `${protocol}//${host}`,
    ...(username === "" ? {} : { username: decodeURIComponent(username) }),
    ...(password === "" ? {} : { password: decodeURIComponent(password) }),
  };
}

const serviceSchema = z.object({
  data: z.object({
    host: z.string(),
    port: z.coerce.number(),
    ssl: z.boolean().default(false),
    username: z.string().nullish(),
    password: z.string().nullish(),
  }),
});

const ANSWER_WITHIN = 10 * SECOND;

/** What the Supervisor knows of a broker; undefined while no app provides one. @throws Error where it cannot be read */
export async function askSupervisor(
  token: string,
  supervisorUrl = "http://supervisor",
): Promise<BrokerAddress | undefined> {
  const answer = await fetch(`${supervisorUrl}/services/mqtt`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(ANSWER_WITHIN),
  });
  if (!answer.ok) return undefined;
  const parsed = serviceSchema.safeParse(await answer.json());
  if (!parsed.success) throw new Error("the Supervisor's answer about the broker is not understood");
  const { host, port, ssl, username, password } = parsed.data.data;
  return {
    url: `${ssl ? "mqtts" : "mqtt"}://${host}:${port}`,
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
  };
}
