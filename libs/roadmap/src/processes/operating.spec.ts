import { fromGlobalId } from '#libs/api-kit';
import { InvalidState } from '#libs/event-log';
import type { Member, RoadmapApi } from '../roadmap.fixture.js';
import { type Fault, FollowBench } from './follow.fixture.js';

let api: RoadmapApi;
let mine: FollowBench;
let theirs: FollowBench;
const fault: Fault = {};
beforeAll(async () => {
  api = await FollowBench.start(fault);
  [mine, theirs] = [await FollowBench.open(api), await FollowBench.open(api)];
});
afterEach(() => {
  delete fault.react;
  delete fault.fire;
});
afterAll(() => api.close());

interface Follower {
  readonly name: string;
  readonly kind: string;
  readonly about: string | null;
  readonly state: string;
  readonly position: string;
  readonly lag: number;
  readonly unread: number | null;
  readonly lagSeconds: number | null;
  readonly lastFailure: { readonly at: string; readonly message: string } | null;
  readonly owner: string | null;
  readonly leaseAgeSeconds: number | null;
  readonly parkedStreamCount: number;
  readonly parkedTimerCount: number;
  readonly pendingTimerCount: number;
  readonly nextDueAt: string | null;
  readonly parkedStreams: readonly { readonly streamId: string; readonly error: string; readonly attempts: number }[];
}

const PROCESSES = `{ processes { name version kind about state position lag unread lagSeconds lastFailure { at message } owner
  leaseAgeSeconds leaseUntil parkedStreamCount parkedTimerCount pendingTimerCount nextDueAt
  parkedStreams { streamId error attempts parkedAt retryRequested } } }`;

const TIMERS = `query ($process: String!, $parked: Boolean, $first: Int) {
  processTimers(process: $process, parked: $parked, first: $first) { totalCount nodes { key dueAt payload attempts failure parkedAt } } }`;

const process = async ({ cast }: FollowBench, name: string): Promise<Follower> =>
  (await api.ask<Follower[]>(PROCESSES, cast.auditor)).find((one) => one.name === name)!;
const follow = (bench: FollowBench) => process(bench, 'roadmap-follow');
const retry = (who: Member, streamId: string, consumer = 'roadmap-follow') =>
  api.give(who, 'retryParkedStream', { consumer, streamId });

describe('a process', () => {
  it('is shown with what it is for, how far it is, and who runs it', async () => {
    await mine.settled();
    const shown = await follow(mine);
    expect(shown).toMatchObject({ kind: 'PROCESS', state: 'RUNNING', unread: 0, lagSeconds: 0, lastFailure: null });
    expect(shown).toMatchObject({ parkedStreamCount: 0, parkedStreams: [], pendingTimerCount: 0, nextDueAt: null });
    expect(shown.about).toMatch(/^RoadmapFollow: /);
    // Neither the machine nor the number of the program.
    expect(shown.owner).toMatch(/^[0-9a-f]{8}$/);
    expect(shown.leaseAgeSeconds).toBeGreaterThanOrEqual(0);
  });

  it('is for those who read the log, and retried by those who operate it', async () => {
    const denied = async (source: string, variables: object, who: Member) =>
      (await api.run(source, who, variables)).errors?.map(({ extensions }) => extensions?.['code']);
    for (const who of [mine.cast.cmo, mine.cast.backend]) {
      expect(await denied(PROCESSES, {}, who)).toEqual(['FORBIDDEN']);
      expect(await denied(TIMERS, { process: 'roadmap-follow' }, who)).toEqual(['FORBIDDEN']);
    }
    for (const who of [mine.cast.cto, mine.cast.auditor]) {
      expect((await retry(who, 'request-1')).problems).toMatchObject([{ code: 'FORBIDDEN' }]);
      const timer = await api.give(who, 'retryTimer', { process: 'roadmap-follow', key: 'request-1' });
      expect(timer.problems).toMatchObject([{ code: 'FORBIDDEN' }]);
    }
  });
});

