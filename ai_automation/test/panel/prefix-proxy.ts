import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** Forwards requests below a prefix without the prefix, as Home Assistant's ingress does. */
export async function startPrefixProxy(
  target: string,
  prefix: string,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "/";
    if (!path.startsWith(`${prefix}/`)) return void outgoing.writeHead(404).end();
    const { host, port } = new URL(target);
    const headers = { ...incoming.headers, host, "x-ingress-path": prefix };
    const forwarded = request(
      { host: "127.0.0.1", port, method: incoming.method, path: path.slice(prefix.length), headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forwarded.on("error", () => outgoing.destroy());
    outgoing.on("close", () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}/`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
