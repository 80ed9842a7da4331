import type { RealHome } from "../real-home.ts";
import { logIn, type Socket } from "./socket.ts";

const CLIENT = "http://127.0.0.1/";

/** Creates a user, with or without a person entity, and logs in as that user. */
export async function createUser(home: RealHome, owner: Socket, name: string, hasPerson: boolean): Promise<Socket> {
  const { user } = await owner.ask({ type: "config/auth/create", name, group_ids: ["system-users"] });
  const username = `${name.toLowerCase()}-${Date.now().toString(36)}`;
  const password = "only for the lab";
  await owner.ask({ type: "config/auth_provider/homeassistant/create", user_id: user.id, username, password });
  if (hasPerson) await owner.ask({ type: "person/create", name, user_id: user.id, device_trackers: [] });
  const flow = await post(`${home.url}/auth/login_flow`, {
    client_id: CLIENT,
    handler: ["homeassistant", null],
    redirect_uri: CLIENT,
  });
  const { result } = await post(`${home.url}/auth/login_flow/${flow.flow_id}`, {
    client_id: CLIENT,
    username,
    password,
  });
  const form = new URLSearchParams({ grant_type: "authorization_code", code: result, client_id: CLIENT });
  const answer = await fetch(`${home.url}/auth/token`, { method: "POST", body: form });
  const { access_token: token }: { access_token: string } = JSON.parse(await answer.text());
  return logIn(home.url, token);
}

async function post(url: string, body: object): Promise<any> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.json();
}