describe('a poison event', () => {
  it('parks its stream where its workspace sees it, and the stream goes on after a retry', async () => {
    const [bad, good, foreign] = [await mine.request(), await mine.request(), await theirs.request()];
    const [item, other] = [await mine.item(bad), await mine.item(good)];
    await theirs.item(foreign);
    const [streamId, elsewhere] = [bad, foreign].map((id) => `request-${fromGlobalId(id, 'Request')}`) as [
      string,
      string,
    ];
    fault.react = ({ streamId: at }) => {
      if (at === elsewhere) throw new InvalidState('SHUT', ['OPEN']);
      if (at === streamId) throw new TypeError('relation roadmap.item_row at 10.0.0.7');
    };
    await mine.agree(bad, '2026-04-15');
    await theirs.agree(foreign, '2026-04-15');
    await mine.agree(good, '2026-04-16');
    expect((await mine.shown(other)).suggestions).toHaveLength(1);
    expect((await mine.shown(item)).suggestions).toEqual([]);

    expect(await follow(mine)).toMatchObject({
      state: 'RUNNING',
      unread: 0,
      parkedStreamCount: 1,
      parkedStreams: [{ streamId, error: 'Unexpected; the service’s own log tells more.', attempts: 1 }],
    });
    const told = 'INVALID_STATE: Not possible while SHUT; possible in: OPEN.';
    expect((await follow(theirs)).parkedStreams).toMatchObject([{ streamId: elsewhere, error: told }]);
    expect(JSON.stringify(await api.ask(PROCESSES, mine.cast.auditor))).not.toContain(elsewhere);

    const { admin } = mine.cast;
    expect(await retry(admin, streamId, 'nobody')).toMatchObject({
      requested: false,
      problems: [{ code: 'NOT_FOUND', path: ['input', 'consumer'] }],
    });
    // What is parked in another workspace is not there.
    expect(await retry(admin, elsewhere)).toMatchObject({ requested: false, problems: [] });
    delete fault.react;
    const asked = await Promise.all([retry(admin, streamId), retry(admin, streamId)]);
    expect(asked.flatMap(({ problems }) => problems)).toEqual([]);
    expect(asked.some(({ requested }) => requested)).toBe(true);
    await mine.until('unparked', async () => (await follow(mine)).parkedStreamCount === 0);
    expect((await mine.shown(item)).suggestions).toMatchObject([{ suggested: { end: '2026-04-15' } }]);
    expect((await follow(theirs)).parkedStreamCount).toBe(1);
    // Asked once more there is nothing to do.
    expect(await retry(admin, streamId)).toMatchObject({ requested: false, problems: [] });
    expect((await mine.shown(item)).suggestions).toHaveLength(1);
  });
});

describe('a timer', () => {
  const name = 'planning-cadence-watch';
  const timers = ({ cast }: FollowBench, more: object = {}) =>
    api.ask<{ nodes: readonly object[]; totalCount: number }>(TIMERS, cast.auditor, { process: name, ...more });
  const lapsed = () => api.events(mine.cast.workspaceId, 'PlanningCadenceLapsed');
  const retryTimer = (who: Member, of = name) => api.give(who, 'retryTimer', { process: of, key: 'planning' });

  it('is shown until it fires; given up, it does nothing until it is tried again', async () => {
    await mine.settled();
    const { pendingTimerCount, nextDueAt } = await process(mine, name);
    expect(pendingTimerCount).toBe(1);
    const waiting = { key: 'planning', dueAt: nextDueAt, payload: {}, attempts: 0, failure: null, parkedAt: null };
    expect(await timers(mine)).toEqual({ totalCount: 1, nodes: [waiting] });
    expect(await timers(mine, { parked: true })).toMatchObject({ nodes: [] });

    fault.fire = () => {
      throw new Error('no calendar at 10.0.0.7');
    };
    await api.advance(mine.cast.workspaceId, nextDueAt!);
    const { nodes } = await timers(mine, { parked: true, first: 1 });
    const failure = 'Unexpected; the service’s own log tells more.';
    expect(nodes).toEqual([{ ...waiting, attempts: 3, failure, parkedAt: expect.any(String) }]);
    expect(await timers(mine, { parked: false })).toMatchObject({ nodes: [] });
    expect(await process(mine, name)).toMatchObject({ parkedTimerCount: 1, pendingTimerCount: 0, nextDueAt: null });
    expect(await process(theirs, name)).toMatchObject({ parkedTimerCount: 0, pendingTimerCount: 1 });
    expect(await lapsed()).toBe(0);

    delete fault.fire;
    expect((await retryTimer(mine.cast.admin, 'nobody')).problems).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await retryTimer(theirs.cast.admin)).toMatchObject({ requested: false, problems: [] });
    const asked = await Promise.all([retryTimer(mine.cast.admin), retryTimer(mine.cast.admin)]);
    expect(asked.filter(({ requested }) => requested)).toHaveLength(1);
    await mine.until('fired', async () => (await lapsed()) > 0);
    await mine.until('set anew', async () => (await process(mine, name)).parkedTimerCount === 0);
    expect(await timers(mine, { parked: true })).toMatchObject({ nodes: [] });
  });
});
