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

Runs every stage, or those named, and ends with 'N passed, N failed, N skipped'.

  types        the TypeScript compiler over everything
  lint         ESLint, import rules, dead code, duplicated code
  unit         packages and edge (Vitest), with integration tests
  plugins      Backstage plugins (Jest), on SQLite and PostgreSQL
  conformance  the case files under specs/ and, where present, shared ones
  smoke        ./etude start --smoke
  browser      the main job clicked through in Chromium
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
  --weights A=1,B=1    planned shares (default: equal)
  --alpha R            false positive rate of the decision (default 0.05)
  --power R            power of the decision (default 0.8)
  --json               one JSON document (docs/analyze-json.md)
`,
    load: async () => namedExports(await import('./analyze/analyze')).analyze,
  },
  {
    name: 'conformance',
    summary: 'run case files against the packages',
    help: `./etude conformance statistics FILE
./etude conformance resolver STATE TESTS [--semantics general|rust]

Prints a line per failing case and last 'N passed, N failed, N skipped'.
`,
    load: async () =>
      namedExports(await import('./conformance/conformance')).conformance,
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
