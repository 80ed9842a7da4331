/** Numbers of repetitions for randomised tests in the slow test run. */
process.env.KILLS = "50";
process.env.FUZZ_CASES = "100000";
