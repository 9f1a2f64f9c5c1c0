import fc from 'fast-check';
import {
  type KeyedFold,
  type MonoidFold,
  replayKeyed,
  replayMonoid,
  replaySequential,
  type SequentialFold,
} from './fold.js';
import { replayMonoidInWorkers } from './fold-workers.js';
import type { Recorded } from './event.js';
import type { ReplayOptions } from './replay.js';
import { asked, optionsOf, questions, type ReplayBench, replayBench, watched } from './replay.fixture.js';

const nOf = ({ data }: Recorded): number => (data as { n: number }).n;

/** What a stream was told, in order; workspaces have streams of the same names. Events of one stream are of no interest. */
const told: KeyedFold<string, readonly number[]> = {
  kind: 'keyed',
  key: ({ workspaceId, streamId }) => (streamId === 'thing-3' ? null : `${workspaceId}/${streamId}`),
  step: (state, event) => [...(state ?? []), nOf(event)],
};

/** Merging texts does not commute: a wrong order shows. */
const text: MonoidFold<string> = {
  kind: 'monoid',
  empty: '',
  step: (state, event) => `${state}${nOf(event)},`,
  merge: (earlier, later) => earlier + later,
};

/** Each step depends on all before it. */
const tangled: SequentialFold<number> = {
  kind: 'sequential',
  initial: 1,
  step: (state, event) => (state * 31 + nOf(event)) % 1_000_003,
};

describe('a fold of the log', () => {
  let bench: ReplayBench;
  beforeAll(async () => void (bench = await replayBench()));
  afterAll(() => bench?.drop());

  /** The same folds written down naively, over what was asked for. */
  const naive = (events: readonly Recorded[]) => {
    const keys = [...new Set(events.map((event) => told.key(event)))].filter((key) => key !== null);
    return {
      keyed: new Map(keys.map((key) => [key, events.filter((event) => told.key(event) === key).map(nOf)])),
      monoid: events.map((event) => `${nOf(event)},`).join(''),
      sequential: events.reduce((state, event) => tangled.step(state, event), tangled.initial),
    };
  };

  it('is what folding the events one by one gives, whatever is asked for and however it is cut', async () => {
    const property = fc.asyncProperty(questions, fc.integer({ min: 1, max: 6 }), async (question, ranges) => {
      const { types, ...options } = optionsOf(bench, question);
      const only = types ? { types } : {};
      const folded = {
        keyed: await replayKeyed(bench.source, { ...told, ...only }, options),
        monoid: await replayMonoid(bench.source, { ...text, ...only }, { ...options, ranges }),
        sequential: await replaySequential(bench.source, { ...tangled, ...only }, options),
      };
      expect(folded).toEqual(naive(asked(bench, { ...options, ...only })));
    });
    await fc.assert(property, { numRuns: 80 });
  });

  it('would show parts that are merged in the wrong order', async () => {
    const backwards = { ...text, merge: (earlier: string, later: string) => later + earlier };
    const merged = await replayMonoid(bench.source, backwards, { ranges: 3 });
    expect(merged).not.toBe(naive(bench.everything).monoid);
  });

  it('is the same when threads with connections of their own fold its ranges, and fails as a whole when one fails', async () => {
    const module = new URL('./fold-job.fixture.ts', import.meta.url).href;
    const execArgv = [
      '--conditions=source',
      '--import',
      new URL('../../../test/kit/typescript.mjs', import.meta.url).href,
    ];
    const asking = { module, settings: { url: bench.url }, execArgv };
    expect(await replayMonoidInWorkers<string, object>({ ...asking, workers: 2 })).toBe(
      await replayMonoid(bench.source, { ...text, types: ['Frequent', 'Rare'] }),
    );
    const failing = { ...asking, settings: { url: bench.url, fails: true } };
    await expect(replayMonoidInWorkers<string, object>(failing)).rejects.toThrow('This thread finds no log.');
  }, 60_000);

  it('runs its ranges beside each other', async () => {
    const { source, seen } = watched(bench.source);
    await replayMonoid(source, text, { ranges: 4 });
    expect(seen.most).toBe(4);
  });

  it('is given up as a whole when a part fails, or by its signal, and leaves nothing running', async () => {
    const failing = (n: number): MonoidFold<string> => ({
      ...text,
      step: (state, event) => {
        if (nOf(event) === n) throw new Error('not to be folded');
        return text.step(state, event);
      },
    });
    const { source, seen } = watched(bench.source);
    await expect(replayMonoid(source, failing(1), { ranges: 4, batch: 1 })).rejects.toThrow('not to be folded');
    expect(seen.underWay).toBe(0);
    expect(seen.names.length).toBeLessThan(100);
    const options: ReplayOptions = { signal: AbortSignal.abort(new Error('gone')) };
    await expect(replayMonoid(source, text, options)).rejects.toThrow('gone');
    await expect(replayKeyed(source, told, options)).rejects.toThrow('gone');
    expect(seen.underWay).toBe(0);
  });
});
