import { once } from "node:events";
import { createServer, get, type Server, type ServerResponse } from "node:http";
import { connect, type Socket } from "node:net";
import { expect } from "chai";
import { limitConnections } from "../../../src/http/connection-limit.ts";
import { until } from "../../support/until.ts";

/** Linux treats all of 127.0.0.0/8 as this machine, so that each address can be another client. */
describe("open connections", () => {
  let server: Server;
  let port = 0;
  let sockets: Socket[] = [];
  const held: ServerResponse[] = [];

  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url === "/held") held.push(response);
      else response.end("ok");
    });
    limitConnections(server, { perClient: 3, total: 5, isExempt: (address) => address === "127.0.0.9" });
    server.listen(0, "0.0.0.0");
    await once(server, "listening");
    const address = server.address();
    port = typeof address === "object" ? (address?.port ?? 0) : 0;
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets = [];
    held.length = 0;
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });

  const open = async (client: string): Promise<Socket> => {
    const socket = connect({ port, host: "127.0.0.1", localAddress: client });
    socket.on("error", () => undefined);
    sockets.push(socket);
    await once(socket, "connect");
    return socket;
  };
  const status = (localAddress: string): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      get({ port, host: "127.0.0.1", localAddress, path: "/", agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on("error", reject);
    });

  it("of one client are limited: the one that has been idle longest is closed", async () => {
    const [first, second] = [await open("127.0.0.1"), await open("127.0.0.1")];
    await open("127.0.0.1");
    expect(await status("127.0.0.1")).to.equal(200);
    await until(() => first.destroyed, "the first connection to be closed");
    expect(second.destroyed).to.equal(false);
  });

  it("with a request stay open, and the new one is closed if all have one", async () => {
    const busy = [await open("127.0.0.1"), await open("127.0.0.1"), await open("127.0.0.1")];
    for (const socket of busy) socket.write("GET /held HTTP/1.1\r\nHost: x\r\n\r\n");
    await until(() => held.length === 3, "three requests");
    const late = await open("127.0.0.1");
    await until(() => late.destroyed, "the new connection to be closed");
    expect(busy.map(({ destroyed }) => destroyed)).to.deep.equal([false, false, false]);
  });

  it("of many clients are limited together, while exempt ones always get through", async () => {
    for (let client = 1; client <= 8; client++) await open(`127.0.0.${client}`);
    await until(() => sockets.filter(({ destroyed }) => destroyed).length === 3, "three connections to be closed");
    const exempt = await Promise.all(Array.from({ length: 6 }, () => open("127.0.0.9")));
    expect(await status("127.0.0.9")).to.equal(200);
    expect(exempt.some(({ destroyed }) => destroyed)).to.equal(false);
    expect(sockets.filter(({ destroyed }) => destroyed)).to.have.length(3);
  });
});
