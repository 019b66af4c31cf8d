import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { hasErrorCode } from '@etude/kernel';
import { notRecordedError } from '../errors';
import { listSealedSegments, syncPath } from '../segment-file';
import type { SealedSegment } from './sink';

const markersDir = (logDir: string, sink: string): string =>
  join(logDir, 'shipped', sink);

const namesIn = async (dir: string): Promise<string[]> => {
  try {
    return await readdir(dir);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
};

/** The sealed segments of a log, the oldest first. */
export const sealedSegments = async (
  logDir: string,
): Promise<SealedSegment[]> => {
  const segments: SealedSegment[] = [];
  for (const file of await listSealedSegments(logDir)) {
    const entry = await stat(file).catch((error: unknown) => {
      // Removed since the folder was listed.
      if (hasErrorCode(error, 'ENOENT')) return null;
      throw error;
    });
    if (entry === null) continue;
    segments.push({
      id: basename(file, '.ndjson'),
      file,
      bytes: entry.size,
      writtenAtMs: entry.mtimeMs,
    });
  }
  return segments.sort(
    (a, b) => a.writtenAtMs - b.writtenAtMs || (a.id < b.id ? -1 : 1),
  );
};

/**
 * Which sink has which segment, on the disk: an empty file
 * `<log>/shipped/<sink>/<segment>` for each that others still wait for. A
 * segment that every sink has is removed, first itself and then what tells
 * about it.
 */
export class Acknowledgements {
  readonly #logDir: string;
  readonly #bySink: ReadonlyMap<string, Set<string>>;
  /** One change at a time: of two last sinks, one removes the segment. */
  #change: Promise<void> = Promise.resolve();

  private constructor(
    logDir: string,
    bySink: ReadonlyMap<string, Set<string>>,
  ) {
    this.#logDir = logDir;
    this.#bySink = bySink;
  }

  /** Reads what was acknowledged; segments that all have had are removed. */
  static async open(
    logDir: string,
    sinks: readonly string[],
  ): Promise<Acknowledgements> {
    const bySink = new Map<string, Set<string>>();
    for (const sink of sinks) {
      const dir = markersDir(logDir, sink);
      if (sinks.length > 1) await mkdir(dir, { recursive: true });
      bySink.set(sink, new Set(await namesIn(dir)));
    }
    const opened = new Acknowledgements(logDir, bySink);
    await opened.#settle();
    return opened;
  }

  /** Segments that a sink has not acknowledged, the oldest first. */
  async waitingFor(sink: string): Promise<SealedSegment[]> {
    const acknowledged = this.#bySink.get(sink);
    const segments = await sealedSegments(this.#logDir);
    return segments.filter(({ id }) => !acknowledged?.has(id));
  }

  /**
   * Resolves when it is on the disk that `sink` has the segment.
   *
   * @throws ETUDE_SINK_NOT_RECORDED; the sink is then given it again.
   */
  acknowledge(sink: string, segment: SealedSegment): Promise<void> {
    const change = this.#change
      .then(() => this.#acknowledge(sink, segment))
      .catch((error: unknown) => {
        throw notRecordedError(sink, error);
      });
    this.#change = change.catch(() => undefined);
    return change;
  }

  async #acknowledge(sink: string, { id, file }: SealedSegment): Promise<void> {
    const others = [...this.#bySink].filter(([name]) => name !== sink);
    if (others.every(([, acknowledged]) => acknowledged.has(id))) {
      await this.#remove(id, file);
      return;
    }
    const dir = markersDir(this.#logDir, sink);
    const marker = await open(join(dir, id), 'w');
    await marker.close();
    await syncPath(dir);
    this.#bySink.get(sink)?.add(id);
  }

  async #remove(id: string, file: string): Promise<void> {
    await rm(file, { force: true });
    for (const [name, acknowledged] of this.#bySink) {
      if (!acknowledged.delete(id)) continue;
      await rm(join(markersDir(this.#logDir, name), id), { force: true });
    }
  }

  // A sink that was taken away may have been the last one that a segment
  // waited for, and a kill leaves files about segments that are gone.
  async #settle(): Promise<void> {
    const segments = await sealedSegments(this.#logDir);
    const sealed = new Set(segments.map(({ id }) => id));
    for (const [name, acknowledged] of this.#bySink) {
      for (const id of [...acknowledged].filter(each => !sealed.has(each))) {
        acknowledged.delete(id);
        await rm(join(markersDir(this.#logDir, name), id), { force: true });
      }
    }
    for (const { id, file } of segments) {
      const all = [...this.#bySink.values()];
      if (all.length > 0 && all.every(each => each.has(id))) {
        await this.#remove(id, file);
      }
    }
  }
}
