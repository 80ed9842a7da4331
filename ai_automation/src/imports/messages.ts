import type { UserKind } from "../history/attribution/users.ts";
import type { ErrorCause } from "../model/errors.ts";
import type { HistoryPiece, SourceMark } from "../model/history-piece.ts";

/** Start parameters of the reading thread. */
export interface ReadRequest {
  readonly place: string;
  readonly zone: string | null;
  readonly userKinds: ReadonlyMap<string, UserKind>;
  readonly after: SourceMark | null;
  /** Milliseconds UTC: later changes are left out. */
  readonly now: number;
  readonly workFolder: string;
  readonly rowsAPiece: number;
}

/** One message in reply to each "next". */
export type ReadAnswer =
  | { readonly kind: "piece"; readonly piece: HistoryPiece }
  | { readonly kind: "end" }
  | { readonly kind: "failed"; readonly message: string; readonly told?: ErrorCause; readonly isInput: boolean };

/** After "stop" the thread cleans up and exits. */
export type ReadOrder = "next" | "stop";
