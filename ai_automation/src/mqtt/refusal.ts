import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Problem } from "../model/problem.ts";
import type { BrokerAddress } from "./broker-address.ts";

/** Why a broker is not used though it may be there, with what to do about it. */
export type Refusal = Pick<Problem, "code" | "message">;

/** Carries a refusal that was noticed before the broker was asked. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause: unknown) {
    super(refusal.message, { cause });
    this.name = "RefusedError";
    this.refusal = refusal;
  }
}

/**
 * The certificates in a file, in PEM.
 * @throws RefusedError where there is none that can be read
 */
export async function readAuthorities(path: string): Promise<readonly string[]> {
  try {
    const found = (await readFile(path, "utf8")).match(CERTIFICATE) ?? [];
    if (found.length === 0) throw new Error("no certificate in it");
    return found.map((text) => new X509Certificate(text).toString());
  } catch (cause) {
    const message = `The file of mqtt_ca, ${path}, is missing or has no certificate in PEM format: put it there, or leave mqtt_ca empty.`;
    throw new RefusedError({ code: "mqtt_ca_unreadable", message }, cause);
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Undefined for what passes by itself, such as a broker that is away. */
export function refusalOf(error: Error, { url, username }: BrokerAddress): Refusal | undefined {
  if (error instanceof RefusedError) return error.refusal;
  const code = withCode.safeParse(error).data?.code;
  if (code === BAD_LOGIN || code === NOT_AUTHORIZED) {
    const message =
      username === undefined
        ? `The MQTT broker at ${url} lets nobody in without a name: set mqtt_url to mqtt://user:password@host:port.`
        : `The MQTT broker at ${url} refuses the user "${username}": correct the name and password in mqtt_url, or restart the broker's app where mqtt_url is empty.`;
    return { code: "mqtt_login_refused", message };
  }
  const remedy = typeof code === "string" ? remedyOf(code) : undefined;
  if (remedy === undefined) return undefined;
  return {
    code: "mqtt_not_trusted",
    message: `No secure connection with the MQTT broker at ${url} (${code}): ${remedy}.`,
  };
}

const withCode = z.object({ code: z.union([z.string(), z.number()]) });

/** MQTT 3.1.1, table 3.1. */
const BAD_LOGIN = 4;
const NOT_AUTHORIZED = 5;

function remedyOf(code: string): string | undefined {
  if (UNTRUSTED.has(code))
    return (
      "its certificate is not from an authority known here; put that authority's certificate as a file into Home " +
      "Assistant's share folder, and set mqtt_ca to the name of the file"
    );
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") return "its certificate is for another name; use that name in mqtt_url";
  return code === "CERT_HAS_EXPIRED" ? "its certificate has expired; renew it" : undefined;
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
