import { toGlobalId } from '#libs/api-kit';
import { board } from '../domain/index.js';
import { randomUUID } from 'node:crypto';
import {
  AlignmentApi,
  type Cast,
  type Member,
  mutation,
  type Name,
  type Payload,
  personGid,
  requestGid,
  teamGid,
} from '../alignment.fixture.js';

interface Board {
  readonly id: string;
  readonly version: number;
  readonly entries: readonly { readonly requestId: string; readonly jointRank: number | null }[];
  readonly [field: string]: unknown;
}

let api: AlignmentApi;
let cast: Cast;
beforeAll(async () => {
  api = await AlignmentApi.start();
});
afterAll(() => api.close());
beforeEach(async () => {
  cast = await api.cast();
});

const BOARD = `board { id version disagreementIndex normalisedDisagreement comparedRequests
  entries { requestId consumerRank providerRank jointRank } joint { source ranksChangedSince } proposal { side requestIds byId }
  agreement { requestIds disagreementIndex comparedRequests byIds } brokenTies { firstRequestId secondRequestId reason byId }
  widestDisagreements { consumerFirstId providerFirstId width } ranks { side byId onBehalfOfId } }`;

interface Given {
  readonly expect?: object;
  readonly key?: string;
}

const give = (who: Member, name: string, input: object, { expect = { latest: true }, key }: Given = {}) => {
  const variables = { input, key, ...(!name.startsWith('open') && { expect }) };
  return api.answer<Payload<Board>>(mutation(name, BOARD), who, variables);
};

const done = async (who: Member, name: string, input: object): Promise<Board> => {
  const { it, problems } = await give(who, name, input);
  if (!it || problems.length > 0) throw new Error(`${name}: ${JSON.stringify(problems)}`);
  return it;
};

const pair = () => ({ consumerTeamId: teamGid(cast.teams.marketing), providerTeamId: teamGid(cast.teams.engineering) });
const gids = (ids: readonly string[]): string[] => ids.map(requestGid);

/** A board and so many drafts; both sides have ranked them, the provider the other way round. */
const rankedBoard = async (count: number) => {
  const ids = await api.drafts(cast, count);
  const { id: boardId } = await done(cast.cmo, 'openPriorityBoard', pair());
  await done(cast.cmo, 'rankRequests', { boardId, side: 'CONSUMER', requestIds: gids(ids) });
  await done(cast.cto, 'rankRequests', { boardId, side: 'PROVIDER', requestIds: gids(ids.toReversed()) });
  return { boardId, ids };
};

const withdrawn = { type: 'RequestWithdrawn', data: { reason: 'NO_LONGER_NEEDED', note: null } };
const triagedTo = (providerTeamId: string) => [
  {
    type: 'RequestSubmitted',
    data: { revision: 1, completeness: 100, slaTargets: { firstResponseMinutes: 480, answerMinutes: 480 } },
  },
  { type: 'RequestTriaged', data: { providerTeamId, priorityClass: 'NORMAL', roughMinutes: 60 } },
];

const read = (who: Member) =>
  api.answer<Board | null>(
    `query ($consumer: ID!, $provider: ID!) { priorityBoard(consumerTeamId: $consumer, providerTeamId: $provider) {
      id version disagreementIndex normalisedDisagreement comparedRequests consumerTeam { id } providerTeam { id } openedAt updatedAt
      entries { requestId consumerRank providerRank jointRank request { id reference jointRank } }
      joint { source at ranksChangedSince } agreement { at byIds requestIds } } }`,
    who,
    { consumer: pair().consumerTeamId, provider: pair().providerTeamId },
  );

