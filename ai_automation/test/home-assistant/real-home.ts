/** The real Home Assistant configured in the environment; undefined if there is none. */
export interface RealHome {
  readonly url: string;
  readonly token: string;
  readonly annaToken: string;
  readonly annaId: string;
  readonly benToken: string;
  readonly benId: string;
  readonly mqttUrl: string;
  readonly databasePath: string;
  readonly configFolder: string;
}

export function realHome(environment = process.env): RealHome | undefined {
  const { HA_URL: url, HA_TOKEN: token, MQTT_URL: mqttUrl, HA_DB: databasePath, HA_CONFIG: configFolder } = environment;
  const { ANNA_TOKEN: annaToken, ANNA_ID: annaId, BEN_TOKEN: benToken, BEN_ID: benId } = environment;
  if (!url || !token || !mqttUrl || !databasePath || !configFolder) return undefined;
  if (!annaToken || !annaId || !benToken || !benId) return undefined;
  return { url, token, annaToken, annaId, benToken, benId, mqttUrl, databasePath, configFolder };
}

/** A REST call as the owner, or as another user. */
export async function rest(
  home: RealHome,
  method: string,
  path: string,
  body?: unknown,
  token = home.token,
): Promise<any> {
  const response = await fetch(`${home.url}/api/${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok && response.status !== 404) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text;
}

export const stateOf = async (home: RealHome, entityId: string): Promise<string | undefined> =>
  (await rest(home, "GET", `states/${entityId}`)).state;

/** Publishes a state over MQTT as a wall switch or a sensor would. */
export const hardware = (home: RealHome, entityId: string, state: string): Promise<unknown> =>
  rest(home, "POST", "services/mqtt/publish", {
    topic: `lab/${entityId.replace(".", "/")}/state`,
    payload: state,
    retain: true,
  });
