import fc from 'fast-check';
import { type RequestsApi, requestsApi } from '../requests.fixture.js';
import { type Payload, RequestClient } from '../stages.fixture.js';

let api: RequestsApi;
beforeAll(async () => void (api = await requestsApi()));
afterAll(() => api.close());

const urgent = { hardDate: '2026-01-30', costOfDelay: 'HIGH', reason: 'The trend is over by then.' };
const codes = (payloads: readonly Payload[]): string[] =>
  payloads.map(({ problems }) => problems[0]?.code ?? 'DONE').toSorted();

const alone = async () => new RequestClient(api, await api.cast());

/** Who stands for whom, by id. */
interface Shown {
  readonly id: string;
  readonly status: string;
  readonly mergedIntoId: string | null;
  readonly duplicateIds: readonly string[];
}

const shown = async (client: RequestClient): Promise<Shown[]> => {
  const source = '{ requests(first: 50) { nodes { id status mergedIntoId duplicateIds } } }';
  const { data, errors } = await api.run(source, client.cast.cmo);
  if (errors) throw new Error(JSON.stringify(errors));
  return (data as { requests: { nodes: Shown[] } }).requests.nodes;
};

const merge = (client: RequestClient, requestId: string, targetId: string) =>
  client.give(client.cast.manager, 'mergeRequest', { requestId, targetId });

/** R8: one step deep, and both ends tell the same. */
const expectSound = async (client: RequestClient, done: number): Promise<void> => {
  const all = await shown(client);
  const merged = all.filter(({ status }) => status === 'MERGED');
  expect(merged).toHaveLength(done);
  for (const { id, mergedIntoId } of merged) {
    const survivor = all.find((one) => one.id === mergedIntoId);
    expect(survivor?.status).not.toBe('MERGED');
    expect(survivor?.duplicateIds).toContain(id);
  }
  expect(all.flatMap(({ duplicateIds }) => duplicateIds).toSorted()).toEqual(merged.map(({ id }) => id).toSorted());
};

describe('merges at the same time', () => {
  it('of two into each other: one ends, the other stays', async () => {
    const client = await alone();
    const [a, b] = [await client.at('submitted'), await client.at('submitted')];
    const both = await Promise.all([merge(client, a, b), merge(client, b, a)]);
    expect(codes(both)).toEqual(['DONE', expect.stringMatching(/^(MERGE_CHAIN|INVALID_STATE)$/)]);
    await expectSound(client, 1);
  });

  it('of a chain: one of the two steps', async () => {
    const client = await alone();
    const [a, b, c] = [await client.at('submitted'), await client.at('submitted'), await client.at('submitted')];
    const both = await Promise.all([merge(client, a, b), merge(client, b, c)]);
    expect(codes(both)).toEqual(['DONE', 'MERGE_CHAIN']);
    await expectSound(client, 1);
  });

  it('of many into one: none is lost', async () => {
    const client = await alone();
    const ids: string[] = [];
    for (let n = 0; n < 7; n += 1) ids.push(await client.at('submitted'));
    const [target, ...sources] = ids as [string, ...string[]];
    expect(codes(await Promise.all(sources.map((one) => merge(client, one, target))))).toEqual(
      sources.map(() => 'DONE'),
    );
    await expectSound(client, 6);
  });

  it('at random: never a cycle, never deeper than one step', async () => {
    const pairs = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(pairs, async (steps) => {
        const client = await alone();
        const ids: string[] = [];
        for (let n = 0; n < 6; n += 1) ids.push(await client.at('submitted'));
        const payloads = await Promise.all(steps.map(([from, to]) => merge(client, ids[from]!, ids[to]!)));
        const done = payloads.filter(({ problems }) => problems.length === 0).length;
        for (const code of codes(payloads))
          expect(['DONE', 'MERGE_CHAIN', 'MERGE_INTO_ITSELF', 'INVALID_STATE']).toContain(code);
        await expectSound(client, done);
      }),
      { numRuns: 5, endOnFailure: true },
    );
  });
});