describe('two teams', () => {
  it('open a board, rank, disagree, agree, and disagree again until the bridge decides', async () => {
    const { boardId, ids } = await rankedBoard(3);
    const [a, b, c] = gids(ids) as [string, string, string];
    expect(await read(cast.engineer)).toMatchObject({
      id: boardId,
      version: 3,
      disagreementIndex: 3,
      normalisedDisagreement: 1,
      comparedRequests: 3,
      consumerTeam: { id: pair().consumerTeamId },
      entries: [
        { requestId: a, consumerRank: 1, providerRank: 3, jointRank: null, request: { id: a, reference: 'REQ-1' } },
        { requestId: b, consumerRank: 2, providerRank: 2 },
        { requestId: c, consumerRank: 3, providerRank: 1 },
      ],
      joint: null,
      agreement: null,
    });

    const proposed = await done(cast.cmo, 'proposeRanking', { boardId, side: 'CONSUMER', requestIds: [b, a, c] });
    expect(proposed.proposal).toEqual({ side: 'CONSUMER', requestIds: [b, a, c], byId: personGid(cast.cmo.personId) });
    const agreed = await done(cast.cto, 'agreeRanking', { boardId, requestIds: [b, a, c] });
    const byIds = [personGid(cast.cmo.personId), personGid(cast.cto.personId)];
    expect(agreed).toMatchObject({
      proposal: null,
      joint: { source: 'AGREED', ranksChangedSince: false },
      agreement: { requestIds: [b, a, c], disagreementIndex: 3, comparedRequests: 3, byIds },
    });
    expect(agreed.entries.map(({ requestId }) => requestId)).toEqual([b, a, c]);

    await done(cast.cto, 'rankRequests', { boardId, side: 'PROVIDER', requestIds: [c, a, b] });
    const reason = 'The fair is in May.';
    const broken = await done(cast.bridge, 'breakTie', { boardId, firstRequestId: c, secondRequestId: a, reason });
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
    const { boardId, ids } = await rankedBoard(4);
    await done(cast.cmo, 'proposeRanking', { boardId, side: 'CONSUMER', requestIds: gids(ids) });
    await done(cast.cto, 'agreeRanking', { boardId, requestIds: gids(ids) });
    await api.requestHad(cast, ids[0]!, withdrawn);
    await api.requestHad(cast, ids[2]!, ...triagedTo(cast.teams.agencies));
    await api.requestHad(cast, ids[3]!, ...triagedTo(cast.teams.engineering));
    expect(await read(cast.engineer)).toMatchObject({
      disagreementIndex: 1,
      comparedRequests: 2,
      entries: [
        { requestId: requestGid(ids[1]!), consumerRank: 1, providerRank: 2, jointRank: 1, request: { jointRank: 1 } },
        { requestId: requestGid(ids[3]!), consumerRank: 2, providerRank: 1, jointRank: 2, request: { jointRank: 2 } },
      ],
    });
  });

  it('have no board before it is opened, and none of another workspace', async () => {
    expect(await read(cast.cmo)).toBeNull();
    const { boardId } = await rankedBoard(1);
    const other = await api.cast();
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    expect(await api.answer(node, other.cmo, { id: boardId })).toBeNull();
    const { problems } = await give(other.cmo, 'rankRequests', { boardId, side: 'CONSUMER', requestIds: [] });
    expect(problems).toMatchObject([{ code: 'NOT_FOUND', what: 'priority board' }]);
  });

  it('show somebody from outside their own requests alone', async () => {
    const { boardId, ids } = await rankedBoard(2);
    await done(cast.cmo, 'proposeRanking', { boardId, side: 'CONSUMER', requestIds: gids(ids) });
    await done(cast.cto, 'agreeRanking', { boardId, requestIds: gids(ids) });
    const foreign = randomUUID();
    const drafted = { number: 9, title: 'Theirs', type: 'EMAIL', consumerTeamId: cast.teams.marketing };
    const data = { ...drafted, requesterId: cast.cmo.personId, source: { kind: 'FORM', ref: null } };
    await api.requestHad(cast, foreign, { type: 'RequestDrafted', data });
    const requestIds = gids([foreign, ...ids]);
    await done(cast.cmo, 'rankRequests', { boardId, side: 'CONSUMER', requestIds });
    await done(cast.cmo, 'proposeRanking', { boardId, side: 'CONSUMER', requestIds });
    await done(cast.both, 'agreeRanking', { boardId, requestIds });
    const seen = await read(cast.agency);
    expect(seen).toMatchObject({ entries: [{ jointRank: 2 }, { jointRank: 3 }], agreement: { requestIds: gids(ids) } });
  });
});

