import { reportAnswer, type Report, type ReportAnswer } from "../model/fleet-wire.ts";
import { faultsOf } from "../model/schema-faults.ts";
import { SECOND } from "../model/time.ts";

const TIMEOUT = 30 * SECOND;
const MAX_ANSWER_BYTES = 64 * 1024;

/** Sends a report. @throws Error that names the cause; it never has the token */
export async function postReport(
  { url, token }: { readonly url: string; readonly token: string },
  report: Report,
  signal: AbortSignal,
): Promise<ReportAnswer> {
  const response = await fetch(`${url}/fleet/report`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify(report),
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT)]),
  });
  if (response.ok) return read(await limitedText(response));
  await response.body?.cancel();
  if (response.status === 401) throw new Error("the fleet refused the token: check fleet_token");
  throw new Error(`the fleet answered with status ${response.status}`);
}

function read(text: string): ReportAnswer {
  const parsed = reportAnswer.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new Error(`the fleet's answer does not match the expected format: ${faultsOf(parsed.error)}`);
}

async function limitedText({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw new Error("the fleet's answer is too long");
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
