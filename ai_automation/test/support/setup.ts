// Tests run in a zone that is no home's zone, so that whoever takes the machine's wall clock is found out.
process.env.TZ = "Pacific/Apia";
