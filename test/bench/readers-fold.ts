import { type EventDefinition, EventCatalogue, type KeyedFold, type WorkerJob } from '#libs/event-log';
import { openPool } from '#libs/platform';

/** What is remembered of a stream. */
export interface Course {
  readonly facts: number;
  readonly begunAt: string;
  readonly lastAt: string;
  /** Of it, how long it took from one fact to the next at most, in milliseconds. */
  readonly longestPause: number;
}

/** One course for each stream of each workspace, as reports keep them. */
export const courses: KeyedFold<string, Course> = {
  kind: 'keyed',
  key: ({ workspaceId, streamId }) => workspaceId + streamId,
  step: (course, { recordedAt }) => {
    if (course === null) return { facts: 1, begunAt: recordedAt, lastAt: recordedAt, longestPause: 0 };
    const pause = Date.parse(recordedAt) - Date.parse(course.lastAt);
    const { facts, begunAt, longestPause } = course;
    return { facts: facts + 1, begunAt, lastAt: recordedAt, longestPause: Math.max(longestPause, pause) };
  },
};

/** The log in figures. */
export interface Figures {
  readonly facts: number;
  readonly streams: number;
  readonly byProcesses: number;
  /** Minutes of all facts that name some. */
  readonly minutes: number;
  /** Positions, one after the other: another order would show. */
  readonly order: number;
}

const PRIME = 1_000_003;
const MODULUS = 2 ** 31 - 1;

/** An order as a number: what came before times so much for each that came after. */
const shifted = (order: number, places: number): number => {
  let result = BigInt(order);
  let factor = BigInt(PRIME);
  const modulus = BigInt(MODULUS);
  for (let left = places; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return Number(result);
};

/** Events of these types, all in the first version of their schemas. */
export interface FoldSettings {
  readonly url: string;
  readonly types: readonly Pick<EventDefinition, 'type' | 'streamType' | 'version'>[];
}

const job: WorkerJob<Figures, FoldSettings> = {
  fold: {
    kind: 'monoid',
    empty: { facts: 0, streams: 0, byProcesses: 0, minutes: 0, order: 0 },
    step: ({ facts, streams, byProcesses, minutes, order }, { version, meta, data, position }) => ({
      facts: facts + 1,
      streams: version === 1 ? streams + 1 : streams,
      byProcesses: meta.actorRole === 'process' ? byProcesses + 1 : byProcesses,
      minutes: minutes + ('minutes' in data && typeof data.minutes === 'number' ? data.minutes : 0),
      order: (order * PRIME + position) % MODULUS,
    }),
    merge: (earlier, later) => ({
      facts: earlier.facts + later.facts,
      streams: earlier.streams + later.streams,
      byProcesses: earlier.byProcesses + later.byProcesses,
      minutes: earlier.minutes + later.minutes,
      order: (shifted(earlier.order, later.facts) + later.order) % MODULUS,
    }),
  },
  open({ url, types }) {
    const pool = openPool({ url, size: 1, applicationName: 'twolane bench', statementSeconds: 300 });
    return { source: { pool, catalogue: new EventCatalogue(types) }, close: () => pool.end() };
  },
};
export default job;
