import { randomUUID } from 'node:crypto';
import { AlignmentApi, type Cast, personGid, requestGid, teamGid } from '../alignment.fixture.js';
import { board } from '../domain/index.js';
import {
  agreementOf,
  BoardClient,
  gids,
  nobodysBoard,
  plainId,
  proposalOf,
  triagedTo,
  withdrawn,
} from './board-client.fixture.js';

let api: AlignmentApi;
let cast: Cast;
let client: BoardClient;
beforeAll(async () => {
  api = await AlignmentApi.start();
});
afterAll(() => api.close());
beforeEach(async () => {
  cast = await api.cast();
  client = new BoardClient(api, cast);
});

describe('two teams', () => {
  it('open a board, rank, disagree, agree, and disagree again until the bridge decides', async () => {
    const { boardId, ids } = await client.ranked(3);
    const [a, b, c] = gids(ids) as [string, string, string];
    expect(await client.read(cast.engineer)).toMatchObject({
      id: boardId,
      version: 3,
      disagreementIndex: 3,
      normalisedDisagreement: 1,
      comparedRequests: 3,
      consumerTeam: { id: client.pair.consumerTeamId },
      entries: [
        { requestId: a, consumerRank: 1, providerRank: 3, jointRank: null, request: { id: a, reference: 'REQ-1' } },
        { requestId: b, consumerRank: 2, providerRank: 2 },
        { requestId: c, consumerRank: 3, providerRank: 1 },
      ],
      joint: null,
      agreement: null,
    });

    const proposed = await client.done(cast.cmo, 'proposeRanking', {
      boardId,
      side: 'CONSUMER',
      requestIds: [b, a, c],
    });
    expect(proposed.proposal).toEqual({ side: 'CONSUMER', requestIds: [b, a, c], byId: personGid(cast.cmo.personId) });
    const agreed = await client.done(cast.cto, 'agreeRanking', { boardId, requestIds: [b, a, c] });
    const byIds = [personGid(cast.cmo.personId), personGid(cast.cto.personId)];
    expect(agreed).toMatchObject({
      proposal: null,
      joint: { source: 'AGREED', ranksChangedSince: false },
      agreement: { requestIds: [b, a, c], disagreementIndex: 3, comparedRequests: 3, byIds },
    });
    expect(agreed.entries.map(({ requestId }) => requestId)).toEqual([b, a, c]);

    await client.done(cast.cto, 'rankRequests', { boardId, side: 'PROVIDER', requestIds: [c, a, b] });
    const reason = 'The fair is in May.';
    const broken = await client.done(cast.bridge, 'breakTie', {
      boardId,
      firstRequestId: c,
      secondRequestId: a,
      reason,
    });
    expect(broken).toMatchObject({
      disagreementIndex: 2,
      joint: { source: 'TIE_BROKEN', ranksChangedSince: false },
      brokenTies: [{ firstRequestId: c, secondRequestId: a, reason, byId: personGid(cast.bridge.personId) }],
      widestDisagreements: [
        { consumerFirstId: a, providerFirstId: c, width: 3 },
        { consumerFirstId: b, providerFirstId: c, width: 3 },
      ],
    });
    expect(broken.entries.map(({ requestId, jointRank }) => [requestId, jointRank])).toEqual([
      [c, 1],
      [a, 2],
      [b, 3],
    ]);
    const node = `query ($id: ID!) { node(id: $id) { id ... on PriorityBoard { version } } }`;
    expect(await api.answer(node, cast.engineer, { id: boardId })).toEqual({ id: boardId, version: broken.version });
  });

  it('see ranks over what is active and theirs alone', async () => {
    const { boardId, ids } = await client.ranked(4);
    await client.done(cast.cmo, 'proposeRanking', { boardId, side: 'CONSUMER', requestIds: gids(ids) });
    await client.done(cast.cto, 'agreeRanking', { boardId, requestIds: gids(ids) });
    await api.requestHad(cast, ids[0]!, withdrawn);
    await api.requestHad(cast, ids[2]!, ...triagedTo(cast.teams.agencies));
    await api.requestHad(cast, ids[3]!, ...triagedTo(cast.teams.engineering));
    expect(await client.read(cast.engineer)).toMatchObject({
      disagreementIndex: 1,
      comparedRequests: 2,
      entries: [
        { requestId: requestGid(ids[1]!), consumerRank: 1, providerRank: 2, jointRank: 1, request: { jointRank: 1 } },
        { requestId: requestGid(ids[3]!), consumerRank: 2, providerRank: 1, jointRank: 2, request: { jointRank: 2 } },
      ],
    });
  });

  it('have no board before it is opened, and none of another workspace', async () => {
    expect(await client.read(cast.cmo)).toBeNull();
    const { boardId } = await client.ranked(1);
    const other = await api.cast();
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect(await api.answer(node, other.cmo, { id: boardId })).toBeNull();
    const { problems } = await client.give(other.cmo, 'rankRequests', { boardId, side: 'CONSUMER', requestIds: [] });
    expect(problems).toMatchObject([{ code: 'NOT_FOUND', what: 'priority board' }]);
  });

  it('show somebody from outside their own requests alone', async () => {
    const { boardId, ids } = await client.ranked(2);
    await client.done(cast.cmo, 'proposeRanking', { boardId, side: 'CONSUMER', requestIds: gids(ids) });
    await client.done(cast.cto, 'agreeRanking', { boardId, requestIds: gids(ids) });
    const foreign = randomUUID();
    const drafted = { number: 9, title: 'Theirs', type: 'EMAIL', consumerTeamId: cast.teams.marketing };
    const data = { ...drafted, requesterId: cast.cmo.personId, source: { kind: 'FORM', ref: null } };
    await api.requestHad(cast, foreign, { type: 'RequestDrafted', data });
    const requestIds = gids([foreign, ...ids]);
    await client.done(cast.cmo, 'rankRequests', { boardId, side: 'CONSUMER', requestIds });
    await client.done(cast.cmo, 'proposeRanking', { boardId, side: 'CONSUMER', requestIds });
    await client.done(cast.both, 'agreeRanking', { boardId, requestIds });
    const seen = await client.read(cast.agency);
    expect(seen).toMatchObject({ entries: [{ jointRank: 2 }, { jointRank: 3 }], agreement: { requestIds: gids(ids) } });
  });
});

