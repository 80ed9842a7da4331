const COMMANDS = ["analyse", "create_best", "later_best", "pause_learning"] as const;

export type Command = (typeof COMMANDS)[number];

const ROOT = "ai_automation";

/** All topics that the service publishes or subscribes to. */
export const TOPICS = {
  status: `${ROOT}/status`,
  state: `${ROOT}/state`,
  event: `${ROOT}/event`,
  result: `${ROOT}/result`,
  discovery: `homeassistant/device/${ROOT}/config`,
  /** Home Assistant's birth message. */
  homeAssistant: "homeassistant/status",
  commands: `${ROOT}/command/+`,
} as const;

export const commandTopic = (command: Command): string => `${ROOT}/command/${command}`;

/** Undefined for topics of other purposes. */
export const commandOf = (topic: string): Command | undefined =>
  COMMANDS.find((command) => topic === commandTopic(command));
