import { randomUUID } from 'node:crypto';
import { formatPosition, toGlobalId } from '#libs/api-kit';
import { request, type RequestEvent } from '#libs/requests';
import type { ExecutionResult } from 'graphql';
import { prepareViews, type RunningApi, startApi } from '../kit/api.js';
import { testDatabase, type TestDatabase } from '../kit/database.js';

const as = 'Campaign Manager';
const CREATE = `mutation ($team: ID!, $title: String!) {
  createRequest(input: { title: $title, type: LANDING_PAGE, consumerTeamId: $team }) { position request { id } problems { code message } } }`;
const WITHDRAW = `mutation ($id: ID!) {
  withdrawRequest(input: { requestId: $id, reason: NO_BUDGET }, expect: { latest: true }) { position problems { code message } } }`;
const REVIVE = `mutation ($id: ID!) {
  reviveRequest(input: { requestId: $id }, expect: { latest: true }) { position problems { code message } } }`;
const HISTORY = `query ($id: ID!, $first: Int, $after: LogPosition) {
  request(id: $id) { history(first: $first, after: $after) { cursor hasMore changes { position type summary actorId at } } } }`;
const CHANGES = `subscription ($id: ID!, $after: LogPosition) {
  requestChanged(id: $id, after: $after) { position type summary actorId request { id status } } }`;
const COUNTS = `query ($at: LogPosition) {
  requestCounts(minPosition: $at) { total upToDate position parkedStreams groups { status waitingOn requests consumerTeamId providerTeamId } } }`;

interface Change {
  readonly position: string;
  readonly type: string;
  readonly summary: string;
  readonly actorId: string | null;
  readonly request?: { readonly id: string; readonly status: string } | null;
}

interface Done {
  readonly position: string;
  readonly request: { readonly id: string };
}

