import { HOUR } from "../model/time.ts";

const FROM = 8 * HOUR;
const TO = 22 * HOUR;

/** Whether people may be told something at this time of the home's day. */
export const isCivil = (timeOfDay: number): boolean => timeOfDay >= FROM && timeOfDay < TO;
