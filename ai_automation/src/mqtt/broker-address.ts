import { z } from "zod";
import { SECOND } from "../model/time.ts";

/** An MQTT broker and the credentials for it. */
export interface BrokerAddress {
  /** mqtt:// or mqtts://, without credentials. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  /** CA certificates in PEM that replace the system's. */
  readonly authorities?: readonly string[];
}

/** Separates the login from a broker's URL, so that no error shows it. @throws TypeError if it is no URL */
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

const TIMEOUT = 10 * SECOND;

/** Asks the Supervisor for the broker; undefined while no app provides one. @throws Error if the answer cannot be read */
export async function askSupervisor(
  token: string,
  supervisorUrl = "http://supervisor",
): Promise<BrokerAddress | undefined> {
  const answer = await fetch(`${supervisorUrl}/services/mqtt`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (!answer.ok) return undefined;
  const parsed = serviceSchema.safeParse(await answer.json());
  if (!parsed.success)
    throw new Error("the Supervisor's answer about the MQTT broker does not match the expected format");
  const { host, port, ssl, username, password } = parsed.data.data;
  return {
    url: `${ssl ? "mqtts" : "mqtt"}://${host}:${port}`,
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
  };
}
