import type { Knex } from "knex";
import { storyTables } from "./0001-story-tables.ts";
import { suggestionLifecycle } from "./0002-suggestion-lifecycle.ts";
import { archive } from "./0003-archive.ts";
import { analyses } from "./0004-analyses.ts";
import { levels } from "./0005-levels.ts";
import { importMarks } from "./0006-import-marks.ts";
import { exclusions } from "./0008-exclusions.ts";
import { followUp } from "./0009-follow-up.ts";
import { fixes } from "./0010-fixes.ts";
import { keptValues } from "./0011-kept-values.ts";
import { causes } from "./0012-causes.ts";
import { suggestionsByAutomation } from "./0013-suggestions-by-automation.ts";
import { selfActing } from "./0014-self-acting.ts";
import { identities } from "./0015-identities.ts";
import { importCoverage } from "./0016-import-coverage.ts";
import { startedScenes } from "./0017-started-scenes.ts";
import { impossibleTimes } from "./0019-impossible-times.ts";
import { begunUndos } from "./0021-begun-undos.ts";
import { runTriggers } from "./0022-run-triggers.ts";
import { unusualDays } from "./0023-unusual-days.ts";
import { units } from "./0024-units.ts";

interface NamedMigration extends Knex.Migration {
  readonly name: string;
}

/** In the order in which they run. Names must never change: databases store the names of applied migrations. */
export const MIGRATIONS: readonly NamedMigration[] = [
  { name: "0001_story_tables", ...storyTables },
  { name: "0002_suggestion_lifecycle", ...suggestionLifecycle },
  { name: "0003_archive", ...archive },
  { name: "0004_analyses", ...analyses },
  { name: "0005_levels", ...levels },
  { name: "0006_import_marks", ...importMarks },
  { name: "0008_exclusions", ...exclusions },
  { name: "0009_follow_up", ...followUp },
  { name: "0010_fixes", ...fixes },
  { name: "0011_kept_values", ...keptValues },
  { name: "0012_causes", ...causes },
  { name: "0013_suggestions_by_automation", ...suggestionsByAutomation },
  { name: "0014_self_acting", ...selfActing },
  { name: "0015_identities", ...identities },
  { name: "0016_import_coverage", ...importCoverage },
  { name: "0017_started_scenes", ...startedScenes },
  { name: "0019_impossible_times", ...impossibleTimes },
  { name: "0021_begun_undos", ...begunUndos },
  { name: "0022_run_triggers", ...runTriggers },
  { name: "0023_unusual_days", ...unusualDays },
  { name: "0024_units", ...units },
];

/** Listed in code, because scanning a folder would also find compiled files and their declarations. */
export const migrationSource: Knex.MigrationSource<NamedMigration> = {
  getMigrations: async () => [...MIGRATIONS],
  getMigrationName: ({ name }) => name,
  getMigration: async (migration) => migration,
};
