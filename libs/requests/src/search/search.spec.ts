import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { commandIn, drafted, RequestsBench } from '../consumers.fixture.js';
import { conversation, type ConversationEvent, emptyBrief, type RequestEvent } from '../domain/index.js';
import { REQUEST_SEARCH, requestSearch } from './search.projection.js';
import { unmarked } from './search.view.js';

const word = fc.constantFrom('zeppelin', 'Crème', 'landing-page', '🎈', "'quoted'");
/** Which of two requests, what happens to it, and the word it says. */
const step = fc.record({
  request: fc.nat(1),
  what: fc.constantFrom('brief', 'question', 'concern', 'comment', 'edit', 'remove'),
  word,
});

const factOf = (what: string, said: string, number: number): RequestEvent => {
  if (what === 'question') {
    const more = { kind: 'WHY', blocking: false, byRole: 'ENGINEER', side: 'PROVIDER' } as const;
    return { type: 'QuestionAsked', data: { questionId: `Q${number}`, text: said, ...more } };
  }
  if (what === 'concern')
    return { type: 'ConcernRaised', data: { concernId: `K${number}`, severity: 'INFO', text: said } };
  const context = { campaignGoal: said, audience: 'All', expectedImpact: null };
  const more = {
    revision: number,
    changedPaths: [],
    cause: 'INITIAL',
    completeness: 20,
    lint: [],
    scopeHash: 'h',
  } as const;
  return { type: 'BriefRevised', data: { brief: { ...emptyBrief, context }, ...more } };
};

describe('what can be found', () => {
  let bench: RequestsBench;
  beforeAll(async () => {
    bench = await RequestsBench.open();
  });
  afterAll(() => bench.end());

  const kept = async (): Promise<unknown[]> => [
    ...(await bench.owner.query('select * from requests.search_row order by workspace_id, document_id')).rows,
    ...(await bench.owner.query('select * from requests.search_text order by workspace_id, document_id')).rows,
  ];
  const say = async (workspaceId: string, id: string, fact: ConversationEvent): Promise<number> => {
    const stream = { aggregate: conversation, id, expect: 'latest' as const };
    return (await bench.log.decideOne(commandIn(workspaceId), stream, () => [fact])).position!;
  };
  const happen = async (
    workspaceId: string,
    { id, comment, number }: { id: string; comment: string; number: number },
    { what, word: said }: { what: string; word: string },
  ): Promise<number> => {
    const data = { commentId: comment, text: said, mentions: [] };
    if (what === 'comment')
      return say(workspaceId, id, { type: 'CommentAdded', data: { ...data, commentId: randomUUID() } });
    if (what === 'edit') return say(workspaceId, id, { type: 'CommentEdited', data });
    if (what === 'remove')
      return say(workspaceId, id, { type: 'CommentRemoved', data: { commentId: comment, reason: null } });
    return bench.record(workspaceId, id, factOf(what, said, number));
  };

  it('is the same, however the facts came in, and again when it is built from nothing', async () => {
    const runner = bench.run([requestSearch]);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const workspaceId = randomUUID();
        const requests = [1, 2].map((number) => ({ id: randomUUID(), comment: randomUUID(), number }));
        let last = 0;
        for (const { id, comment, number } of requests) {
          await bench.record(workspaceId, id, drafted(number));
          const data = { commentId: comment, text: 'first', mentions: [] };
          last = await say(workspaceId, id, { type: 'CommentAdded', data });
        }
        for (const [index, one] of steps.entries()) {
          last = await happen(workspaceId, { ...requests[one.request]!, number: index + 1 }, one);
        }
        await bench.consumers.waitFor({ name: REQUEST_SEARCH }, last);
      }),
      { numRuns: 15 },
    );
    const { safe } = await bench.log.readAll({ after: 0, limit: 1 });
    const live = await kept();
    await runner.stop();
    await bench.owner.query('truncate requests.search_row, requests.search_text');
    await bench.owner.query(`update log.consumer set position = 0 where name = '${REQUEST_SEARCH}'`);
    bench.run([requestSearch]);
    await bench.consumers.waitFor({ name: REQUEST_SEARCH }, safe);
    expect(live.length).toBeGreaterThan(60);
    expect(await kept()).toEqual(live);
    expect(bench.parked).toEqual([]);
  });

  it('is of every document its newest text, told by the facts alone', async () => {
    const [workspaceId, id, comment] = [randomUUID(), randomUUID(), randomUUID()];
    await bench.record(workspaceId, id, drafted(1), factOf('brief', 'old', 1), factOf('brief', 'new', 2));
    await say(workspaceId, id, { type: 'CommentAdded', data: { commentId: comment, text: 'one', mentions: [] } });
    const position = await say(workspaceId, id, {
      type: 'CommentEdited',
      data: { commentId: comment, text: 'two', mentions: [] },
    });
    await bench.consumers.waitFor({ name: REQUEST_SEARCH }, position);
    const { rows } = await bench.owner.query(
      `select title, brief, dialogue, comment, words::text from requests.search_text join requests.search_row using (workspace_id, document_id)
       where workspace_id = $1 order by comment nulls first`,
      [workspaceId],
    );
    expect(rows).toEqual([
      {
        title: 'Spring landing page',
        brief: 'new\nAll',
        dialogue: '',
        comment: null,
        words: `'all':5B 'landing':2A 'new':4B 'page':3A 'spring':1A`,
      },
      { title: null, brief: null, dialogue: null, comment: 'two', words: `'two':1` },
    ]);
  });
});

describe('the longest texts', () => {
  let bench: RequestsBench;
  beforeAll(async () => {
    bench = await RequestsBench.open();
  });
  afterAll(() => bench.end());

  const letters = (alphabet: string, from: number): string => {
    const signs = Array.from(alphabet);
    return [0, 1, 2].map((place) => signs[Math.floor(from / signs.length ** place) % signs.length]).join('');
  };

  it.each([
    ['words', 'abcdefghijklmnopqrstuvwxyz', ' '],
    ['words with hyphens', 'abcdefghijklmnopqrstuvwxyz', '-'],
    ['letters of four bytes', '𐐨𐐩𐐪𐐫𐐬𐐭𐐮𐐯𐐰𐐱𐐲𐐳𐐴𐐵𐐶𐐷𐐸𐐹𐐺𐐻𐐼𐐽', '-'],
    ['addresses', 'abcdefghijklmnopqrstuvwxyz', '.example.com/'],
  ])('fit into what Postgres keeps of a document: %s', async (_what, alphabet, between) => {
    const [workspaceId, id] = [randomUUID(), randomUUID()];
    const long = Array.from(
      { length: 40_000 },
      (_, index) => `${letters(alphabet, index)}${between}${letters(alphabet, index * 7)}`,
    ).join(' ');
    await bench.record(workspaceId, id, drafted(1), factOf('brief', long, 1), factOf('question', long, 1));
    await requestSearch.apply(await bench.history(workspaceId, id), bench.owner);
    const sql = 'select from requests.search_row where workspace_id = $1';
    const { rows } = await bench.owner.query(sql, [workspaceId]);
    expect(rows).toHaveLength(1);
  });
});

describe('marks', () => {
  it('tell where words stand in the text without them', () => {
    expect(unmarked('A \uE000big\uE001 \uE000🎈\uE001')).toEqual({
      text: 'A big 🎈',
      highlights: [
        { start: 2, end: 5 },
        { start: 6, end: 8 },
      ],
    });
    expect(unmarked('none')).toEqual({ text: 'none', highlights: [] });
  });
});
