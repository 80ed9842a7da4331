import { fleetPolicy, NO_POLICY, type FleetPolicy } from "../model/fleet-wire.ts";
import type { KeyValueStore } from "../model/key-value-store.ts";

/** The name under which the fleet's last policy is stored: it applies while the fleet cannot be reached. */
export const FLEET_POLICY = "fleet_policy";

/** The policy that the fleet sent last; without one nothing is restricted. */
export const readFleetPolicy = async (keyValues: KeyValueStore): Promise<FleetPolicy> =>
  (await keyValues.get(FLEET_POLICY, fleetPolicy)) ?? NO_POLICY;
