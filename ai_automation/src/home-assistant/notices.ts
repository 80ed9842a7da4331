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
    push: (userId, { title, message, page, buttons }) =>
      inHome("push", async (session) => {
        const services = await phonesOf(session, userId);
        const link = page === null ? {} : { url: page, clickAction: page };
        for (const service of services)
          await call(session, "notify", service, { title, message, data: { tag: TAG, actions: buttons, ...link } });
        return services.length === 0 ? ("nowhere" as const) : ("done" as const);
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
const namesSchema = z.array(z.object({ id: z.string(), name: z.string().nullish().catch(null) }));
const personSchema = z.object({ user_id: z.string(), device_trackers: z.array(z.string()).default([]) });

/** The notify services of the phones that track the user's location. */
async function phonesOf(session: Session, userId: string): Promise<readonly string[]> {
  const [states, registry, devices, services] = await Promise.all([
    session.call(statesSchema, { type: "get_states" }),
    session.call(entityRegistrySchema, { type: "config/entity_registry/list" }),
    session.call(namesSchema, { type: "config/device_registry/list" }),
    session.call(servicesSchema, { type: "get_services" }),
  ]);
  const trackers = states
    .filter(({ entity_id }) => entity_id.startsWith("person."))
    .flatMap(({ attributes }) => {
      const person = salvage(personSchema, attributes);
      return "data" in person && person.data.user_id === userId ? person.data.device_trackers : [];
    });
  const names = trackers.flatMap((tracker) => {
    const deviceId = registry.find(({ entity_id }) => entity_id === tracker)?.device_id;
    const device = devices.find(({ id }) => id === deviceId);
    return [tracker.split(".")[1] ?? "", ...(device?.name ? [slugOf(device.name)] : [])];
  });
  return [...new Set(names.map((name) => PREFIX + name))].filter((service) => service in services.notify);
}

/** How Home Assistant derives a notify service's name from the device's name: util/__init__.py, slugify. */
const slugOf = (name: string): string =>
  name
    .normalize("NFKD")
    .replaceAll(/\p{Mn}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
