/** Reports progress, 0 to 1, and the current step. An exception thrown by it cancels the work. */
export type OnProgress = (share: number, step: string) => void;
