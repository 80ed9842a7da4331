/** States that every home has; others may be names, such as those of zones and options. */
export const STANDARD_STATES: ReadonlySet<string> = new Set(
  `on off open opening closed closing locked locking unlocked unlocking jammed home not_home playing paused idle standby
   buffering heat cool heat_cool auto dry fan_only unavailable unknown`.split(/\s+/),
);
