import type { UserKind } from "../history/attribution/users.ts";
import type { HistoryPiece, SourceMark } from "../model/history-piece.ts";

/** What the reading thread is started with. */
export interface ReadRequest {
  readonly place: string;
  readonly zone: string | null;
  readonly userKinds: ReadonlyMap<string, UserKind>;
  readonly after: SourceMark | null;
  readonly workFolder: string;
  readonly rowsAPiece: number;
}

/** What it answers, one message for each "next". */
export type ReadAnswer =
  | { readonly kind: "piece"; readonly piece: HistoryPiece }
  | { readonly kind: "end" }
  | { readonly kind: "failed"; readonly message: string; readonly isInput: boolean };

/** "stop" lets it clean up and end. */
export type ReadOrder = "next" | "stop";
