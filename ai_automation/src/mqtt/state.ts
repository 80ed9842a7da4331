import type { HomeState } from "../model/home.ts";

/** The retained JSON state of all entities. */
export interface MqttState {
  readonly service: HomeState;
  readonly suggestions_waiting: number;
  readonly best: { readonly id: number; readonly title: string; readonly description: string } | null;
  /** ISO 8601 UTC. */
  readonly last_analysis: string | null;
  readonly history_days: number;
  readonly learning_paused: boolean;
}

/** Keeps an entity's attributes below 2 KB in total, also with characters of several bytes. */
const MAX_LENGTH = 300;

export function bestOf(suggestion: {
  readonly id: number;
  readonly title: string;
  readonly description: string;
}): NonNullable<MqttState["best"]> {
  const { id, title, description } = suggestion;
  return { id, title: cut(title), description: cut(description) };
}

const cut = (text: string): string => (text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`);
