import { catalogueOf } from "../suggestions/words/catalogues.ts";
import { EVENT_TYPES } from "./news.ts";
import { commandTopic, TOPICS } from "./topics.ts";

const PREFIX = "ai_automation";

/** A correlation id per button press, so that a repeated delivery is executed once. */
const PRESS = '{"correlation_id": "{{ now().isoformat() }}"}';

/**
 * One device with its entities, in the format of Home Assistant's MQTT device discovery. Home Assistant shows the names
 * as they are sent, so they are in its language; the ids of the entities are the same in every language.
 */
export function discoveryPayload(version: string, language: string): object {
  const words = catalogueOf(language).mqtt;
  return {
    device: {
      identifiers: [PREFIX],
      name: "AI Automation",
      manufacturer: "AI Automation",
      model: words.model,
      sw_version: version,
    },
    origin: { name: "AI Automation", sw_version: version },
    availability_topic: TOPICS.status,
    qos: 1,
    components: {
      suggestions: entity("sensor", "suggestions", words.suggestions, "mdi:lightbulb-on-outline", {
        ...reads("suggestions_waiting"),
        state_class: "measurement",
        json_attributes_topic: TOPICS.state,
        json_attributes_template: "{{ {'best': value_json.best} | tojson }}",
      }),
      spared: entity("sensor", "spared_this_week", words.spared, "mdi:hand-okay", {
        ...reads("week.saved"),
        state_class: "measurement",
        json_attributes_topic: TOPICS.state,
        json_attributes_template: "{{ {'runs': value_json.week.runs, 'corrected': value_json.week.wrong} | tojson }}",
      }),
      service: entity("sensor", "service", words.service, "mdi:home-heart", {
        ...reads("service"),
        entity_category: "diagnostic",
      }),
      last_analysis: entity("sensor", "last_analysis", words.last_analysis, "mdi:clock-check-outline", {
        ...reads("last_analysis"),
        device_class: "timestamp",
        entity_category: "diagnostic",
      }),
      history_days: entity("sensor", "history_days", words.history_days, "mdi:history", {
        ...reads("history_days"),
        unit_of_measurement: "d",
        entity_category: "diagnostic",
      }),
      event: entity("event", "event", words.event, "mdi:bell-outline", {
        state_topic: TOPICS.event,
        event_types: EVENT_TYPES,
      }),
      analyse: entity("button", "analyse", words.analyse, "mdi:magnify", {
        command_topic: commandTopic("analyse"),
        command_template: PRESS,
      }),
      create_best: entity("button", "create_best", words.create_best, "mdi:check-bold", {
        command_topic: commandTopic("create_best"),
        command_template: PRESS,
        enabled_by_default: false,
      }),
      later_best: entity("button", "later_best", words.later_best, "mdi:clock-outline", {
        command_topic: commandTopic("later_best"),
        command_template: PRESS,
      }),
      pause_learning: entity("switch", "pause_learning", words.pause_learning, "mdi:pause-circle-outline", {
        state_topic: TOPICS.state,
        value_template: "{{ 'ON' if value_json.learning_paused else 'OFF' }}",
        command_topic: commandTopic("pause_learning"),
        payload_on: '{"paused": true}',
        payload_off: '{"paused": false}',
        state_on: "ON",
        state_off: "OFF",
        // Not a device of the home: nobody's habit of pausing is learned.
        entity_category: "config",
      }),
    },
  };
}

const entity = (platform: string, id: string, name: string, icon: string, rest: object): object => ({
  platform,
  unique_id: `${PREFIX}_${id}`,
  default_entity_id: `${platform}.${PREFIX}_${id}`,
  name,
  icon,
  ...rest,
});

const reads = (field: string): object => ({
  state_topic: TOPICS.state,
  value_template: `{{ value_json.${field} }}`,
});
