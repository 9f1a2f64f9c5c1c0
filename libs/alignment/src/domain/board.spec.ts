import fc from 'fast-check';
import {
  type ActiveRequest,
  agreeRanking,
  type BoardEvent,
  breakTie,
  figuresOf,
  openPriorityBoard,
  proposeRanking,
  rankRequests,
} from './index.js';
import { active, nothing, opened, people, rankedBy, type Scenario, stateOf, teams } from './given.spec-kit.js';
import type { Board } from './board.js';

const abc = ['a', 'b', 'c'];
const order = (...requestIds: string[]) => ({ requestIds, active: active(...requestIds) });
const asConsumer = (...ids: string[]) => ({ side: 'CONSUMER' as const, ...order(...ids) });
const asProvider = (...ids: string[]) => ({ side: 'PROVIDER' as const, ...order(...ids) });
const tie = (firstRequestId: string, secondRequestId: string, reason: string | null = 'The fair is in May.') => ({
  firstRequestId,
  secondRequestId,
  reason,
  active: active(...abc, 'd'),
});

describe('opening a board', () => {
  const input = { boardId: 'b-1', ...teams };

  it('names the two teams', () => {
    for (const who of [people.cmo, people.cto, people.bridge])
      expect(nothing.when(openPriorityBoard, input, who).facts).toEqual([{ type: 'PriorityBoardOpened', data: teams }]);
  });

  it('happens once, and not by somebody who speaks for neither team', () => {
    expect(opened.when(openPriorityBoard, input, people.cto).refusal).toMatchObject({
      code: 'BOARD_EXISTS',
      details: { boardId: 'b-1' },
    });
    expect(nothing.when(openPriorityBoard, input, people.engineer).refusal.code).toBe('FORBIDDEN');
  });
});

describe('ranking', () => {
  it('keeps the whole list of a side beside that of the other', () => {
    const ranked = opened
      .when(rankRequests, asConsumer(...abc), people.cmo)
      .when(rankRequests, asProvider('c', 'a'), people.cto);
    expect(ranked.facts).toEqual([{ type: 'RanksSubmitted', data: { side: 'PROVIDER', order: ['c', 'a'] } }]);
    expect(stateOf(ranked).ranks).toMatchObject({
      CONSUMER: { order: abc, by: { personId: 'p-cleo' } },
      PROVIDER: { order: ['c', 'a'], by: { personId: 'p-theo' } },
    });
    const again = ranked.when(rankRequests, asConsumer('b'), people.cmo);
    expect(stateOf(again).ranks.CONSUMER?.order).toEqual(['b']);
    expect(stateOf(again.when(rankRequests, asConsumer(), people.cmo)).ranks.CONSUMER?.order).toEqual([]);
  });

  it('stores nothing when nothing changes', () => {
    const ranked = opened.when(rankRequests, asConsumer(...abc), people.cmo);
    expect(ranked.when(rankRequests, asConsumer(...abc), people.cmo).facts).toEqual([]);
  });

  it('is the lead’s of that side', () => {
    expect(opened.when(rankRequests, asConsumer('a'), people.cto).refusal).toMatchObject({
      code: 'FORBIDDEN',
      details: { right: 'priorityBoard.rank' },
    });
    expect(opened.when(rankRequests, asProvider('a'), people.cmo).refusal.code).toBe('FORBIDDEN');
    expect(opened.when(rankRequests, asProvider('a'), people.bridge).refusal.code).toBe('FORBIDDEN');
    expect(opened.when(rankRequests, asConsumer('a'), people.deputy).facts).toHaveLength(1);
    expect(nothing.when(rankRequests, asConsumer('a'), people.cmo).refusal.code).toBe('NOT_FOUND');
  });

  it('names a request once', () => {
    expect(opened.when(rankRequests, asConsumer('a', 'b', 'a', 'b', 'a'), people.cmo).refusal).toMatchObject({
      code: 'DUPLICATE_RANK',
      details: { ids: ['a', 'b'] },
      path: ['input', 'requestIds'],
    });
  });

  it('takes active requests of the two teams alone, with or without a provider', () => {
    const known = new Map<string, ActiveRequest>([
      ['mine', teams],
      ['untriaged', { ...teams, providerTeamId: null }],
      ['elsewhere', { ...teams, providerTeamId: 't-agency' }],
      ['theirs', { ...teams, consumerTeamId: 't-sales' }],
    ]);
    const rank = (...requestIds: string[]) =>
      opened.when(rankRequests, { side: 'CONSUMER', requestIds, active: known }, people.cmo);
    expect(rank('mine', 'untriaged').facts).toHaveLength(1);
    expect(rank('mine', 'ended', 'elsewhere', 'untriaged', 'theirs').refusal).toMatchObject({
      code: 'RANK_NOT_ACTIVE',
      details: { ids: ['ended', 'elsewhere', 'theirs'] },
    });
  });

  it('has room for 200', () => {
    const ids = Array.from({ length: 201 }, (_, n) => `r${n}`);
    expect(opened.when(rankRequests, asConsumer(...ids.slice(1)), people.cmo).facts).toHaveLength(1);
    expect(opened.when(rankRequests, asConsumer(...ids), people.cmo).refusal).toMatchObject({
      code: 'LIMIT_REACHED',
      details: { max: 200 },
    });
  });
});

