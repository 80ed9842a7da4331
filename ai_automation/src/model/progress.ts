/** Told how far a piece of work is, 0 to 1, and what it does now. What it throws ends the work: that is how work is cancelled. */
export type OnProgress = (share: number, step: string) => void;
