/** Repetitions of randomised tests in the long run. */
process.env.KILLS = "50";
process.env.FUZZ_CASES = "100000";
