import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { plainId } from '../records/records.fixture.js';
import { type Cast, type Name, requestsApi, type RequestsApi } from '../requests.fixture.js';
import { conversation, request } from '../domain/index.js';
import { RequestClient, wholeBrief } from '../stages.fixture.js';
import { Talk } from '../conversation/conversation.fixture.js';
import { MOST_RANKED } from './search-page.js';
import { requestSearch } from './search.projection.js';

interface Match {
  readonly rank: number;
  readonly request: { readonly id: string; readonly title: string };
  readonly snippets: readonly {
    readonly foundIn: string;
    readonly text: string;
    readonly commentId: string | null;
    readonly highlights: readonly { readonly start: number; readonly end: number }[];
  }[];
}
interface Found {
  readonly nodes: readonly Match[];
  readonly totalCount: number;
  readonly capped: boolean;
  readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
}

const SEARCH = `query ($text: String!, $first: Int! = 20, $after: String, $filter: RequestFilter) {
  searchRequests(text: $text, first: $first, after: $after, filter: $filter) {
    totalCount capped pageInfo { endCursor hasNextPage }
    nodes { rank request { id title } snippets { foundIn text commentId highlights { start end } } } } }`;

describe('search', () => {
  let api: RequestsApi;
  let cast: Cast;
  let client: RequestClient;
  let talk: Talk;
  beforeAll(async () => {
    api = await requestsApi();
    cast = await api.cast();
    client = new RequestClient(api, cast);
    talk = new Talk(api, cast);
  });
  afterAll(() => api.close());

  const run = async (text: string, more: object = {}, who: Name = 'cto', at: Cast = cast) =>
    api.run(SEARCH, at[who], { variables: { text, ...more } });
  const search = async (...asked: Parameters<typeof run>): Promise<Found> => {
    const { data, errors } = await run(...asked);
    if (errors) throw new Error(JSON.stringify(errors));
    return (data as { searchRequests: Found }).searchRequests;
  };
  const ids = ({ nodes }: Found): string[] => nodes.map((match) => match.request.id);
  const codes = async (...asked: Parameters<typeof run>) =>
    (await run(...asked)).errors?.map(({ extensions }) => extensions?.code) ?? [];
  /** Taken in as the consumer does it. */
  const taken = async (...requestIds: string[]): Promise<void> => {
    for (const id of requestIds.map(plainId)) {
      for (const { type } of [request, conversation]) {
        const events = await api.log.readStream({ workspaceId: cast.workspaceId, streamId: `${type}-${id}` });
        await requestSearch.apply(
          events.filter((event) => requestSearch.types.includes(event.type)),
          api.owner,
        );
      }
    }
  };
  const titled = async (title: string, brief?: object): Promise<string> => {
    const created = await client.done(cast.requester, 'createRequest', client.creation({ title }));
    const requestId = created.request!.id;
    if (brief) await client.done(cast.requester, 'reviseBrief', { requestId, brief: { ...wholeBrief, ...brief } });
    await taken(requestId);
    return requestId;
  };
  const pieces = ({ snippets }: Match) =>
    snippets.map(({ foundIn, text, highlights }) => [
      foundIn,
      ...highlights.map(({ start, end }) => text.slice(start, end)),
    ]);

  it('finds title, brief, dialogue and comments, what weighs most first, and shows where', async () => {
    const byTitle = await titled('Zeppelin page');
    const byBrief = await titled('Another page', {
      context: { campaignGoal: 'Sell a zeppelin', audience: 'Everybody', expectedImpact: null },
    });
    const byDialogue = await client.at('submitted');
    const question = { requestId: byDialogue, kind: 'WHY', text: 'Why a zeppelin?', blocking: false };
    const { questionId } = await client.done(cast.engineer, 'askQuestion', question);
    const answer = { requestId: byDialogue, questionId, answerText: 'It flies' };
    await client.done(cast.requester, 'answerQuestion', answer);
    const byComment = await titled('Third page');
    const comment = await talk.comment(cast.engineer, 'addComment', {
      requestId: byComment,
      text: 'No Zeppelin, please',
    });
    await taken(byDialogue, byComment);

    const found = await search('zeppelin');
    expect(ids(found)).toEqual([byTitle, byBrief, byDialogue, byComment]);
    expect(found.nodes.map(pieces)).toEqual([
      [['TITLE', 'Zeppelin']],
      [['BRIEF', 'zeppelin']],
      [['DIALOGUE', 'zeppelin']],
      [['COMMENT', 'Zeppelin']],
    ]);
    expect(found.nodes.map(({ snippets }) => snippets[0]?.commentId)).toEqual([null, null, null, comment.id]);
    expect(found).toMatchObject({ totalCount: 4, capped: false, pageInfo: { hasNextPage: false } });
    expect(ids(await search('flies why'))).toEqual([byDialogue]);
    expect(ids(await search('zeppelin', { filter: { status: { eq: 'SUBMITTED' } } }))).toEqual([byDialogue]);
  });

  it('follows edits and removals', async () => {
    const requestId = await titled('Quokka page');
    const { requester } = cast;
    const { id: commentId } = await talk.comment(requester, 'addComment', { requestId, text: 'wombat' });
    await taken(requestId);
    expect(ids(await search('wombat'))).toEqual([requestId]);
    await talk.comment(requester, 'editComment', { requestId, commentId, text: 'numbat' });
    await taken(requestId);
    expect([ids(await search('wombat')), ids(await search('numbat'))]).toEqual([[], [requestId]]);
    await talk.comment(requester, 'removeComment', { requestId, commentId });
    await taken(requestId);
    expect(ids(await search('numbat'))).toEqual([]);
    expect(ids(await search('quokka'))).toEqual([requestId]);
  });

  it('knows all words, phrases, or, not, beginnings and accents', async () => {
    const [one, other] = [await titled('Crème brûlée tasting'), await titled('Tasting of crème fraîche')];
    const hyphen = await titled('Müller-Thurgau evening');
    const both = [one, other].toSorted();
    const found = async (text: string) => ids(await search(text)).toSorted();
    expect(await found('creme tasting')).toEqual(both);
    expect(await found('"tasting of"')).toEqual([other]);
    expect(await found('CRÈME -fraiche')).toEqual([one]);
    expect(await found('brulee or fraiche')).toEqual(both);
    expect(await found('crème tast')).toEqual(both);
    expect(await found('"crème tast"')).toEqual([]);
    expect(await found('tast ')).toEqual([]);
    expect(await found('ta')).toEqual([]);
    expect(await found('crème -tast')).toEqual(both);
    expect(await found('muller-thur')).toEqual([hyphen]);
    expect(pieces((await search('muller-thurgau')).nodes[0]!)[0]).toContain('Müller');
  });

  it('goes on page by page, each match once', async () => {
    const all: string[] = [];
    for (let count = 0; count < 5; count += 1) all.push(await titled(`Pangolin ${'and more '.repeat(count)}page`));
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await search('pangolin', { first: 2, ...(after !== undefined && { after }) });
      seen.push(...ids(page));
      ({ endCursor: after, hasNextPage: more } = page.pageInfo);
    }
    expect(seen).toHaveLength(5);
    expect(seen.toSorted()).toEqual(all.toSorted());
    const { endCursor } = (await search('pangolin', { first: 1 })).pageInfo;
    expect(await codes('page', { after: endCursor })).toEqual(['INVALID_CURSOR']);
    expect(await codes('pangolin', { after: `${endCursor}x` })).toEqual(['INVALID_CURSOR']);
  });

  it('ranks so many at most, those changed last, and says so', async () => {
    const old = await titled('Axolotl page');
    const brought = MOST_RANKED - 1;
    await api.owner.query(
      `insert into requests.search_row
       select workspace_id, gen_random_uuid(), request_id, place + n, words from requests.search_row, generate_series(1, $2) n
       where document_id = $1`,
      [plainId(old), brought],
    );
    expect(await search('axolotl')).toMatchObject({ capped: true, totalCount: 1 });
    const fresh = await titled('Another axolotl page');
    expect(ids(await search('axolotl')).toSorted()).toEqual([old, fresh].toSorted());
    await api.owner.query('delete from requests.search_row where request_id = $1 and document_id <> $1', [
      plainId(old),
    ]);
    expect(await search('axolotl')).toMatchObject({ capped: false, totalCount: 2 });
  });

  it('shows nobody what they may not see', async () => {
    const requestId = await titled('Narwhal page');
    expect(ids(await search('narwhal', {}, 'agency'))).toEqual([]);
    await client.done(cast.requester, 'addCoAuthor', { requestId, personId: cast.agency.id });
    expect(ids(await search('narwhal', {}, 'agency'))).toEqual([requestId]);
    expect(ids(await search('narwhal', {}, 'cto', await api.cast()))).toEqual([]);
    expect(await codes('narwhal', {}, 'admin')).toEqual(['FORBIDDEN']);
  });

  it.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['marks alone', `'"!&|<->:*()\\`],
    ['excluded words alone', '-page'],
    ['an alternative that is excluded', 'page or -tasting'],
    ['U+0000', 'page\u0000'],
    ['half a character', 'page\uD83C'],
  ])('answers BAD_USER_INPUT to %s', async (_what, text) => {
    expect(await codes(text)).toEqual(['BAD_USER_INPUT']);
  });

  it.each([
    ['too many characters', 'x'.repeat(10_000), {}],
    ['too large a page', 'page', { first: 51 }],
  ])('answers LIMIT to %s', async (_what, text, more) => {
    expect(await codes(text, more)).toEqual(['LIMIT']);
  });

  it('answers to what looks like SQL, or like a query of its own, as to any words', async () => {
    const requestId = await titled(`Robert'); drop table students; --`);
    for (const text of [`Robert'); drop table students; --`, `robert' | 'students`, `students':*`, `'robert`]) {
      expect(ids(await search(text))).toEqual([requestId]);
    }
    for (const text of ['the of and', 'Zeppelin🎈', 'page\r\n\tpage']) expect(await codes(text)).toEqual([]);
    // Whether they are words is the database's to say.
    expect([[], ['BAD_USER_INPUT']]).toContainEqual(await codes('🎈 🚀'));
    expect(await codes('page', { first: 0 })).toEqual(['BAD_USER_INPUT']);
  });

  it('answers to anything that can be typed with a page or a typed error', async () => {
    const typed = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom('page', '"', '-', 'or', ' ', "'", '\\', ':*', '<->', '&', '|', '!', '(', ')', 'é', '🎈'),
          {
            maxLength: 20,
          },
        )
        .map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(typed, async (text) => {
        expect(['BAD_USER_INPUT', undefined]).toContain((await codes(text))[0]);
      }),
      { numRuns: 300 },
    );
  });

  it('shows private marks in what was written as nothing, and never as found words', async () => {
    const requestId = await titled('Okapi \uE000page\uE001');
    const [match] = (await search('okapi')).nodes;
    expect(match?.request.id).toBe(requestId);
    expect(match?.snippets[0]).toMatchObject({ text: 'Okapi page', highlights: [{ start: 0, end: 5 }] });
  });

  it('takes a long dialogue and long words', async () => {
    const requestId = await titled(`Tapir ${randomUUID()}`);
    const { engineer } = cast;
    const words = Array.from({ length: 560 }, (_, index) => `wörd${index}`)
      .join(' ')
      .slice(0, 3990);
    for (let count = 0; count < 5; count += 1) {
      await client.done(cast.requester, 'askQuestion', { requestId, kind: 'WHY', text: words, blocking: false });
    }
    await talk.comment(engineer, 'addComment', { requestId, text: 'x'.repeat(4000) });
    await taken(requestId);
    expect(ids(await search('tapir word17'))).toEqual([requestId]);
  });
});
