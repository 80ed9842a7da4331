// Prepares a new Home Assistant for tests: creates an owner, the MQTT integration and a long-lived token, and prints
// the token. Usage: node .ci/onboard.mjs URL BROKER_HOST [BROKER_PORT]
const [url, broker, brokerPort = "1883"] = process.argv.slice(2);
if (url === undefined || broker === undefined) throw new Error("usage: onboard.mjs URL BROKER_HOST [BROKER_PORT]");
const CLIENT = `${url}/`;
const STARTUP_MILLISECONDS = 180_000;

await untilItAnswers();
const token = await createOwner();
for (const step of ["core_config", "analytics"]) await post(`/api/onboarding/${step}`, {}, token);
await post("/api/onboarding/integration", { client_id: CLIENT, redirect_uri: CLIENT }, token);
await addBroker();
process.stdout.write(`${await createLongLivedToken()}\n`);

async function untilItAnswers() {
  for (const deadline = Date.now() + STARTUP_MILLISECONDS; ; ) {
    try {
      if ((await fetch(`${url}/api/onboarding`)).ok) return;
    } catch (cause) {
      if (Date.now() > deadline) throw new Error(`Home Assistant does not answer at ${url}`, { cause });
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function createOwner() {
  const owner = { name: "Owner", username: "owner", password: "test-owner", client_id: CLIENT, language: "en" };
  const { auth_code: code } = await post("/api/onboarding/users", owner);
  const form = new URLSearchParams({ grant_type: "authorization_code", code, client_id: CLIENT });
  return (await answerOf("/auth/token", { method: "POST", body: form })).access_token;
}

async function addBroker() {
  const flows = "/api/config/config_entries/flow";
  const { flow_id: flow } = await post(flows, { handler: "mqtt" }, token);
  const other = { set_client_cert: false, set_ca_cert: "off" };
  const answer = await post(`${flows}/${flow}`, { broker, port: Number(brokerPort), other_settings: other }, token);
  if (answer.type !== "create_entry") throw new Error(`the broker was not added: ${JSON.stringify(answer)}`);
}

function createLongLivedToken() {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}/api/websocket`);
  return new Promise((resolve, reject) => {
    socket.onerror = () => reject(new Error("the WebSocket failed"));
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === "auth_required") socket.send(JSON.stringify({ type: "auth", access_token: token }));
      if (message.type === "auth_ok") {
        const ask = { id: 1, type: "auth/long_lived_access_token", client_name: "tests", lifespan: 365 };
        socket.send(JSON.stringify(ask));
      }
      if (message.type === "auth_invalid") reject(new Error(message.message));
      if (message.type !== "result") return;
      socket.close();
      if (message.success) resolve(message.result);
      else reject(new Error(message.error.message));
    };
  });
}

function post(path, body, bearer) {
  const headers = { "Content-Type": "application/json", ...(bearer && { Authorization: `Bearer ${bearer}` }) };
  return answerOf(path, { method: "POST", headers, body: JSON.stringify(body) });
}

async function answerOf(path, request) {
  const response = await fetch(url + path, request);
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`);
  return text === "" ? {} : JSON.parse(text);
}