describe('changes of a request', () => {
  let database: TestDatabase;
  let api: RunningApi;
  let team: string;
  beforeAll(async () => {
    database = await testDatabase();
    await prepareViews(database.ownerUrl);
    api = await startApi({ databaseUrl: database.url, work: true });
    const { nodes } = await api.answer<{ nodes: { id: string; name: string }[] }>('{ teams { nodes { id name } } }', {
      as,
    });
    team = nodes.find(({ name }) => name === 'Marketing')!.id;
  });
  afterAll(async () => {
    await api.stop();
    await database.drop();
  });

  const create = () => api.done<Done>(CREATE, { as, variables: { team, title: 'Spring landing page' } });
  const change = (mutation: string, id: string) => api.done<Done>(mutation, { as, variables: { id } });
  const changes = (variables: { id: string; after?: string }, who = as) =>
    api.subscribe(CHANGES, { as: who, variables });
  const next = async (source: AsyncIterator<ExecutionResult>): Promise<Change> => {
    const { value } = await source.next();
    const { data, errors } = value as ExecutionResult<{ requestChanged: Change }>;
    if (errors) throw new Error(JSON.stringify(errors));
    return data!.requestChanged;
  };
  const refusal = async (variables: { id: string; after?: string }, who = as): Promise<unknown> => {
    const error: unknown = await changes(variables, who)
      .next()
      .then(
        () => 'not refused',
        (refused: unknown) => refused,
      );
    const [first] = Array.isArray(error) ? (error as { extensions: { code: string; details?: unknown } }[]) : [];
    return first ? { code: first.extensions.code, details: first.extensions.details } : error;
  };
  const history = async (id: string, page: { first?: number; after?: string } = {}) => {
    const answer = await api.answer<{ history: { cursor: string; hasMore: boolean; changes: Change[] } }>(HISTORY, {
      as,
      variables: { id, ...page },
    });
    return answer.history;
  };
  /** The safe horizon follows in a moment. */
  const wholeHistory = async (id: string, length: number) => {
    for (;;) {
      const found = await history(id);
      if (found.changes.length >= length) return found;
    }
  };

  it('are told from a cursor on, in order, each once, with the request as it is', async () => {
    const { request: made } = await create();
    const before = await wholeHistory(made.id, 1);
    expect(before).toMatchObject({
      hasMore: false,
      changes: [{ type: 'RequestDrafted', summary: expect.stringContaining('Spring landing page') }],
    });
    const source = changes({ id: made.id, after: before.cursor });
    const told = next(source);
    await change(WITHDRAW, made.id);
    expect(await told).toMatchObject({
      type: 'RequestWithdrawn',
      summary: 'It was withdrawn: no budget.',
      actorId: toGlobalId('Person', api.who(as).person.personId),
      request: { id: made.id, status: 'WITHDRAWN' },
    });
    await change(REVIVE, made.id);
    expect(await next(source)).toMatchObject({ type: 'RequestRevived', request: { status: 'DRAFT' } });
    await source.return?.();
  });

  it('go on after any of them for somebody who comes back, and make the same history page by page', async () => {
    const { request: made } = await create();
    for (const mutation of [WITHDRAW, REVIVE, WITHDRAW, REVIVE]) await change(mutation, made.id);
    const all = (await wholeHistory(made.id, 5)).changes;
    const first = await history(made.id, { first: 2 });
    const rest = await history(made.id, { first: 10, after: first.cursor });
    expect([first.hasMore, rest.hasMore]).toEqual([true, false]);
    expect([...first.changes, ...rest.changes]).toEqual(all);
    for (const [index, { position }] of all.entries()) {
      const source = changes({ id: made.id, after: position });
      for (const missed of all.slice(index + 1)) expect((await next(source)).position).toBe(missed.position);
      await source.return?.();
    }
  });

  it('begin with now when nothing is given', async () => {
    const { request: made } = await create();
    await change(WITHDRAW, made.id);
    await wholeHistory(made.id, 2);
    const source = changes({ id: made.id });
    const told = next(source);
    for (let begun = false; !begun; begun = followers(api) > 0) await turn();
    await change(REVIVE, made.id);
    expect((await told).type).toBe('RequestRevived');
    await source.return?.();
  });

  it('are not there for others: unknown ids, other workspaces and other people’s requests sound the same', async () => {
    const { request: made } = await create();
    const [workspaceId, elsewhere] = [randomUUID(), randomUUID()];
    const command = {
      workspaceId,
      commandId: randomUUID(),
      operation: 'spec',
      requestHash: '00'.repeat(32),
      actorId: 'spec',
      actorRole: 'NONE',
      correlationId: 'spec',
    };
    const drafted: RequestEvent = {
      type: 'RequestDrafted',
      data: {
        number: 1,
        title: 'Secret',
        type: 'BUG',
        consumerTeamId: workspaceId,
        requesterId: workspaceId,
        source: { kind: 'FORM', ref: null },
      },
    };
    await api.service.events.decideOne(command, { aggregate: request, id: elsewhere, expect: 'new' }, () => [drafted]);
    const nowhere = { code: 'NOT_FOUND', details: { what: 'request' } };
    expect(await refusal({ id: toGlobalId('Request', randomUUID()) })).toEqual(nowhere);
    expect(await refusal({ id: toGlobalId('Request', elsewhere) })).toEqual(nowhere);
    expect(await refusal({ id: 'junk' })).toEqual(nowhere);
    expect(await refusal({ id: made.id }, 'Agency Designer')).toEqual(nowhere);
    expect(await refusal({ id: made.id }, 'Administrator')).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('refuse positions of another epoch, ahead of the log and never given out, here and in queries', async () => {
    const { request: made } = await create();
    const { epoch } = api.service.horizon.current();
    const cases = [
      [formatPosition({ epoch: 'another', position: 1 }), { reason: 'OTHER_EPOCH' }],
      [formatPosition({ epoch, position: 1_000_000 }), { reason: 'AHEAD_OF_LOG' }],
      ['junk', undefined],
    ] as const;
    for (const [position, details] of cases) {
      const invalid = { code: 'INVALID_POSITION', details };
      expect(await refusal({ id: made.id, after: position })).toEqual(invalid);
      for (const query of [COUNTS, 'query ($at: LogPosition) { requests(minPosition: $at) { nodes { id } } }']) {
        const { errors } = await api.run(query, { as, variables: { at: position } });
        expect(errors?.[0]?.extensions).toMatchObject({ code: 'INVALID_POSITION', ...(details && { details }) });
      }
    }
  });

  it('leave nothing behind when a client goes', async () => {
    const { request: made } = await create();
    const sources = Array.from({ length: 4 }, () => changes({ id: made.id }));
    const pending = sources.map((source) => source.next());
    for (let all = false; !all; all = followers(api) === 4) await turn();
    await Promise.all(sources.map(async (source) => source.return?.()));
    await Promise.all(pending);
    for (let none = false; !none; none = followers(api) === 0) await turn();
  });

  it('are counted: a query waits for its own write, and hides counts from who sees own requests only', async () => {
    const { position } = await create();
    const counts = await api.answer<{ total: number; groups: { requests: number }[] }>(COUNTS, {
      as: 'CTO',
      variables: { at: position },
    });
    const { rows } = await api.service.pool.query<{ n: number }>(
      'select count(*)::int as n from requests.request_row r join people.workspace using (workspace_id)',
    );
    expect(counts.total).toBe(rows[0]!.n);
    expect(counts).toMatchObject({
      parkedStreams: 0,
      groups: expect.arrayContaining([expect.objectContaining({ status: 'DRAFT', waitingOn: 'REQUESTER' })]),
    });
    const { data, errors } = await api.run(COUNTS, { as: 'Agency Designer', variables: {} });
    expect([data, errors?.[0]?.extensions['code']]).toEqual([{ requestCounts: null }, 'FORBIDDEN']);
  });
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Subscriptions that follow the horizon: its followers beside the consumers of this process. */
const followers = ({ service }: RunningApi): number => service.horizon.followers - service.definitions.length;
