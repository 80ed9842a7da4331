export const COMMANDS = ["analyse", "create_best", "pause_learning"] as const;

export type Command = (typeof COMMANDS)[number];

const ROOT = "ai_automation";

/** Every topic the service speaks or hears. */
export const TOPICS = {
  status: `${ROOT}/status`,
  state: `${ROOT}/state`,
  event: `${ROOT}/event`,
  result: `${ROOT}/result`,
  discovery: `homeassistant/device/${ROOT}/config`,
  /** Home Assistant tells here that it has started. */
  homeAssistant: "homeassistant/status",
  commands: `${ROOT}/command/+`,
} as const;

export const commandTopic = (command: Command): string => `${ROOT}/command/${command}`;

export const commandOf = (topic: string): Command | undefined =>
  COMMANDS.find((command) => topic === commandTopic(command));
