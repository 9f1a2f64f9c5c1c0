import { fromGlobalId } from '#libs/api-kit';
import { ConsumerRunner, Horizon, Unavailable } from '#libs/event-log';
import { launchedRequest } from '../items/launched-request.fixture.js';
import type { RoadmapApi } from '../roadmap.fixture.js';
import { type Fault, FollowBench, MARCH } from './follow.fixture.js';
import { roadmapFollow } from './roadmap-follow.process.js';

let api: RoadmapApi;
let bench: FollowBench;
const fault: Fault = {};
beforeAll(async () => {
  api = await FollowBench.start(fault);
});
beforeEach(async () => {
  bench = await FollowBench.open(api);
});
afterEach(() => {
  delete fault.command;
  expect(api.parked).toEqual([]);
});
afterAll(() => api.close());

const suggestions = () => api.events(bench.cast.workspaceId, 'MoveSuggested');

describe('a date that both sides agree on', () => {
  it('after the window of an item suggests another end, which somebody accepts', async () => {
    const requestId = await bench.request();
    const item = await bench.item(requestId);
    await bench.agree(requestId, '2026-04-15');
    const shown = await bench.shown(item);
    const note = expect.stringMatching(/^REQ-1 is agreed for 2026-04-15, after .* ends on 2026-03-27\.$/);
    expect(shown).toMatchObject({
      window: { end: MARCH.end },
      suggestions: [
        { why: 'DATE_MOVED', suggested: { start: MARCH.start, end: '2026-04-15' }, confidence: null, note },
      ],
    });
    const { suggestionId } = shown.suggestions[0]!;
    await api.done(bench.cast.manager, 'answerItemSuggestion', { itemId: item.id, suggestionId, accepted: true });
    expect(await bench.shown(item)).toMatchObject({ window: { end: '2026-04-15' }, suggestions: [] });
    // Now it is in the window.
    await bench.agree(requestId, '2026-04-10', 'A week earlier is possible.');
    expect((await bench.shown(item)).suggestions).toEqual([]);
  });

  it('after a window of whole quarters leaves it where it is, and doubts it', async () => {
    const requestId = await bench.request();
    const item = await bench.item(requestId, { start: '2026-01-01', end: '2026-03-31', precision: 'QUARTER' });
    await api.done(bench.cast.manager, 'setItemConfidence', {
      itemId: item.id,
      value: 70,
      reason: 'The team is free.',
    });
    await bench.agree(requestId, '2026-04-15');
    const { suggestions: told } = await bench.shown(item);
    expect(told).toMatchObject([{ why: 'DATE_MOVED', suggested: null, confidence: 35 }]);
    const answer = { itemId: item.id, suggestionId: told[0]!.suggestionId, accepted: true };
    await api.done(bench.cast.manager, 'answerItemSuggestion', answer);
    expect(await bench.shown(item)).toMatchObject({ confidence: { value: 35 }, window: { end: '2026-03-31' } });
  });

  it('takes the place of the one before, also where nothing is to be said any more', async () => {
    const requestId = await bench.request();
    const item = await bench.item(requestId);
    await bench.agree(requestId, '2026-04-15');
    await bench.shown(item);
    await bench.agree(requestId, '2026-05-15', 'The shop is rebuilt first.');
    expect((await bench.shown(item)).suggestions).toMatchObject([{ suggested: { end: '2026-05-15' } }]);
    await bench.agree(requestId, '2026-03-10', 'The shop is not rebuilt.');
    expect((await bench.shown(item)).suggestions).toEqual([]);
    const facts = await api.stream(bench.cast.workspaceId, `roadmap-item-${fromGlobalId(item.id, 'RoadmapItem')}`);
    expect(facts.at(-1)).toMatchObject({
      type: 'SuggestionAnswered',
      data: { accepted: false, reason: 'REQ-1 is agreed for 2026-03-10.' },
      meta: { actorId: 'process:roadmap-follow' },
    });
  });

  it('that was replaced before anybody looked suggests nothing', async () => {
    const requestId = await bench.request();
    const item = await bench.item(requestId);
    const agreed = { dateKind: 'PREFERENCE', reason: null, sides: ['CONSUMER', 'PROVIDER'] } as const;
    await bench.told(requestId, [
      { type: 'DateAgreed', data: { ...agreed, date: '2026-05-15', previous: null } },
      { type: 'DateAgreed', data: { ...agreed, date: '2026-03-10', previous: '2026-05-15' } },
    ]);
    expect((await bench.shown(item)).suggestions).toEqual([]);
  });

  it('says nothing about items that are not to come', async () => {
    const requestId = await bench.request();
    const { id: itemId } = await api.propose(bench.cast);
    await api.done(bench.cast.backend, 'linkRequestToItem', { itemId, requestId });
    const dropped = await bench.item(requestId);
    await api.done(bench.cast.manager, 'dropItem', { itemId: dropped.id, reason: 'The fair is off.' });
    await bench.agree(requestId, '2026-09-15');
    await bench.settled();
    expect(await suggestions()).toBe(0);
  });
});

