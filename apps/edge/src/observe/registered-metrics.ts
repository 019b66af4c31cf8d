import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

type NameAndHelp = readonly [name: string, help: string];

/** Adds a gauge of an edge; what reads null has no series. */
export const gauge = (
  registry: Registry,
  [name, help]: NameAndHelp,
  read: () => number | null,
): void => {
  new Gauge({
    name: `etude_edge_${name}`,
    help,
    registers: [registry],
    collect() {
      const value = read();
      // A reset would leave a zero.
      if (value === null) this.remove();
      else this.set(value);
    },
  });
};

/** Adds a counter of an edge, which reads the count so far. */
export const counter = (
  registry: Registry,
  [name, help]: NameAndHelp,
  read: () => number,
): void => {
  new Counter({
    name: `etude_edge_${name}`,
    help,
    registers: [registry],
    collect() {
      this.reset();
      this.inc(read());
    },
  });
};
