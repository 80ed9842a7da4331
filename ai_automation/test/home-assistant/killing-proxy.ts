import { connect, createServer } from "node:net";

/** Passes everything on to Home Assistant, and calls back in the middle of it. */
export interface KillingProxy {
  readonly url: string;
  /** Calls `kill` at the n-th message to the home from now on, before or after passing it on. */
  atMessage(n: number, moment: "before" | "after", kill: () => void): void;
  /** From now on everything is passed on. */
  disarm(): void;
  stop(): Promise<void>;
}

/** A TCP proxy on loopback: each chunk that the service sends is one request or WebSocket message, or several at once. */
export async function startKillingProxy(homeUrl: string): Promise<KillingProxy> {
  const home = new URL(homeUrl);
  let seen = 0;
  let plan: { readonly n: number; readonly moment: "before" | "after"; readonly kill: () => void } | undefined;
  const server = createServer((service) => {
    const upstream = connect(Number(home.port), home.hostname);
    service.on("data", (chunk) => {
      seen++;
      const due = plan !== undefined && seen === plan.n ? plan : undefined;
      if (due?.moment === "before") due.kill();
      else upstream.write(chunk, () => due?.kill());
    });
    upstream.on("data", (chunk) => void service.write(chunk));
    for (const [one, other] of [
      [service, upstream],
      [upstream, service],
    ] as const)
      one.on("error", () => other.destroy()).on("close", () => other.destroy());
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    atMessage: (n, moment, kill) => {
      seen = 0;
      plan = { n, moment, kill };
    },
    disarm: () => {
      plan = undefined;
    },
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
