export interface EventRow {
  readonly seconds: number;
  readonly type: string;
  readonly data: string | null;
  readonly context: string | null;
  readonly user: string | null;
  readonly parent: string | null;
}
