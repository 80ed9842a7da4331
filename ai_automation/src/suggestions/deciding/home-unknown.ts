import { AppError } from "../../model/errors.ts";

export const homeUnknown = (): AppError =>
  new AppError("not_ready", "Home Assistant has not been reached yet; see GET /api/status, then try again.");
