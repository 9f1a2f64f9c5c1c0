import { randomUUID } from 'node:crypto';
import { AlignmentApi, type Cast, type Name, requestGid, teamGid } from '../alignment.fixture.js';
import { agreementOf, BoardClient, gids, proposalOf, type Ranked, withdrawn } from './board-client.fixture.js';

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

const nowhere = randomUUID();

interface Refused {
  readonly who: Name;
  readonly name: string;
  readonly input: (given: Ranked) => object;
  readonly after?: readonly (readonly [Name, string, (given: Ranked) => object])[];
  readonly problem: (given: Ranked) => object;
}

const tie = ({ boardId, ids }: Ranked) => ({
  boardId,
  firstRequestId: requestGid(ids[0]!),
  secondRequestId: requestGid(ids[1]!),
  reason: 'The fair is in May.',
});
const proposed = ['cmo', 'proposeRanking', proposalOf] as const;

/** One for each code. */
const refused: Readonly<Record<string, Refused>> = {
  BOARD_EXISTS: {
    who: 'cto',
    name: 'openPriorityBoard',
    input: () => client.pair,
    problem: ({ boardId }) => ({ __typename: 'BoardExistsProblem', existingBoardId: boardId }),
  },
  NOT_FOUND: {
    who: 'bridge',
    name: 'openPriorityBoard',
    input: () => ({ ...client.pair, providerTeamId: teamGid(cast.teams.sales) }),
    problem: () => ({ __typename: 'NotFoundProblem', path: ['input', 'providerTeamId'] }),
  },
  FORBIDDEN: {
    who: 'salesLead',
    name: 'rankRequests',
    input: proposalOf,
    problem: () => ({ __typename: 'ForbiddenProblem', right: 'priorityBoard.rank' }),
  },
  DUPLICATE_RANK: {
    who: 'cmo',
    name: 'rankRequests',
    input: (given) => ({ ...proposalOf(given), requestIds: gids([...given.ids, given.ids[0]!]) }),
    problem: ({ ids }) => ({ __typename: 'DuplicateRankProblem', requestIds: gids([ids[0]!]) }),
  },
  RANK_NOT_ACTIVE: {
    who: 'cmo',
    name: 'rankRequests',
    input: (given) => ({ ...proposalOf(given), requestIds: [...gids(given.ids), requestGid(nowhere)] }),
    problem: () => ({ __typename: 'RankNotActiveProblem', requestIds: [requestGid(nowhere)] }),
  },
  LIMIT_REACHED: {
    who: 'cmo',
    name: 'rankRequests',
    input: (given) => ({
      ...proposalOf(given),
      requestIds: Array.from({ length: 201 }, () => requestGid(randomUUID())),
    }),
    problem: () => ({ max: 200, path: ['input', 'requestIds'] }),
  },
  RANKING_NOT_PROPOSED: {
    who: 'cto',
    name: 'agreeRanking',
    input: agreementOf,
    problem: () => ({ __typename: 'BusinessProblem', category: 'STATE' }),
  },
  RANKING_DIFFERS: {
    who: 'cto',
    name: 'agreeRanking',
    after: [proposed],
    input: (given) => ({ ...agreementOf(given), requestIds: gids(given.ids.toReversed()) }),
    problem: ({ ids }) => ({ __typename: 'RankingDiffersProblem', proposedRequestIds: gids(ids) }),
  },
  BOTH_SIDES_BY_SAME_PERSON: {
    who: 'both',
    name: 'agreeRanking',
    after: [['both', 'proposeRanking', proposalOf]],
    input: agreementOf,
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

describe('a refusal', () => {
  it.each(Object.entries(refused))(
    '%s is data, and stores nothing',
    async (code, { who, name, input, after = [], problem }) => {
      const given = await client.ranked(3);
      for (const [by, step, made] of after) await client.done(cast[by], step, made(given));
      const before = await api.events();
      const payload = await client.give(cast[who], name, input(given));
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
    const { id: boardId } = await client.done(cast.manager, 'openPriorityBoard', client.pair);
    await client.done(cast.cto, 'rankRequests', { boardId, side: 'PROVIDER', requestIds: gids([id]) });
    const { problems } = await client.give(cast.cto, 'proposeRanking', {
      boardId,
      side: 'PROVIDER',
      requestIds: gids([id]),
    });
    expect(problems).toMatchObject([{ __typename: 'RanksMissingProblem', code: 'RANKS_MISSING', side: 'CONSUMER' }]);
  });

  it('RANK_NOT_ACTIVE meets an agreement on what has ended meanwhile', async () => {
    const given = await client.ranked(2);
    await client.done(cast.cmo, 'proposeRanking', proposalOf(given));
    await api.requestHad(cast, given.ids[0]!, withdrawn);
    const { problems } = await client.give(cast.cto, 'agreeRanking', agreementOf(given));
    expect(problems).toMatchObject([{ code: 'RANK_NOT_ACTIVE', requestIds: gids([given.ids[0]!]) }]);
  });

  it('CONCURRENCY_CONFLICT shows the board as it is now', async () => {
    const { boardId } = await client.ranked(1);
    const input = { boardId, side: 'CONSUMER', requestIds: [] };
    const { problems } = await client.give(cast.cmo, 'rankRequests', input, { expect: { version: 1 } });
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
    const given = await client.ranked(2);
    const inputs: Record<string, object> = {
      openPriorityBoard: { ...client.pair, providerTeamId: teamGid(cast.teams.agencies) },
      rankRequests: proposalOf(given),
      proposeRanking: proposalOf(given),
      agreeRanking: agreementOf(given),
      breakTie: tie(given),
    };
    const { problems } = await client.give(cast[who], name, inputs[name]!);
    expect(problems).toMatchObject([{ __typename: 'ForbiddenProblem', right }]);
  });
});
