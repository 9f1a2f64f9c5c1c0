import { isMainThread } from 'node:worker_threads';
import pg from 'pg';
import { EventCatalogue } from './catalogue.js';
import type { WorkerJob } from './fold-workers.js';

const TYPES = ['Frequent', 'Rare'];

/** What `replay.fixture.ts` stores; merging texts does not commute: a wrong order shows. */
const job: WorkerJob<string, { readonly url: string; readonly fails?: true }> = {
  fold: {
    kind: 'monoid',
    types: TYPES,
    empty: '',
    step: (state, { data }) => `${state}${(data as { n: number }).n},`,
    merge: (earlier, later) => earlier + later,
  },
  open({ url, fails }) {
    if (fails && !isMainThread) throw new Error('This thread finds no log.');
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    const types = TYPES.map((type) => ({ type, streamType: 'thing', version: 1 }));
    return { source: { pool, catalogue: new EventCatalogue(types) }, close: () => pool.end() };
  },
};
export default job;
