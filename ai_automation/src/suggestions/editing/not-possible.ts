import { AppError } from "../../model/errors.ts";

/** For a request that was read but cannot be carried out; the message names the cause and the remedy. */
export const notPossible = (message: string): AppError => new AppError("not_understood", message);
