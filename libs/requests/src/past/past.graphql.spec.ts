import { ConsumerRunner } from '#libs/event-log';
import { type Cast, type Member, requestsApi, type RequestsApi } from '../requests.fixture.js';
import { RequestClient, wholeBrief } from '../stages.fixture.js';
import { requestHistory } from './request-past.js';

let api: RequestsApi;
let cast: Cast;
let client: RequestClient;
let runner: ConsumerRunner;
beforeAll(async () => {
  api = await requestsApi();
  await api.follow();
  runner = api.runner([requestHistory]);
  runner.start();
  cast = await api.cast();
  client = new RequestClient(api, cast);
});
afterAll(async () => {
  await runner.stop();
  await api.close();
});

type AsOf = { readonly position: unknown } | { readonly recordedAt: string } | null;

interface Answer<T> {
  readonly found: T;
  readonly codes: readonly unknown[];
}

/** What a query answers and the codes of its errors; fields in `…`. */
const ask = async <T = Record<string, unknown> | null>(
  who: Member,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer<T>> => {
  const declared = Object.keys(variables).map((name) => `$${name}: ${TYPES[name]}`);
  const { data, errors } = await api.run(`query (${declared.join(', ')}) { it: ${query} }`, who, { variables });
  return { found: (data as { it: T } | null)?.it as T, codes: errors?.map(({ extensions }) => extensions?.code) ?? [] };
};
const TYPES: Readonly<Record<string, string>> = {
  id: 'ID',
  number: 'Int',
  asOf: 'AsOf',
  filter: 'RequestFilter',
  order: '[RequestOrder!]',
  first: 'Int',
  after: 'String',
};

const WHOLE = `id version number title status waitingOn briefRevision completenessPercent priorityClass roughMinutes dueDate updatedAt asOfPosition
  triagedAt approvedAt brief { criteria { text } } missingSections questions { questionId text answers { text } } concerns { text }
  estimate { likelyMinutes } approvals { side } agreedDate { date } dateHistory { date } held { reason } ended { reason }
  labels { name } watchers { count watching } owner { id } requester { id } consumerTeam { id } providerTeam { id } briefRevisions { revision }`;

const one = (asOf: AsOf, who: Member, id: string, fields = WHOLE) =>
  ask(who, `request(id: $id, asOf: $asOf) { ${fields} }`, { id, asOf });

/** What the present answers, as an answer about the past would give it. */
const present = async (id: string): Promise<Record<string, unknown>> => (await one(null, cast.manager, id)).found!;

describe('a request of the past', () => {
  let id: string;
  const told: { readonly position: unknown; readonly whole: Record<string, unknown> }[] = [];

  beforeAll(async () => {
    const { requester, manager, engineer } = cast;
    const tell = async (who: Member, name: string, input: object): Promise<void> => {
      const payload = await client.done(who, name, { ...(id && { requestId: id }), ...input });
      id ||= payload.request!.id;
      told.push({ position: payload.position, whole: await present(id) });
    };
    id = '';
    await tell(requester, 'createRequest', client.creation());
    await tell(requester, 'reviseBrief', { brief: { ...wholeBrief, criteria: [{ text: 'It is quick' }] } });
    await tell(requester, 'reviseBrief', { brief: wholeBrief });
    await tell(requester, 'submitRequest', {});
    await tell(manager, 'triageRequest', client.triage(id));
    await tell(engineer, 'askQuestion', { kind: 'HOW_DOES_IT_WORK', text: 'Which offer first?', blocking: true });
    await tell(requester, 'answerQuestion', { questionId: 'Q1', answerText: 'The newest one.' });
    await tell(manager, 'agreeDate', { date: '2026-01-23', dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'] });
    await tell(manager, 'holdRequest', { reason: 'Another one first', reviewDate: '2026-01-20' });
    await tell(manager, 'resumeRequest', {});
  });

  it('is shown whole as it was after each of its changes', async () => {
    for (const { position, whole } of told) {
      const { found, codes } = await one({ position }, cast.manager, id);
      expect(codes).toEqual([]);
      expect(found).toEqual({ ...whole, asOfPosition: position });
      const story = await one(
        { position },
        cast.manager,
        id,
        'history(first: 8) { changes { position } hasMore cursor }',
      );
      const { changes, hasMore, cursor } = story.found!.history as {
        changes: object[];
        hasMore: boolean;
        cursor: unknown;
      };
      expect(changes).toHaveLength(Math.min(8, Number(whole.version)));
      expect(hasMore).toBe(Number(whole.version) > 8);
      if (!hasMore) expect(cursor).toBe(position);
    }
    const { number } = told[0]!.whole;
    const { position, whole } = told[2]!;
    const byNumber = await ask(cast.manager, `request(number: $number, asOf: $asOf) { version }`, {
      number,
      asOf: { position },
    });
    expect(byNumber.found).toEqual({ version: whole.version });
  });

  it('is nothing before it began, and for whoever may not see it today', async () => {
    const other = await client.done(cast.requester, 'createRequest', client.creation());
    const asOf = { position: told[3]!.position };
    expect((await one(asOf, cast.manager, other.request!.id)).found).toBeNull();
    expect((await one(asOf, cast.agency, id)).found).toBeNull();
    const elsewhere = await api.cast();
    expect((await one(asOf, elsewhere.manager, id)).found).toBeNull();
  });

  it('refuses what is told of the present alone, by its name', async () => {
    const asOf = { position: told[3]!.position };
    for (const field of ['comments { nodes { id } }', 'serviceLevels { clock }']) {
      expect((await one(asOf, cast.manager, id, `id ${field}`)).codes).toEqual(['PRESENT_ONLY']);
      expect((await one(null, cast.manager, id, `id ${field}`)).codes).toEqual([]);
    }
    expect((await one({ recordedAt: '2030-01-01T00:00:00.000Z' }, cast.manager, id)).codes).toEqual([
      'INSTANT_NOT_PAST',
    ]);
  });

  it('is found by an instant in the time of the workspace', async () => {
    const other = new RequestClient(api, await api.cast());
    const { requester, manager, workspaceId } = other.cast;
    const requestId = await other.at('written');
    await api.setClock(workspaceId, '2026-01-07T08:00:00.000Z');
    await other.done(requester, 'submitRequest', { requestId });
    await api.setClock(workspaceId, '2026-01-09T08:00:00.000Z');
    await other.done(manager, 'triageRequest', other.triage(requestId));
    const statusAt = async (recordedAt: string) =>
      (await one({ recordedAt }, manager, requestId, 'status launchReadiness { ready }')).found?.status;
    expect(await statusAt('2026-01-05T07:59:59.999Z')).toBeUndefined();
    expect(await statusAt('2026-01-06T12:00:00.000Z')).toBe('DRAFT');
    expect(await statusAt('2026-01-08T12:00:00.000Z')).toBe('SUBMITTED');
  });
});

interface Listed {
  readonly nodes: readonly { readonly id: string; readonly status: string; readonly asOfPosition: unknown }[];
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  readonly totalCount: number;
  readonly asOfPosition: unknown;
}

const LISTED = `nodes { id status asOfPosition } pageInfo { endCursor hasNextPage } totalCount asOfPosition`;
const list = (who: Member, variables: Record<string, unknown>) => {
  const args = Object.keys(variables).map((name) => `${name}: $${name}`);
  return ask<Listed | null>(who, `requests(${args.join(', ')}) { ${LISTED} }`, variables);
};

describe('lists of requests of the past', () => {
  let here: RequestClient;
  let ids: readonly string[];
  let before: unknown;
  let waiting: unknown;
  beforeAll(async () => {
    here = new RequestClient(api, await api.cast());
    const { requester, manager, cmo } = here.cast;
    const [a, b] = [await here.at('submitted'), await here.at('submitted')];
    const mine = await here.done(cmo, 'createRequest', here.creation({ title: 'By somebody else' }));
    before = mine.position;
    const { position } = await here.done(manager, 'triageRequest', here.triage(a));
    waiting = position;
    await here.done(manager, 'triageRequest', here.triage(b));
    await here.done(requester, 'withdrawRequest', { requestId: a, reason: 'NO_LONGER_NEEDED' });
    ids = [a, b, mine.request!.id];
  });

  const numbers = [{ number: 'ASC' }];

  it('are filtered and sorted by what was then, and name the place they stand on', async () => {
    const [a, b, c] = ids;
    const filter = { status: { in: ['SUBMITTED', 'TRIAGED'] } };
    const at = (asOf: AsOf) => list(here.cast.manager, { asOf, filter, order: numbers });
    const { found: then } = await at({ position: before });
    expect(then).toMatchObject({ totalCount: 2, asOfPosition: before });
    expect(then!.nodes).toEqual([a, b].map((id) => ({ id, status: 'SUBMITTED', asOfPosition: before })));
    expect((await at({ position: waiting })).found!.nodes.map(({ status }) => status)).toEqual([
      'TRIAGED',
      'SUBMITTED',
    ]);
    expect((await at(null)).found).toMatchObject({ nodes: [{ id: b, asOfPosition: null }], asOfPosition: null });
    const all = await list(here.cast.manager, { asOf: { position: before }, order: [{ updatedAt: 'DESC' }] });
    expect(new Set(all.found!.nodes.map(({ id }) => id))).toEqual(new Set([a, b, c]));
  });

  it('of triage and of agreed dates stand as they stood', async () => {
    const queue = async (position: unknown) => {
      const { found } = await ask<Listed>(here.cast.manager, `triageQueue(asOf: $asOf) { ${LISTED} }`, {
        asOf: { position },
      });
      return found.nodes.map(({ id }) => id);
    };
    expect(new Set(await queue(before))).toEqual(new Set([ids[0], ids[1]]));
    expect(await queue(waiting)).toEqual([ids[1]]);
    const dated = async (asOf: AsOf, args = '') => {
      const { found } = await ask<Listed>(here.cast.manager, `deadlineBoard(asOf: $asOf${args}) { ${LISTED} }`, {
        asOf,
      });
      return found.nodes.map(({ id }) => id);
    };
    const agreed = { requestId: ids[1], date: '2026-01-08', dateKind: 'PREFERENCE', sides: ['CONSUMER', 'PROVIDER'] };
    const { position } = await here.done(here.cast.manager, 'agreeDate', agreed);
    await api.setClock(here.cast.workspaceId, '2026-01-09T08:00:00.000Z');
    expect(await dated({ position: waiting })).toEqual([]);
    expect(await dated({ position })).toEqual([ids[1]]);
    // It is overdue today, and was not on the day that past is of.
    expect(await dated({ position }, ', overdue: true')).toEqual([]);
    expect(await dated(null, ', overdue: true')).toEqual([ids[1]]);
  });

  it('go on page by page in one past, and refuse a cursor of another', async () => {
    const asOf = { position: before };
    const page = (more: Record<string, unknown>) =>
      list(here.cast.manager, { asOf, order: numbers, first: 2, ...more });
    const first = (await page({})).found!;
    const next = await page({ after: first.pageInfo.endCursor });
    const others =
      'requests(asOf: $asOf, order: $order, first: $first, after: $after) { nodes { id title brief { criteria { text } } } }';
    const more = { asOf, order: numbers, first: 2, after: first.pageInfo.endCursor };
    expect((await ask<Listed>(here.cast.manager, others, more)).found.nodes).toMatchObject([
      { id: ids[2], title: 'By somebody else', brief: { criteria: [] } },
    ]);
    expect([...first.nodes, ...next.found!.nodes].map(({ id }) => id)).toEqual(ids);
    expect((await page({ after: first.pageInfo.endCursor, asOf: { position: waiting } })).codes).toEqual([
      'INVALID_CURSOR',
    ]);
    expect((await page({ after: first.pageInfo.endCursor, asOf: null })).codes).toEqual(['INVALID_CURSOR']);
  });

  it('show whoever sees their own requests alone what is theirs today, and nothing else of the past either', async () => {
    const { agency, manager } = here.cast;
    const mine = (who: Member, asOf: AsOf) => list(who, { asOf, order: numbers });
    expect((await mine(agency, { position: before })).found!.nodes).toEqual([]);
    const assigned = await here.done(manager, 'assignOwner', {
      requestId: ids[1],
      ownerId: agency.id,
      reason: 'She knows it',
    });
    expect((await mine(agency, null)).found!.nodes.map(({ id }) => id)).toEqual([ids[1]]);
    // Theirs today, so its past is to be seen as well.
    expect((await mine(agency, { position: before })).found!.nodes.map(({ id }) => id)).toEqual([ids[1]]);
    await here.done(manager, 'assignOwner', { requestId: ids[1], ownerId: manager.id, reason: 'Back again' });
    expect((await mine(agency, { position: assigned.position })).found!.nodes).toEqual([]);
  });
});

describe('rows of the past', () => {
  it('are at the end of the log those of the inline tables, row by row', async () => {
    const { rows } = await api.owner.query<{ position: string }>('select max(position) as position from log.event');
    await api.waitFor(requestHistory, Number(rows[0]!.position));
    for (const table of ['request_row', 'request_settings_row', 'conversation_row']) {
      const past = `select p.* from (
          select distinct on (workspace_id, stream_id) * from log.row_version where fold = 'requests.${table}'
          order by workspace_id, stream_id, position desc) v
        cross join lateral jsonb_populate_record(null::requests.${table}, v.row || case when v.detail is null then '{}' else jsonb_build_object('document', v.detail) end || jsonb_build_object(
          'workspace_id', v.workspace_id, 'stream_id', v.stream_id, 'version', v.version, 'position', v.position)) p`;
      const differing = `(${past} except select * from requests.${table}) union all (select * from requests.${table} except ${past})`;
      expect((await api.owner.query(differing)).rows).toEqual([]);
      const { rows: counted } = await api.owner.query<{ n: number }>(
        `select count(*)::int as n from requests.${table}`,
      );
      if (table === 'request_row') expect(counted[0]!.n).toBeGreaterThan(5);
    }
  });
});