describe('grants at the same time', () => {
  it('of six urgent requests with a quota of two: exactly two', async () => {
    const client = await alone();
    const { cmo, cto } = client.cast;
    const ids: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      const [requestId, displacesRequestId] = [await client.at('submitted'), await client.at('drafted')];
      await client.done(cmo, 'expediteRequest', { requestId, ...urgent, displacesRequestId });
      ids.push(requestId);
    }
    const payloads = await Promise.all(
      ids.map((requestId) => client.give(cto, 'grantExpedite', { requestId, displacedNewDate: '2026-02-13' })),
    );
    const exceeded = 'EXPEDITE_QUOTA_EXCEEDED';
    expect(codes(payloads)).toEqual(['DONE', 'DONE', exceeded, exceeded, exceeded, exceeded]);
    const { data } = await api.run('{ expedites(period: "2026-01") { granted { requestId } } }', cmo);
    const granted = payloads.flatMap(({ request }) => request?.id ?? []);
    const listed = (data as { expedites: { granted: { requestId: string }[] } }).expedites.granted;
    expect(listed.map(({ requestId }) => requestId).toSorted()).toEqual(granted.toSorted());
  });

  it('of one request by two people: one grants, the other is told', async () => {
    const client = await alone();
    const { cmo, cto, both } = client.cast;
    const [requestId, displacesRequestId] = [await client.at('submitted'), await client.at('drafted')];
    await client.done(cmo, 'expediteRequest', { requestId, ...urgent, displacesRequestId });
    const input = { requestId, displacedNewDate: '2026-02-13' };
    const payloads = await Promise.all([cto, both].map((who) => client.give(who, 'grantExpedite', input)));
    expect(codes(payloads)).toEqual(['DONE', 'EXPEDITE_NOT_PENDING']);
    const { data } = await api.run('{ expedites(period: "2026-01") { granted { requestId } } }', cmo);
    expect(data).toEqual({ expedites: { granted: [{ requestId }] } });
  });

  it('and the end of who should wait: never a date for what is gone', async () => {
    const client = await alone();
    const { cmo, cto, requester } = client.cast;
    const [requestId, waits] = [await client.at('submitted'), await client.at('submitted')];
    await client.done(cmo, 'expediteRequest', { requestId, ...urgent, displacesRequestId: waits });
    const [granted, withdrawn] = await Promise.all([
      client.give(cto, 'grantExpedite', { requestId, displacedNewDate: '2026-02-13' }),
      client.give(requester, 'withdrawRequest', { requestId: waits, reason: 'NO_BUDGET' }),
    ]);
    expect(withdrawn.problems).toEqual([]);
    const source = 'query ($id: ID!) { request(id: $id) { status displacements { newDate } } }';
    const { data } = await api.run(source, cmo, { variables: { id: waits } });
    const displacements = granted.problems.length === 0 ? [{ newDate: '2026-02-13' }] : [];
    expect(data).toEqual({ request: { status: 'WITHDRAWN', displacements } });
  });
});

describe('second signatures at the same time', () => {
  it.each([
    [true, 3],
    [false, 10],
  ])('of ten requests with a limit of three, hard: %s', async (hard, approved) => {
    const client = await alone();
    const { cto, engineering: teamId } = client.cast;
    await client.done(cto, 'setWipLimit', { teamId, limit: 3, hard });
    const ids: string[] = [];
    for (let n = 0; n < 10; n += 1) ids.push(await client.at('halfApproved'));
    const payloads = await Promise.all(
      ids.map((requestId) => client.give(cto, 'approveRequest', { requestId, side: 'PROVIDER' })),
    );
    const done = payloads.filter(({ problems }) => problems.length === 0);
    expect(done).toHaveLength(approved);
    const refused = Array.from({ length: 10 - approved }, () => 'WIP_LIMIT_REACHED');
    expect(codes(payloads).filter((code) => code !== 'DONE')).toEqual(refused);
    // Of those over a soft limit each was warned.
    expect(done.filter(({ warnings }) => warnings?.length === 1)).toHaveLength(approved - 3);
    const { data } = await api.run('query ($id: ID!) { workload(teamId: $id) { requestIds } }', cto, {
      variables: { id: teamId },
    });
    const { requestIds } = (data as { workload: { requestIds: string[] } }).workload;
    expect(requestIds.toSorted()).toEqual(done.map(({ request }) => request?.id ?? '').toSorted());
  });
});
