/** Numbers of repetitions for randomised tests in the long test run. */
process.env.KILLS = "50";
process.env.HOME_KILLS = "200";
process.env.FUZZ_CASES = "100000";
/** Ten minutes; two hours are `SOAK_SECONDS=7200 npm run test:long -- --grep bursts`. */
process.env.SOAK_SECONDS ??= "600";