describe('the joint rank of a request', () => {
  it('is read for a whole list in one statement, and null without a board', async () => {
    const { boardId, ids } = await client.ranked(3);
    await api.drafts(cast, 2, 10);
    await client.done(cast.cto, 'proposeRanking', { boardId, side: 'PROVIDER', requestIds: gids([ids[2]!, ids[0]!]) });
    await client.done(cast.cmo, 'agreeRanking', { boardId, requestIds: gids([ids[2]!, ids[0]!]) });
    const list = 'query { requests(order: [{ number: ASC }]) { nodes { number jointRank } } }';
    let nodes: readonly { readonly number: number; readonly jointRank: number | null }[] = [];
    const statements = await api.statementsOf(async () => {
      ({ nodes } = await api.answer<{ nodes: typeof nodes }>(list, cast.engineer));
    });
    expect(nodes.map(({ number, jointRank }) => [number, jointRank])).toEqual([
      [1, 2],
      [2, null],
      [3, 1],
      [10, null],
      [11, null],
    ]);
    expect(statements.filter((statement) => statement.includes('priority_board_row'))).toHaveLength(1);
  });

  it('of an untriaged request is the best of its boards; of a triaged one that of its teams', async () => {
    const { boardId, ids } = await client.ranked(2);
    const [first, second] = ids as [string, string];
    await client.done(cast.cmo, 'proposeRanking', { boardId, side: 'CONSUMER', requestIds: gids([first, second]) });
    await client.done(cast.cto, 'agreeRanking', { boardId, requestIds: gids([first, second]) });
    const other = { consumerTeamId: client.pair.consumerTeamId, providerTeamId: teamGid(cast.teams.agencies) };
    const { id: otherId } = await client.done(cast.bridge, 'openPriorityBoard', other);
    const order = [second, first];
    await api.happened(cast.workspaceId, board, plainId(otherId), [
      { type: 'RankingAgreed', data: { order, disagreementIndex: 0, compared: 0, byIds: ['x', 'y'] } },
    ]);
    const rankOf = (id: string) =>
      api.answer<{ jointRank: number }>('query ($id: ID!) { request(id: $id) { jointRank } }', cast.cmo, {
        id: requestGid(id),
      });
    expect(await rankOf(second)).toEqual({ jointRank: 1 });
    await api.requestHad(cast, second, ...triagedTo(cast.teams.engineering));
    expect(await rankOf(second)).toEqual({ jointRank: 2 });
  });
});

describe('at the same time', () => {
  it('both leads rank: both lists are kept', async () => {
    const ids = await api.drafts(cast, 3);
    const { id: boardId } = await client.done(cast.cmo, 'openPriorityBoard', client.pair);
    await Promise.all([
      client.done(cast.cmo, 'rankRequests', { boardId, side: 'CONSUMER', requestIds: gids(ids) }),
      client.done(cast.cto, 'rankRequests', { boardId, side: 'PROVIDER', requestIds: gids(ids.toReversed()) }),
    ]);
    expect(await client.read(cast.cmo)).toMatchObject({ version: 3, comparedRequests: 3, disagreementIndex: 3 });
  });

  it('several agree: one wins, the others are told', async () => {
    const given = await client.ranked(2);
    await client.done(cast.cmo, 'proposeRanking', proposalOf(given));
    const leads = [cast.cto, cast.deputyCto, cast.both, cast.cto, cast.deputyCto, cast.both];
    const answers = await Promise.all(leads.map((who) => client.give(who, 'agreeRanking', agreementOf(given))));
    const codes = answers.map(({ problems }) => problems[0]?.code ?? 'done').toSorted();
    expect(codes).toEqual([...Array.from({ length: 5 }, () => 'RANKING_NOT_PROPOSED'), 'done']);
  });

  it('ten open a board: one does', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => client.give(cast.cmo, 'openPriorityBoard', client.pair)),
    );
    const codes = answers.map(({ problems }) => problems[0]?.code ?? 'done').toSorted();
    expect(codes).toEqual([...Array.from({ length: 9 }, () => 'BOARD_EXISTS'), 'done']);
  });

  it('a command comes twice with its key: it happens once, also when a request has ended since', async () => {
    const given = await client.ranked(2);
    const input = { ...proposalOf(given), requestIds: gids([given.ids[1]!]) };
    const first = await client.give(cast.cmo, 'rankRequests', input, { key: 'k-1' });
    await api.requestHad(cast, given.ids[1]!, withdrawn);
    const again = await client.give(cast.cmo, 'rankRequests', input, { key: 'k-1' });
    expect(again).toMatchObject({ replayed: true, position: first.position, problems: [] });
  });
});

it('a board of somebody’s own making is no board', async () => {
  const boardId = nobodysBoard(randomUUID());
  const { problems } = await client.give(cast.cmo, 'rankRequests', { boardId, side: 'CONSUMER', requestIds: [] });
  expect(problems).toMatchObject([{ code: 'NOT_FOUND', what: 'priority board' }]);
});