describe('agreeing', () => {
  const ranked = rankedBy(abc, ['c', 'b', 'a']);
  const proposed = ranked.when(proposeRanking, asConsumer('b', 'a', 'c'), people.cmo);

  it('takes two leads and the same order', () => {
    expect(proposed.facts).toEqual([{ type: 'RankingProposed', data: { side: 'CONSUMER', order: ['b', 'a', 'c'] } }]);
    const agreed = proposed.when(agreeRanking, order('b', 'a', 'c'), people.cto);
    expect(agreed.facts).toEqual([
      {
        type: 'RankingAgreed',
        data: { order: ['b', 'a', 'c'], disagreementIndex: 3, compared: 3, byIds: ['p-cleo', 'p-theo'] },
      },
    ]);
    expect(stateOf(agreed)).toMatchObject({
      proposal: null,
      joint: { order: ['b', 'a', 'c'], source: 'AGREED', ranksChangedSince: false },
    });
  });

  it('counts the disagreement over what was agreed and both rank', () => {
    const few = ranked.when(proposeRanking, asProvider('c', 'b', 'd'), people.cto);
    expect(few.when(agreeRanking, order('c', 'b', 'd'), people.cmo).facts).toMatchObject([
      { data: { disagreementIndex: 1, compared: 2 } },
    ]);
  });

  it('needs ranks of both sides, a lead, and at least one request to propose', () => {
    const one = opened.when(rankRequests, asConsumer('a'), people.cmo);
    expect(one.when(proposeRanking, asConsumer('a'), people.cmo).refusal).toMatchObject({
      code: 'RANKS_MISSING',
      details: { side: 'PROVIDER' },
    });
    expect(ranked.when(proposeRanking, asProvider('a'), people.cmo).refusal.code).toBe('FORBIDDEN');
    expect(ranked.when(proposeRanking, asConsumer(), people.cmo).refusal.code).toBe('VALIDATION_FAILED');
    expect(ranked.when(proposeRanking, asConsumer('a', 'a'), people.cmo).refusal.code).toBe('DUPLICATE_RANK');
    const ended = { ...asConsumer('a', 'b'), active: active('a') };
    expect(ranked.when(proposeRanking, ended, people.cmo).refusal.code).toBe('RANK_NOT_ACTIVE');
  });

  it('needs a proposal, which a newer one replaces', () => {
    expect(ranked.when(agreeRanking, order(...abc), people.cto).refusal.code).toBe('RANKING_NOT_PROPOSED');
    const newer = proposed.when(proposeRanking, asProvider(...abc), people.cto);
    expect(newer.when(agreeRanking, order('b', 'a', 'c'), people.cmo).refusal).toMatchObject({
      code: 'RANKING_DIFFERS',
      details: { proposed: abc },
    });
    const agreed = newer.when(agreeRanking, order(...abc), people.cmo);
    expect(agreed.when(agreeRanking, order(...abc), people.both).refusal.code).toBe('RANKING_NOT_PROPOSED');
  });

  it('takes two persons, counting whom a deputy stands for', () => {
    expect(proposed.when(agreeRanking, order('b', 'a', 'c'), people.cmo).refusal.code).toBe(
      'BOTH_SIDES_BY_SAME_PERSON',
    );
    const byBoth = ranked.when(proposeRanking, asConsumer(...abc), people.both);
    expect(byBoth.when(agreeRanking, order(...abc), people.both).refusal).toMatchObject({
      code: 'BOTH_SIDES_BY_SAME_PERSON',
      details: { side: 'PROVIDER' },
    });
    const byDeputy = ranked.when(proposeRanking, asConsumer(...abc), people.deputy);
    expect(byDeputy.when(agreeRanking, order(...abc), people.cto).refusal.code).toBe('BOTH_SIDES_BY_SAME_PERSON');
    expect(byDeputy.when(agreeRanking, order(...abc), people.both).facts).toHaveLength(1);
  });

  it('takes the lead of the other side, and requests that are still active', () => {
    const sameSide = { ...people.cmo, personId: 'p-carl' };
    expect(proposed.when(agreeRanking, order('b', 'a', 'c'), sameSide).refusal.code).toBe('FORBIDDEN');
    const ended = { requestIds: ['b', 'a', 'c'], active: active('b', 'c') };
    expect(proposed.when(agreeRanking, ended, people.cto).refusal).toMatchObject({
      code: 'RANK_NOT_ACTIVE',
      details: { ids: ['a'] },
    });
  });

  it('stands when a side ranks anew, and says so', () => {
    const agreed = proposed.when(agreeRanking, order('b', 'a', 'c'), people.cto);
    const anew = agreed.when(rankRequests, asConsumer('c', 'b'), people.cmo);
    expect(stateOf(anew).joint).toMatchObject({ order: ['b', 'a', 'c'], source: 'AGREED', ranksChangedSince: true });
  });
});