describe('the joint rank of a request', () => {
  it('is read for a whole list in one statement, and null without a board', async () => {
    const { boardId, ids } = await rankedBoard(3);
    await api.drafts(cast, 2, 10);
    await done(cast.cto, 'proposeRanking', { boardId, side: 'PROVIDER', requestIds: gids([ids[2]!, ids[0]!]) });
    await done(cast.cmo, 'agreeRanking', { boardId, requestIds: gids([ids[2]!, ids[0]!]) });
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
    const { boardId, ids } = await rankedBoard(2);
    const [first, second] = ids as [string, string];
    await done(cast.cmo, 'proposeRanking', { boardId, side: 'CONSUMER', requestIds: gids([first, second]) });
    await done(cast.cto, 'agreeRanking', { boardId, requestIds: gids([first, second]) });
    const other = { consumerTeamId: pair().consumerTeamId, providerTeamId: teamGid(cast.teams.agencies) };
    const { id: otherId } = await done(cast.bridge, 'openPriorityBoard', other);
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

const plainId = (globalId: string): string => Buffer.from(globalId, 'base64url').toString().split(':')[1] ?? '';

type Situation = Awaited<ReturnType<typeof rankedBoard>>;
interface Refused {
  readonly who: Name;
  readonly name: string;
  readonly input: (given: Situation) => object;
  readonly after?: readonly (readonly [Name, string, (given: Situation) => object])[];
  readonly problem: (given: Situation) => object;
}

const proposal = ({ boardId, ids }: Situation) => ({ boardId, side: 'CONSUMER', requestIds: gids(ids) });
const tie = ({ boardId, ids }: Situation) => ({
  boardId,
  firstRequestId: requestGid(ids[0]!),
  secondRequestId: requestGid(ids[1]!),
  reason: 'The fair is in May.',
});
const proposed = ['cmo', 'proposeRanking', proposal] as const;
const agreement = ({ boardId, ids }: Situation) => ({ boardId, requestIds: gids(ids) });

/** One for each code. */
const refused: Readonly<Record<string, Refused>> = {
  BOARD_EXISTS: {
    who: 'cto',
    name: 'openPriorityBoard',
    input: pair,
    problem: ({ boardId }) => ({ __typename: 'BoardExistsProblem', existingBoardId: boardId }),
  },
  NOT_FOUND: {
    who: 'bridge',
    name: 'openPriorityBoard',
    input: () => ({ ...pair(), providerTeamId: teamGid(cast.teams.sales) }),
    problem: () => ({ __typename: 'NotFoundProblem', path: ['input', 'providerTeamId'] }),
  },
  FORBIDDEN: {
    who: 'salesLead',
    name: 'rankRequests',
    input: proposal,
    problem: () => ({ __typename: 'ForbiddenProblem', right: 'priorityBoard.rank' }),
  },
  DUPLICATE_RANK: {
    who: 'cmo',
    name: 'rankRequests',
    input: (given) => ({ ...proposal(given), requestIds: gids([...given.ids, given.ids[0]!]) }),
    problem: ({ ids }) => ({ __typename: 'DuplicateRankProblem', requestIds: gids([ids[0]!]) }),
  },
  RANK_NOT_ACTIVE: {
    who: 'cmo',
    name: 'rankRequests',
    input: (given) => ({ ...proposal(given), requestIds: [...gids(given.ids), requestGid(nowhere)] }),
    problem: () => ({ __typename: 'RankNotActiveProblem', requestIds: [requestGid(nowhere)] }),
  },
  LIMIT_REACHED: {
    who: 'cmo',
    name: 'rankRequests',
    input: (given) => ({ ...proposal(given), requestIds: Array.from({ length: 201 }, () => requestGid(randomUUID())) }),
    problem: () => ({ max: 200, path: ['input', 'requestIds'] }),
  },
  RANKING_NOT_PROPOSED: {
    who: 'cto',
    name: 'agreeRanking',
    input: agreement,
    problem: () => ({ __typename: 'BusinessProblem', category: 'STATE' }),
  },
  RANKING_DIFFERS: {
    who: 'cto',
    name: 'agreeRanking',
    after: [proposed],
    input: (given) => ({ ...agreement(given), requestIds: gids(given.ids.toReversed()) }),
    problem: ({ ids }) => ({ __typename: 'RankingDiffersProblem', proposedRequestIds: gids(ids) }),
  },
  BOTH_SIDES_BY_SAME_PERSON: {
    who: 'both',
    name: 'agreeRanking',
    after: [['both', 'proposeRanking', proposal]],
    input: agreement,
    problem: () => ({ __typename: 'BothSidesBySamePersonProblem', side: 'PROVIDER' }),
  },
  NO_TIE: {
    who: 'bridge',
    name: 'breakTie',
    after: [['bridge', 'breakTie', tie]],
    input: tie,
    problem: () => ({ __typename: 'NoTieProblem', why: 'BROKEN_ALREADY' }),
  },
  TIE_CONTRADICTS: {
    who: 'bridge',
    name: 'breakTie',
    after: [
      ['bridge', 'breakTie', tie],
      [
        'bridge',
        'breakTie',
        (given) => ({
          ...tie(given),
          firstRequestId: requestGid(given.ids[1]!),
          secondRequestId: requestGid(given.ids[2]!),
        }),
      ],
    ],
    input: (given) => ({
      ...tie(given),
      firstRequestId: requestGid(given.ids[2]!),
      secondRequestId: requestGid(given.ids[0]!),
    }),
    problem: () => ({ __typename: 'BusinessProblem', category: 'CONFLICT' }),
  },
  REASON_REQUIRED: {
    who: 'bridge',
    name: 'breakTie',
    input: (given) => ({ ...tie(given), reason: ' ' }),
    problem: () => ({ path: ['input', 'reason'] }),
  },
  PII_NOT_ALLOWED: {
    who: 'bridge',
    name: 'breakTie',
    input: (given) => ({ ...tie(given), reason: 'Ask cleo@example.com' }),
    problem: () => ({ path: ['input', 'reason'] }),
  },
  VALIDATION_FAILED: {
    who: 'bridge',
    name: 'breakTie',
    input: (given) => ({ ...tie(given), secondRequestId: requestGid(given.ids[0]!) }),
    problem: () => ({ path: ['input', 'secondRequestId'] }),
  },
};

const nowhere = randomUUID();

describe('a refusal', () => {
  it.each(Object.entries(refused))(
    '%s is data, and stores nothing',
    async (code, { who, name, input, after = [], problem }) => {
      const given = await rankedBoard(3);
      for (const [by, step, made] of after) await done(cast[by], step, made(given));
      const before = await api.events();
      const payload = await give(cast[who], name, input(given));
      expect(await api.events()).toBe(before);
      expect(payload).toMatchObject({ position: null, replayed: false, it: null });
      expect(payload.problems).toHaveLength(1);
      expect(payload.problems[0]).toMatchObject({
        code,
        message: expect.stringMatching(/^\S.*\.$/) as string,
        ...problem(given),
      });
    },
  );

  it('RANKS_MISSING names the side that has not ranked', async () => {
    const [id = ''] = await api.drafts(cast, 1);
    const { id: boardId } = await done(cast.manager, 'openPriorityBoard', pair());
    await done(cast.cto, 'rankRequests', { boardId, side: 'PROVIDER', requestIds: gids([id]) });
    const { problems } = await give(cast.cto, 'proposeRanking', { boardId, side: 'PROVIDER', requestIds: gids([id]) });
    expect(problems).toMatchObject([{ __typename: 'RanksMissingProblem', code: 'RANKS_MISSING', side: 'CONSUMER' }]);
  });

  it('RANK_NOT_ACTIVE meets an agreement on what has ended meanwhile', async () => {
    const given = await rankedBoard(2);
    await done(cast.cmo, 'proposeRanking', proposal(given));
    await api.requestHad(cast, given.ids[0]!, withdrawn);
    const { problems } = await give(cast.cto, 'agreeRanking', agreement(given));
    expect(problems).toMatchObject([{ code: 'RANK_NOT_ACTIVE', requestIds: gids([given.ids[0]!]) }]);
  });

  it('CONCURRENCY_CONFLICT shows the board as it is now', async () => {
    const { boardId } = await rankedBoard(1);
    const input = { boardId, side: 'CONSUMER', requestIds: [] };
    const { problems } = await give(cast.cmo, 'rankRequests', input, { expect: { version: 1 } });
    expect(problems).toMatchObject([
      { code: 'CONCURRENCY_CONFLICT', expected: 1, actual: 3, current: { id: boardId } },
    ]);
  });

  it.each([
    ['engineer', 'openPriorityBoard', 'priorityBoard.open'],
    ['manager', 'rankRequests', 'priorityBoard.rank'],
    ['bridge', 'rankRequests', 'priorityBoard.rank'],
    ['cto', 'rankRequests', 'priorityBoard.rank'],
    ['salesLead', 'openPriorityBoard', 'priorityBoard.open'],
    ['bridge', 'agreeRanking', 'priorityBoard.agree'],
    ['bridge', 'proposeRanking', 'priorityBoard.agree'],
    ['cmo', 'breakTie', 'priorityBoard.breakTie'],
  ] as const)('FORBIDDEN: %s may not %s', async (who, name, right) => {
    const given = await rankedBoard(2);
    const inputs: Record<string, object> = {
      openPriorityBoard: { ...pair(), providerTeamId: teamGid(cast.teams.agencies) },
      rankRequests: proposal(given),
      proposeRanking: proposal(given),
      agreeRanking: agreement(given),
      breakTie: tie(given),
    };
    const { problems } = await give(cast[who], name, inputs[name]!);
    expect(problems).toMatchObject([{ __typename: 'ForbiddenProblem', right }]);
  });
});

describe('at the same time', () => {
  it('both leads rank: both lists are kept', async () => {
    const ids = await api.drafts(cast, 3);
    const { id: boardId } = await done(cast.cmo, 'openPriorityBoard', pair());
    await Promise.all([
      done(cast.cmo, 'rankRequests', { boardId, side: 'CONSUMER', requestIds: gids(ids) }),
      done(cast.cto, 'rankRequests', { boardId, side: 'PROVIDER', requestIds: gids(ids.toReversed()) }),
    ]);
    expect(await read(cast.cmo)).toMatchObject({ version: 3, comparedRequests: 3, disagreementIndex: 3 });
  });

  it('several agree: one wins, the others are told', async () => {
    const given = await rankedBoard(2);
    await done(cast.cmo, 'proposeRanking', proposal(given));
    const leads = [cast.cto, cast.deputyCto, cast.both, cast.cto, cast.deputyCto, cast.both];
    const answers = await Promise.all(leads.map((who) => give(who, 'agreeRanking', agreement(given))));
    const codes = answers.map(({ problems }) => problems[0]?.code ?? 'done').toSorted();
    expect(codes).toEqual([...Array.from({ length: 5 }, () => 'RANKING_NOT_PROPOSED'), 'done']);
  });

  it('ten open a board: one does', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => give(cast.cmo, 'openPriorityBoard', pair())));
    const codes = answers.map(({ problems }) => problems[0]?.code ?? 'done').toSorted();
    expect(codes).toEqual([...Array.from({ length: 9 }, () => 'BOARD_EXISTS'), 'done']);
  });

  it('a command comes twice with its key: it happens once, also when a request has ended since', async () => {
    const given = await rankedBoard(2);
    const input = { ...proposal(given), requestIds: gids([given.ids[1]!]) };
    const first = await give(cast.cmo, 'rankRequests', input, { key: 'k-1' });
    await api.requestHad(cast, given.ids[1]!, withdrawn);
    const again = await give(cast.cmo, 'rankRequests', input, { key: 'k-1' });
    expect(again).toMatchObject({ replayed: true, position: first.position, problems: [] });
  });
});

it('a board of somebody’s own making is no board', async () => {
  const boardId = toGlobalId('PriorityBoard', randomUUID());
  const { problems } = await give(cast.cmo, 'rankRequests', { boardId, side: 'CONSUMER', requestIds: [] });
  expect(problems).toMatchObject([{ code: 'NOT_FOUND', what: 'priority board' }]);
});
