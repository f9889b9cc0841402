import type { Database } from '../../database/database.ts';
import { addAbuseCounts, subjects } from './abuse.queries.ts';

/** Something that happened, and how much of it a right code has settled. */
export interface Counted {
  count: number;
  verified: number;
}

/** The counts of this process that are not in the database yet. */
export interface Tally {
  add(subject: string, counted: Partial<Counted>): void;
  /** What was added, and perhaps is not in the database yet. */
  pending(subject: string): Counted;
  /** The wrong codes of the current hour over all replicas, as far as this process knows. */
  wrongCodes(): number;
  /** Writes what is pending. */
  close(): Promise<void>;
}

export interface TallyOptions {
  db: Database;
  now(): number;
  /** Called when counts are lost. */
  onError(error: Error): void;
}

/** So long other replicas may not know of a code. */
const WRITE_AFTER_MS = 500;
const HOUR_MS = 60 * 60 * 1000;

/**
 * Counts in memory and adds the sums to the database twice a second, in one statement: no request waits for a row that
 * all others change too.
 */
export function createTally({ db, now, onError }: TallyOptions): Tally {
  let added = new Map<string, Counted>();
  let written = new Map<string, Counted>();
  let wrong: { count: number; hour: number } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  async function write(): Promise<void> {
    timer = undefined;
    [written, added] = [added, new Map()];
    const all = [...written];
    try {
      const rows = await db.run(addAbuseCounts, {
        subjects: all.map(([subject]) => subject),
        counts: all.map(([, { count }]) => count),
        verified: all.map(([, { verified }]) => verified),
      });
      const sum = rows.find(({ subject }) => subject === subjects.wrongCodes);
      if (sum) wrong = { count: sum.count, hour: sum.hour.getTime() };
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
    }
    written = new Map();
    writing = undefined;
    if (added.size > 0) begin();
  }

  function begin(): void {
    if (timer || writing) return;
    timer = setTimeout(() => {
      writing = write();
    }, WRITE_AFTER_MS).unref();
  }

  const pending = (subject: string) => {
    const [own, flying] = [added.get(subject), written.get(subject)];
    return {
      count: (own?.count ?? 0) + (flying?.count ?? 0),
      verified: (own?.verified ?? 0) + (flying?.verified ?? 0),
    };
  };

  return {
    pending,
    add(subject, { count = 0, verified = 0 }) {
      const before = added.get(subject);
      added.set(subject, { count: (before?.count ?? 0) + count, verified: (before?.verified ?? 0) + verified });
      begin();
    },
    wrongCodes() {
      const known = wrong !== undefined && now() < wrong.hour + HOUR_MS ? wrong.count : 0;
      return known + pending(subjects.wrongCodes).count;
    },
    async close() {
      await writing;
      clearTimeout(timer);
      if (added.size > 0) await write();
    },
  };
}