describe('a tie', () => {
  const ranked = rankedBy(abc, ['c', 'a', 'b', 'd']);
  const why = ({ refusal }: Scenario<Board, BoardEvent>) => ({ ...refusal.details, code: refusal.code });

  it('is broken by the bridge, and gives a joint order', () => {
    const broken = ranked.when(breakTie, tie('c', 'a'), people.bridge);
    expect(broken.facts).toEqual([
      {
        type: 'TieBroken',
        data: { first: 'c', second: 'a', reason: 'The fair is in May.', order: ['c', 'a', 'b'] },
      },
    ]);
    expect(stateOf(broken)).toMatchObject({
      joint: { order: ['c', 'a', 'b'], source: 'TIE_BROKEN' },
      ties: [{ first: 'c', second: 'a', by: { personId: 'p-bria' } }],
    });
  });

  it('is there only where both rank both, and differently', () => {
    const refused = (first: string, second: string) => why(ranked.when(breakTie, tie(first, second), people.bridge));
    expect(refused('a', 'b')).toEqual({ code: 'NO_TIE', why: 'ORDERED_ALIKE' });
    expect(refused('a', 'd')).toEqual({ code: 'NO_TIE', why: 'NOT_RANKED_BY_BOTH' });
  });

  it('is settled by the leads, until one of them ranks anew', () => {
    const agreed = ranked
      .when(breakTie, tie('c', 'a'), people.bridge)
      .when(proposeRanking, asProvider(...abc), people.cto)
      .when(agreeRanking, order(...abc), people.cmo);
    expect(stateOf(agreed)).toMatchObject({ ties: [], joint: { order: abc } });
    expect(why(agreed.when(breakTie, tie('c', 'a'), people.bridge))).toEqual({
      code: 'NO_TIE',
      why: 'AGREED_BY_LEADS',
    });
    const anew = agreed.when(rankRequests, asConsumer('b', 'a', 'c'), people.cmo);
    expect(anew.when(breakTie, tie('c', 'a'), people.bridge).facts).toHaveLength(1);
  });

  it('can be broken the other way round, not twice in the same way', () => {
    const broken = ranked.when(breakTie, tie('c', 'a'), people.bridge);
    expect(why(broken.when(breakTie, tie('c', 'a'), people.bridge))).toEqual({ code: 'NO_TIE', why: 'BROKEN_ALREADY' });
    const turned = broken.when(breakTie, tie('a', 'c'), people.bridge);
    expect(stateOf(turned).ties).toMatchObject([{ first: 'a', second: 'c' }]);
    expect(stateOf(turned).joint?.order).toEqual(['a', 'c', 'b']);
  });

  it('does not turn the order in a circle', () => {
    const broken = ranked.when(breakTie, tie('c', 'a'), people.bridge);
    expect(broken.when(breakTie, tie('b', 'c'), people.bridge).refusal.code).toBe('TIE_CONTRADICTS');
  });

  it('is forgotten when the sides order the pair alike', () => {
    const broken = ranked.when(breakTie, tie('c', 'a'), people.bridge);
    expect(stateOf(broken.when(rankRequests, asConsumer('c', 'a', 'b'), people.cmo)).ties).toEqual([]);
    expect(stateOf(broken.when(rankRequests, asConsumer('b', 'a', 'c'), people.cmo)).ties).toHaveLength(1);
  });

  it('needs the bridge, a reason, two requests and both of them active', () => {
    const refused = (input: ReturnType<typeof tie>) => ranked.when(breakTie, input, people.bridge).refusal;
    for (const who of [people.cmo, people.cto, people.both, people.engineer])
      expect(ranked.when(breakTie, tie('c', 'a'), who).refusal.code).toBe('FORBIDDEN');
    expect(refused(tie('c', 'a', ' '))).toMatchObject({ code: 'REASON_REQUIRED', path: ['input', 'reason'] });
    expect(refused(tie('c', 'a', 'Ask cleo@example.com')).code).toBe('PII_NOT_ALLOWED');
    expect(refused(tie('c', 'c')).code).toBe('VALIDATION_FAILED');
    expect(refused({ ...tie('c', 'a'), active: active('c') })).toMatchObject({
      code: 'RANK_NOT_ACTIVE',
      details: { ids: ['a'] },
      path: ['input', 'secondRequestId'],
    });
    expect(nothing.when(breakTie, tie('c', 'a'), people.bridge).refusal.code).toBe('NOT_FOUND');
  });
});

