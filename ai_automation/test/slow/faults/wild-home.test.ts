import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { WebSocketServer, type WebSocket } from "ws";
import { until } from "../../support/until.ts";
import { aHome, type ObservedHome } from "../../unit/home-assistant/a-home.ts";

const TOKEN = "a-token";
const MEBIBYTE = 1_024 * 1_024;

describe("a home that sends invalid answers", () => {
  let server: WebSocketServer;
  let observed: ObservedHome;
  let attempts = 0;

  afterEach(async () => {
    await observed.home.stop();
    for (const socket of server.clients) socket.terminate();
    server.close();
    await once(server, "close");
  });

  const start = async (onMessage: (socket: WebSocket, text: string) => void): Promise<void> => {
    attempts = 0;
    server = new WebSocketServer({ port: 0, host: "127.0.0.1", path: "/api/websocket" });
    await once(server, "listening");
    server.on("connection", (socket) => {
      attempts += 1;
      socket.on("error", () => undefined);
      socket.on("message", (message: Buffer) => onMessage(socket, message.toString()));
      socket.send(JSON.stringify({ type: "auth_required", ha_version: "2026.11.0" }));
    });
    const { port } = server.address() as AddressInfo;
    observed = aHome({ url: `http://127.0.0.1:${port}`, token: TOKEN });
    await observed.home.start();
  };
  const welcome = (socket: WebSocket): void =>
    socket.send(JSON.stringify({ type: "auth_ok", ha_version: "2026.11.0" }));

  const answers: Readonly<Record<string, (socket: WebSocket) => void>> = {
    "text that is not JSON": (socket) => socket.send("<html>502 Bad Gateway</html>"),
    "bytes that are not text": (socket) => socket.send(Buffer.from([0xff, 0xfe, 0x00, 0x80])),
    "values of wrong types": (socket) => socket.send(JSON.stringify({ id: "one", type: 7, success: "maybe" })),
    "a list where an object belongs": (socket) => socket.send("[[[]]]"),
    "nothing at all": () => undefined,
    "a frame of 64 MiB": (socket) => socket.send(" ".repeat(64 * MEBIBYTE)),
    "closing the connection": (socket) => socket.close(),
  };
  for (const [what, answer] of Object.entries(answers)) {
    it(`is unreachable with a reason, and is retried, after ${what}`, async function () {
      await start((socket, text) => {
        if (text.includes('"auth"')) welcome(socket);
        else answer(socket);
      });
      await until(() => attempts > 1, "the next attempt");
      await observed.reach("unreachable");
      const { message } = observed.home.connection();
      expect(message).to.match(/Home Assistant/);
      expect(observed.archive.changes).to.deep.equal([]);
    });
  }
});
