import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Problem, ProblemText } from "../model/problem.ts";
import type { BrokerAddress } from "./broker-address.ts";

/** Why a reachable broker cannot be used, with the remedy. */
export type Refusal = Pick<Problem, "code" | "message" | "told">;

/** A refusal that is found before connecting. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause: unknown) {
    super(refusal.message, { cause });
    this.name = "RefusedError";
    this.refusal = refusal;
  }
}

/**
 * Reads the PEM certificates in a file.
 * @throws RefusedError if it has none that can be read
 */
export async function readAuthorities(path: string): Promise<readonly string[]> {
  try {
    const found = (await readFile(path, "utf8")).match(CERTIFICATE) ?? [];
    if (found.length === 0) throw new Error("no certificate in it");
    return found.map((text) => new X509Certificate(text).toString());
  } catch (cause) {
    const message = `The file ${path}, set as mqtt_ca, is missing or contains no certificate in PEM format: add the file, or clear mqtt_ca.`;
    const told = { text: "mqtt_ca_unreadable", values: { file: path } } as const;
    throw new RefusedError({ code: "mqtt_ca_unreadable", message, told }, cause);
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Undefined for errors that may pass without action by the user, such as an unreachable broker. */
export function refusalOf(error: Error, { url, username }: BrokerAddress): Refusal | undefined {
  if (error instanceof RefusedError) return error.refusal;
  const code = withCode.safeParse(error).data?.code;
  if (code === BAD_LOGIN || code === NOT_AUTHORIZED) {
    const message =
      username === undefined
        ? `The MQTT broker at ${url} requires a login: set mqtt_url to mqtt://user:password@host:port.`
        : `The MQTT broker at ${url} rejected the login of user "${username}": correct the user name and password in mqtt_url or, if mqtt_url is empty, restart the broker's app.`;
    const told: ProblemText =
      username === undefined
        ? { text: "mqtt_no_login", values: { url } }
        : { text: "mqtt_login_refused", values: { url, user: username } };
    return { code: "mqtt_login_refused", message, told };
  }
  const remedy = typeof code === "string" ? remedyOf(code) : undefined;
  if (remedy === undefined) return undefined;
  return {
    code: "mqtt_not_trusted",
    message: `No secure connection to the MQTT broker at ${url} is possible (${code}): ${remedy.message}.`,
    told: { text: remedy.text, values: { url } },
  };
}

const withCode = z.object({ code: z.union([z.string(), z.number()]) });

/** MQTT 3.1.1, table 3.1. */
const BAD_LOGIN = 4;
const NOT_AUTHORIZED = 5;

interface Remedy {
  readonly message: string;
  readonly text: ProblemText["text"];
}

function remedyOf(code: string): Remedy | undefined {
  if (UNTRUSTED.has(code))
    return {
      message:
        "its certificate is not signed by a trusted authority. Save the authority's certificate as a file in Home " +
        "Assistant's share folder, and set mqtt_ca to the name of the file",
      text: "mqtt_untrusted",
    };
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID")
    return {
      message: "its certificate is for another host name. Use that host name in mqtt_url",
      text: "mqtt_other_host",
    };
  return code === "CERT_HAS_EXPIRED"
    ? { message: "its certificate has expired. Renew it", text: "mqtt_expired" }
    : undefined;
}

/** https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const UNTRUSTED: ReadonlySet<string> = new Set([
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_UNTRUSTED",
  "INVALID_CA",
  "CERT_SIGNATURE_FAILURE",
]);
