import { z } from "zod";
import type { HomeNotices } from "../model/home.ts";
import type { Log } from "../model/log.ts";
import { salvage } from "./salvage.ts";
import type { Session } from "./session.ts";
import { entityRegistrySchema, statesSchema } from "./wire.ts";

const PREFIX = "mobile_app_";
/** A newer push with the same tag replaces the previous one. */
const TAG = "ai_automation";

/** Sends Home Assistant's notifications: persistent ones in the frontend, pushes through the companion app. */
export function createNotices(parts: {
  readonly currentSession: () => Session | undefined;
  readonly log: Log;
}): HomeNotices {
  const { currentSession, log } = parts;
  const inHome = async <T>(what: string, work: (session: Session) => Promise<T>): Promise<T | "away"> => {
    const session = currentSession();
    if (session === undefined) return "away";
    return work(session).catch((error: unknown): "away" => {
      log.warn({ err: error, what }, "notification failed");
      return "away";
    });
  };
  return {
    show: ({ id, title, message }) =>
      inHome("show", async (session) => {
        await call(session, "persistent_notification", "create", { notification_id: id, title, message });
        return "done" as const;
      }),
    dismiss: (id) =>
      inHome("dismiss", async (session) => {
        await call(session, "persistent_notification", "dismiss", { notification_id: id });
        return "done" as const;
      }),
    isShown: (id) =>
      inHome("look", async (session) => {
        const shown = await session.call(shownSchema, { type: "persistent_notification/get" });
        return shown.some(({ notification_id }) => notification_id === id);
      }),
    push: (userId, { title, message, page, buttons }) =>
      inHome("push", async (session) => {
        const phones = await phonesOf(session, userId);
        const link = page === null ? {} : { url: page, clickAction: page };
        for (const { service, entityId } of phones)
          if (service !== null)
            await call(session, "notify", service, { title, message, data: { tag: TAG, actions: buttons, ...link } });
          // The action of the entity takes no buttons.
          else await call(session, "notify", "send_message", { entity_id: entityId, title, message });
        return phones.length === 0 ? ("nowhere" as const) : ("done" as const);
      }),
    withdraw: (userId) =>
      inHome("withdraw", async (session) => {
        // The companion app's own command.
        const command = { message: "clear_notification", data: { tag: TAG } };
        for (const { service } of await phonesOf(session, userId))
          if (service !== null) await call(session, "notify", service, command);
        return "done" as const;
      }),
    phones: async () => {
      const services = await inHome("phones", (session) => session.call(servicesSchema, { type: "get_services" }));
      if (services === "away") return [];
      return Object.keys(services.notify).flatMap((name) => (name.startsWith(PREFIX) ? [`notify.${name}`] : []));
    },
  };
}

const call = (session: Session, domain: string, service: string, data: object): Promise<unknown> =>
  session.call(z.unknown(), { type: "call_service", domain, service, service_data: data });

const servicesSchema = z.object({ notify: z.record(z.string(), z.unknown()).catch({}) });
const shownSchema = z.array(z.object({ notification_id: z.string() }));
const personSchema = z.object({ user_id: z.string(), device_trackers: z.array(z.string()).default([]) });

/** A phone: its action, which takes buttons, or else its notify entity. */
type Phone =
  | { readonly service: string; readonly entityId: string | null }
  | { readonly service: null; readonly entityId: string };

/**
 * The phones that track the user's location. The notify entity of the same device has the slug that Home Assistant
 * made of the device's name, as the action has (components/mobile_app/notify.py), unless somebody renamed the entity.
 */
async function phonesOf(session: Session, userId: string): Promise<readonly Phone[]> {
  const [states, registry, services] = await Promise.all([
    session.call(statesSchema, { type: "get_states" }),
    session.call(entityRegistrySchema, { type: "config/entity_registry/list" }),
    session.call(servicesSchema, { type: "get_services" }),
  ]);
  const trackers = states
    .filter(({ entity_id }) => entity_id.startsWith("person."))
    .flatMap(({ attributes }) => {
      const person = salvage(personSchema, attributes);
      return "data" in person && person.data.user_id === userId ? person.data.device_trackers : [];
    });
  const serviceOf = (entityId: string): string | undefined =>
    [`${PREFIX}${entityId.split(".")[1]}`].find((service) => service in services.notify);
  const phones = trackers.flatMap((tracker): readonly Phone[] => {
    const deviceId = registry.find(({ entity_id }) => entity_id === tracker)?.device_id;
    const notifier = registry.find(
      ({ entity_id, device_id, platform }) =>
        deviceId && device_id === deviceId && platform === "mobile_app" && entity_id.startsWith("notify."),
    )?.entity_id;
    const service = (notifier && serviceOf(notifier)) ?? serviceOf(tracker);
    if (service) return [{ service, entityId: notifier ?? null }];
    return notifier === undefined ? [] : [{ service: null, entityId: notifier }];
  });
  return [...new Map(phones.map((phone) => [phone.service ?? phone.entityId, phone])).values()];
}