describe('a request that ends', () => {
  it.each([
    ['withdrawn', 'withdrawRequest', { reason: 'NO_LONGER_NEEDED' }],
    ['declined', 'declineRequest', { reason: 'OUT_OF_SCOPE', note: 'This is for another team to do.' }],
  ] as const)('and was %s makes its item less sure, if somebody agrees', async (word, name, why) => {
    const requestId = await bench.request();
    const item = await bench.item(requestId);
    await bench.told(requestId, [
      {
        type: 'RequestSubmitted',
        data: { revision: 1, completeness: 100, slaTargets: { firstResponseMinutes: 480, answerMinutes: 480 } },
      },
    ]);
    await api.done(word === 'declined' ? bench.cast.cto : bench.cast.marketer, name, { requestId, ...why });
    const { suggestions: told } = await bench.shown(item);
    expect(told).toMatchObject([{ why: 'WITHDRAWN', suggested: null, confidence: 25, note: `REQ-1 was ${word}.` }]);
    const answer = { itemId: item.id, suggestionId: told[0]!.suggestionId, accepted: false };
    await api.done(bench.cast.manager, 'answerItemSuggestion', { ...answer, reason: 'The rest is enough.' });
    expect(await bench.shown(item)).toMatchObject({ confidence: null, suggestions: [] });
  });
});

it('a request that is taken up again makes nobody doubt its item', async () => {
  const requestId = await bench.request();
  const item = await bench.item(requestId);
  await api.done(bench.cast.marketer, 'withdrawRequest', { requestId, reason: 'NO_LONGER_NEEDED' });
  expect((await bench.shown(item)).suggestions).toMatchObject([{ why: 'WITHDRAWN' }]);
  await api.done(bench.cast.marketer, 'reviveRequest', { requestId, reason: 'It is needed after all.' });
  expect((await bench.shown(item)).suggestions).toEqual([]);
});

describe('a launch', () => {
  it('after the window suggests the window it came to; one in time says nothing', async () => {
    const requestId = await launchedRequest(api, bench.cast);
    const launched = { launchedAt: '2026-01-05T08:00:00.000Z', properties: [], gateSnapshot: [] };
    const [past, ahead] = [
      await bench.item(requestId, { start: '2025-12-01', end: '2025-12-31', precision: 'DAY' }),
      await bench.item(requestId),
    ];
    await bench.told(requestId, [{ type: 'RequestLaunched', data: { ...launched, localDate: '2026-01-05' } }]);
    expect((await bench.shown(past)).suggestions).toMatchObject([
      { why: 'LAUNCHED_LATE', suggested: { start: '2025-12-01', end: '2026-01-05' }, confidence: null },
    ]);
    expect((await bench.shown(ahead)).suggestions).toEqual([]);
    await bench.told(requestId, [{ type: 'LaunchRolledBack', data: { reason: 'DEFECT', note: null, failed: true } }]);
    expect((await bench.shown(past)).suggestions).toEqual([]);
  });
});

describe('the process', () => {
  it('that is killed between two items goes on with the second, and says nothing twice', async () => {
    const requestId = await bench.request();
    const items = [await bench.item(requestId), await bench.item(requestId), await bench.item(requestId)];
    const tried: string[] = [];
    fault.command = (operation, itemId) => {
      if (operation === 'suggestMove' && tried.push(itemId) === 2) throw new Unavailable('killed here', null);
    };
    await bench.agree(requestId, '2026-04-15');
    for (const item of items) expect((await bench.shown(item)).suggestions).toHaveLength(1);
    const ids = items.map(({ id }) => fromGlobalId(id, 'RoadmapItem'));
    expect(tried).toEqual([ids[0], ids[1], ...ids]);
    expect(await suggestions()).toBe(3);
  });

  it('that is told everything a second time says nothing new', async () => {
    const requestId = await bench.request();
    const item = await bench.item(requestId);
    await bench.agree(requestId, '2026-04-15');
    await bench.told(requestId, [{ type: 'RequestWithdrawn', data: { reason: 'NO_LONGER_NEEDED', note: null } }]);
    expect((await bench.shown(item)).suggestions.at(-1)).toMatchObject({ why: 'WITHDRAWN' });
    const before = await api.events(bench.cast.workspaceId);
    const horizon = new Horizon({ pool: api.pool, pollMs: 200 });
    await horizon.start();
    const again = { ...roadmapFollow(api.pool), version: 2, actor: { actorId: 'process:again', actorRole: 'process' } };
    const runner = new ConsumerRunner({ pool: api.pool, log: api.log, horizon, consumers: [again], pollMs: 200 });
    runner.start();
    const { rows } = await api.owner.query<{ last: number }>('select max(position)::int as last from log.event');
    await bench.until('read again', async () => {
      const asked = `select from log.consumer where name = $1 and version = 2 and position >= $2`;
      return (await api.owner.query(asked, [again.name, rows[0]!.last])).rowCount === 1;
    });
    await runner.stop();
    await horizon.stop();
    expect(await api.events(bench.cast.workspaceId)).toBe(before);
  });
});
