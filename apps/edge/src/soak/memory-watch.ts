import type { EdgeRun } from './edge-fleet';

/** What is watched, as `/metrics` names it. */
const GAUGES = {
  rss: 'process_resident_memory_bytes',
  heap: 'nodejs_heap_size_used_bytes',
  external: 'nodejs_external_memory_bytes',
} as const;

/** Bytes of one instant. */
type Sample = { readonly atMs: number } & Readonly<
  Record<keyof typeof GAUGES, number>
>;

const MB = 1_000_000;

/**
 * How much the memory of one edge may grow over the second half of a soak,
 * whatever its length. In ten minutes at the default rate 12 MB of heap are
 * some 530 bytes kept for each request, or 40 kB for each state. Garbage alone
 * was seen to move it by 5 MB in runs of two to three minutes.
 */
const MAX_GROWTH_MB = { rss: 24, heap: 12, external: 4 } as const;

const numberIn = (text: string, name: string): number => {
  const line = text.split('\n').find(entry => entry.startsWith(`${name} `));
  if (line === undefined) throw new Error(`/metrics has no ${name}.`);
  return Number(line.slice(name.length + 1));
};

/** Growth per ms, by least squares. */
const slopeOf = (points: readonly (readonly [number, number])[]): number => {
  const count = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / count;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / count;
  let covariance = 0;
  let variance = 0;
  for (const [x, y] of points) {
    covariance += (x - meanX) * (y - meanY);
    variance += (x - meanX) ** 2;
  }
  return variance === 0 ? 0 : covariance / variance;
};

const FLOORS = 8;

/**
 * The least of each eighth of the time: what is left after a collection, which
 * is what a leak raises.
 */
const floorsOf = (
  samples: readonly Sample[],
  gauge: keyof typeof GAUGES,
): (readonly [number, number])[] =>
  Array.from({ length: FLOORS }, (_, index) => {
    const part = samples.slice(
      Math.floor((index * samples.length) / FLOORS),
      Math.floor(((index + 1) * samples.length) / FLOORS),
    );
    const least = part.toSorted((a, b) => a[gauge] - b[gauge])[0];
    return least ? [[least.atMs, least[gauge]] as const] : [];
  }).flat();

/** Growth of one gauge of one edge over the second half. */
export type MemoryGrowth = {
  readonly run: string;
  readonly gauge: keyof typeof GAUGES;
  readonly fromMb: number;
  readonly growthMb: number;
  readonly allowedMb: number;
};

/** Samples the memory of edges through `/metrics`. */
export class MemoryWatch {
  readonly #samples = new Map<string, Sample[]>();

  async sample(runs: readonly EdgeRun[]): Promise<void> {
    await Promise.all(
      runs.map(async run => {
        try {
          this.add(run.id, await (await fetch(`${run.url}/metrics`)).text());
        } catch (error) {
          if (!run.isEnding) throw error;
        }
      }),
    );
  }

  /** Keeps one answer of `/metrics`. */
  add(runId: string, text: string, atMs = Date.now()): void {
    const samples = this.#samples.get(runId) ?? [];
    this.#samples.set(runId, samples);
    samples.push({
      atMs,
      rss: numberIn(text, GAUGES.rss),
      heap: numberIn(text, GAUGES.heap),
      external: numberIn(text, GAUGES.external),
    });
  }

  /** Of an edge that lived through the whole soak. */
  growth(runId: string): MemoryGrowth[] {
    const all = this.#samples.get(runId) ?? [];
    const half = all.slice(Math.floor(all.length / 2));
    const duration = (half.at(-1)?.atMs ?? 0) - (half[0]?.atMs ?? 0);
    return (['rss', 'heap', 'external'] as const).map(gauge => {
      const floors = floorsOf(half, gauge);
      return {
        run: runId,
        gauge,
        fromMb: (floors[0]?.[1] ?? 0) / MB,
        growthMb: (slopeOf(floors) * duration) / MB,
        allowedMb: MAX_GROWTH_MB[gauge],
      };
    });
  }
}