describe('any course of a board', () => {
  const pool = ['a', 'b', 'c', 'd', 'e'];
  const subset = fc.shuffledSubarray(pool);
  // Mostly somebody who may, so that courses get somewhere.
  const who = fc.constantFrom(people.bridge, people.bridge, people.cto, people.cmo, people.both, people.deputy);
  const sideOf = { CONSUMER: people.cmo, PROVIDER: people.cto };
  const side = fc.constantFrom('CONSUMER' as const, 'PROVIDER' as const);
  const all = active(...pool);
  type Step = (given: Scenario<Board, BoardEvent>) => Scenario<Board, BoardEvent>;
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.tuple(side, subset).map(
      ([of, requestIds]): Step =>
        (given) =>
          given.when(rankRequests, { side: of, requestIds, active: all }, sideOf[of]),
    ),
    fc.tuple(side, subset).map(
      ([of, requestIds]): Step =>
        (given) =>
          given.when(proposeRanking, { side: of, requestIds, active: all }, sideOf[of]),
    ),
    who.map(
      (actor): Step =>
        (given) =>
          given.when(agreeRanking, { requestIds: stateOf(given).proposal?.order ?? [], active: all }, actor),
    ),
    fc.tuple(subset, who).map(
      ([[first = 'a', second = 'b'], actor]): Step =>
        (given) =>
          given.when(breakTie, { ...tie(first, second), active: all }, actor),
    ),
  );

  it('keeps ties that are ties, an order without repetitions, and two persons behind each agreement', () => {
    const seen = { agreed: 0, broken: 0 };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const end = steps.reduce((given, next) => next(given), opened);
        const { ties, joint, agreed, ranks } = stateOf(end);
        expect(new Set(joint?.order).size).toBe(joint?.order.length ?? 0);
        if (agreed) expect(agreed.byIds[0]).not.toBe(agreed.byIds[1]);
        for (const { first, second } of ties) {
          const turns = [ranks.CONSUMER, ranks.PROVIDER].map((list) => {
            const places = [first, second].map((id) => list?.order.indexOf(id) ?? -1);
            expect(places).not.toContain(-1);
            return places[0]! < places[1]!;
          });
          expect(turns[0]).not.toBe(turns[1]);
          if (joint?.source === 'TIE_BROKEN' && !joint.ranksChangedSince)
            expect(joint.order.indexOf(first)).toBeLessThan(joint.order.indexOf(second));
        }
        if (agreed) seen.agreed += 1;
        seen.broken += ties.length;
      }),
      // A seed, so that both come up whatever the luck.
      { numRuns: 2000, seed: 20260105 },
    );
    expect(seen.agreed).toBeGreaterThan(0);
    expect(seen.broken).toBeGreaterThan(0);
  });
});

describe('what a board shows', () => {
  const state = stateOf(
    rankedBy(['a', 'b', 'c', 'd', 'x'], ['d', 'c', 'a', 'b', 'y'])
      .when(proposeRanking, asConsumer('b', 'a', 'd'), people.cmo)
      .when(agreeRanking, order('b', 'a', 'd'), people.cto),
  );

  it('is each request’s place in the three orders, the figures, and the pairs that are farthest apart', () => {
    const figures = figuresOf(state, () => true);
    expect(figures.ranked).toEqual([
      { requestId: 'b', consumerRank: 2, providerRank: 4, jointRank: 1 },
      { requestId: 'a', consumerRank: 1, providerRank: 3, jointRank: 2 },
      { requestId: 'd', consumerRank: 4, providerRank: 1, jointRank: 3 },
      { requestId: 'c', consumerRank: 3, providerRank: 2, jointRank: null },
      { requestId: 'x', consumerRank: 5, providerRank: null, jointRank: null },
      { requestId: 'y', consumerRank: null, providerRank: 5, jointRank: null },
    ]);
    expect(figures.disagreement).toEqual({ compared: 4, index: 5, normalised: 5 / 6 });
    expect(figures.widest[0]).toEqual({ consumerFirst: 'a', providerFirst: 'd', width: 5 });
    expect(figures.widest).toHaveLength(5);
    expect(figures.widest.at(-1)?.width).toBe(2);
  });

  it('counts over what is still active alone', () => {
    const figures = figuresOf(state, (id) => id !== 'd' && id !== 'b');
    expect(figures.ranked.map(({ requestId, jointRank }) => [requestId, jointRank])).toEqual([
      ['a', 1],
      ['c', null],
      ['x', null],
      ['y', null],
    ]);
    expect(figures.disagreement).toEqual({ compared: 2, index: 1, normalised: 1 });
  });
});
