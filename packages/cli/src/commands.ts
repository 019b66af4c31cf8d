import { namedExports } from './named-exports';

/** Runs a command with the words after its name; the result is the exit code. */
export type CommandRun = (argv: readonly string[]) => Promise<number>;

export type Command = {
  readonly name: string;
  readonly summary: string;
  readonly help: string;
  /** Loaded only when called, so that `--help` answers at once. */
  readonly load: () => Promise<CommandRun>;
};

/** Every command of `./etude`, in the order the help shows them. */
export const commands: readonly Command[] = [
  {
    name: 'start',
    summary: 'start portal, edge and the demo organisation',
    help: `./etude start [options]

Starts the portal on http://localhost:7007 and the edge on 7070, with a demo
organisation and its traffic. Ctrl-C stops everything; a second start goes on
where it was.

  --empty          start without the demo organisation
  --reset          forget everything under .etude/ (portal, lake, edge) first
  --port PORT      port of the portal (default 7007)
  --edge-port PORT port of the edge (default 7070)
  --smoke          start on free ports with a state folder of its own, check
                   that portal, edge and demo experiment work, stop

DATABASE_URL=postgres://…  keeps the portal's state in PostgreSQL.
ETUDE_STATE_DIR=FOLDER     keeps all state there instead of in .etude/.
`,
    load: async () => namedExports(await import('./start/start')).start,
  },
  {
    name: 'test',
    summary: 'type check, lint, and every test',
    help: `./etude test [stage …]

Runs every stage, or those named, several at once where cores are free. Ends
with a table of stages, what was skipped and why, and 'N passed, N failed, N
skipped'. A stage without a single test fails, and so does a file of tests that
no stage ran.

  types        the TypeScript compiler over everything
  lint         ESLint, import rules, dead code, duplicated code
  unit         packages and edge (Vitest), with integration tests
  plugins      Backstage plugins (Jest), on SQLite and PostgreSQL
  engines      ClickHouse, Trino and Spark SQL, started for the tests; the
               first time they are installed (1 GB), or skipped with the reason
  cloud        BigQuery, Snowflake and Databricks: their SQL, translated for
               an engine that runs here
  calibration  the claims of the statistics, by simulation
  conformance  the case files under specs/ and, where present, shared ones
  smoke        ./etude start --smoke
  browser      jobs clicked through and every screen looked at, in Chromium
`,
    load: async () => namedExports(await import('./test/test')).test,
  },
  {
    name: 'analyze',
    summary: 'analyse a table with one row per unit',
    help: `./etude analyze FILE --unit COLUMN --variant COLUMN --control VALUE [options]

Analyses a CSV or Parquet file that has one row per unit, with the same
statistics as the portal: health, estimates, recommendation and verdict.

  --unit COLUMN        column that names the unit
  --variant COLUMN     column that names the variant
  --control VALUE      value of the variant column that is the control
  --success NAME[:increase|decrease][:mde=R]    success metric (repeatable);
                       R is relative, 0.02 is 2 %
  --guardrail NAME[:increase|decrease][:nim=R]  guardrail metric (repeatable)
                       NAME is a column of numbers or truth values, a ratio of
                       sums: NAME=NUMERATOR/DENOMINATOR, or a quantile of a
                       column: NAME:p95
  --weights A=1,B=1    planned shares (default: equal)
  --alpha R            false positive rate of the decision (default 0.05)
  --power R            power of the decision (default 0.8)
  --guarantee default|strict  strict: false alarms cost no power either

What is known beside the metrics:

  --covariate NAME=COLUMN  column from before exposure, to reduce the variance
                       of a metric (repeatable); may be empty for some units.
                       A ratio takes NAME=NUMERATOR/DENOMINATOR
  --cluster COLUMN     what was assigned as a whole (team, household); rows are
                       its members
  --dimension COLUMN   break results down by it (repeatable): exploration

How often it is looked at:

  --looks COLUMN[:DAYS]  date or timestamp of exposure: replays the analysis at
                       the end of every day (or every DAYS days)
  --design KIND        fixed-horizon (default), fixed-power, fixed-width,
                       group-sequential or always-valid
  --planned-units N    units (or clusters) a sequential test was planned for,
                       over all variants (group-sequential: default those of
                       the last look)
  --spending S         group-sequential: obrien-fleming (default), pocock,
                       power:2 or hwang-shih-decani:-4
  --over-run rescale|strict  group-sequential: more units than planned rescale
                       the plan (default), or do not count
  --width R            fixed-width: ends with intervals as wide as this share
                       of the control mean
  --burn-in N          fixed-power, fixed-width: units of control and variant
                       before which it never stops

  --json               one JSON document (docs/analyze-json.md)
`,
    load: async () => namedExports(await import('./analyze/analyze')).analyze,
  },
  {
    name: 'conformance',
    summary: 'run case files against the packages',
    help: `./etude conformance statistics [FILE|FOLDER]
./etude conformance resolver STATE TESTS [--semantics general|rust]
./etude conformance metrics [FOLDER …]

Without a file or folder, the cases of specs/statistics and specs/metrics.
Prints a line per failing case and last 'N passed, N failed, N skipped'; exits
with 1 when a case failed or none ran.

A folder of metrics has (docs/metrics-as-code.md tells the forms)

  tables/NAME.csv   the rows of table NAME; the first line names the columns,
                    an empty cell is NULL
  definitions.yaml  entities, fact tables, metrics and experiments as code
  expected.json     moments per experiment, variant and metric, and if given
                    per day of exposure and value of a dimension; traffic,
                    crossovers, caps, quantiles and funnel steps

The tables are loaded into DuckDB and computed as the portal does. Counts have
to be equal, numbers within 1e-9 of their size. What expected.json leaves out
is not compared; a metric of which it says nothing is skipped.
`,
    load: async () =>
      namedExports(await import('./conformance/conformance')).conformance,
  },
  {
    name: 'flags',
    summary: 'find the code that names feature flags',
    help: `./etude flags scan FOLDER [options]

Looks for flags, as whole words, in the text files of a folder: what git knows
or does not ignore. Prints where they are as JSON, or tells a portal, whose
pages then name the code to clean up.

  --flag KEY         flag to look for (repeatable)
  --portal URL       tell this portal; looks for all its active flags
  --token TOKEN      token for the portal (default: ETUDE_TOKEN)
  --repository NAME  name of the repository (default: its remote 'origin')
  --revision ID      what was scanned (default: the commit)
`,
    load: async () => namedExports(await import('./flags/flags')).flags,
  },
  {
    name: 'definitions',
    summary: 'bring metrics as code into a portal, or out of it',
    help: `./etude definitions apply FILE --portal URL [options]
./etude definitions export [FILE] --portal URL [options]

'apply' creates and changes the fact tables, relations and metrics that a
definitions.yaml names (docs/metrics-as-code.md), with the rights of the token;
what the file leaves out stays. Nothing is begun when a part of it is not
allowed; what a warehouse refuses is left out, the rest done, and the exit code
is 1. 'export' writes what a portal has in the same form, to FILE or to standard
output.

  --portal URL   the portal, such as http://localhost:7007
  --token TOKEN  token for the portal (default: ETUDE_TOKEN)
  --trial        say what 'apply' would change, and change nothing
`,
    load: async () =>
      namedExports(await import('./definitions/definitions')).definitions,
  },
  {
    name: 'lake',
    summary: 'forget a unit: all its assignments and events',
    help: `./etude lake forget --unit ID [options]

Asks the compactor that runs on a lake to remove every assignment and event of
a unit, and the rejected log lines that name it. Readers see none of them after
a minute or two; the files leave the disk a quarter of an hour later. The
report keeps how much there was, and of the id only its SHA-256.

  --unit ID      the unit, as the assignments name it
  --lake FOLDER  the lake (default: that of ./etude start)
  --by NAME      who asked, for the report (default: the user of this machine)
  --wait         wait until it is done, and say what was removed
`,
    load: async () => namedExports(await import('./lake/lake')).lake,
  },
  {
    name: 'doctor',
    summary: 'say what on this machine would keep Etude from running',
    help: `./etude doctor

Checks Node, disk, ports, browser and database, and says what to do about
what is missing. Exits with 1 when something would keep Etude from starting.
`,
    load: async () => namedExports(await import('./doctor/doctor')).doctor,
  },
];

/** The command of that name, if there is one. */
export const findCommand = (name: string): Command | undefined =>
  commands.find(command => command.name === name);
