import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Recorded } from '#libs/event-log';
import { describeGoldenFixtures } from '#test/kit/golden';
import { commandIn, PERSON, RequestsBench } from '../consumers.fixture.js';
import { conversation, type ConversationEvent } from '../domain/index.js';
import { conversationEvents } from '../events.js';
import { commentAfter, type CommentEvent, type CommentRow } from './comment-row.js';
import { REQUEST_COMMENTS, requestComments } from './comments.projection.js';
import { recorded, samples } from './conversation.fixture.js';
import { conversationRow } from './conversation-row.js';

describeGoldenFixtures({
  events: conversationEvents,
  folder: new URL('./golden/', import.meta.url),
  samples,
  check: (event) => conversationRow.evolve(null, recorded(event, 1)),
});

describe('rows of talk', () => {
  const facts = Object.entries(samples).map(([type, data], index) => recorded({ type, data }, index + 1));

  it('say what the facts say, one after the other', () => {
    let row: CommentRow | null = null;
    const comments = facts.slice(0, 3).map((event) => (row = commentAfter(row, event as Recorded<CommentEvent>)));
    expect(comments).toMatchSnapshot();
    let watching: ReturnType<typeof conversationRow.evolve> | null = null;
    expect(facts.map((event) => (watching = conversationRow.evolve(watching, event)))).toMatchSnapshot();
  });

  it('of comments stay as they are when facts come again', () => {
    const [added, edited] = facts as [Recorded<CommentEvent>, Recorded<CommentEvent>];
    const once = commentAfter(commentAfter(null, added), edited);
    expect(commentAfter(commentAfter(once, added), edited)).toEqual(once);
  });
});

const people = [PERSON, randomUUID(), randomUUID()];
const mentions = fc.subarray(people);
const text = fc.constantFrom('Hello', 'Anew', 'Emoji 🎈', '"; drop table');
/** Which request, which of its comments, and what happens to it. */
const step = fc.record({ request: fc.nat(1), comment: fc.nat(2), edits: fc.boolean(), text, mentions });

describe('comments in the database', () => {
  let bench: RequestsBench;
  beforeAll(async () => {
    bench = await RequestsBench.open();
  });
  afterAll(() => bench.end());

  const kept = async (): Promise<object[]> => [
    ...(await bench.owner.query<object>('select * from requests.comment_row order by comment_id')).rows,
    ...(await bench.owner.query<object>('select * from requests.comment_mention order by comment_id, person_id')).rows,
  ];
  const record = async (workspaceId: string, id: string, fact: ConversationEvent): Promise<number> => {
    const stream = { aggregate: conversation, id, expect: 'latest' as const };
    return (await bench.log.decideOne(commandIn(workspaceId), stream, () => [fact])).position!;
  };

  it('are what the facts fold to, and the same again when they are built from nothing', async () => {
    const runner = bench.run([requestComments]);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
        const workspaceId = randomUUID();
        const requests = [randomUUID(), randomUUID()];
        const comments = requests.map(() => [randomUUID(), randomUUID(), randomUUID()]);
        const begun = new Set<string>();
        let last = 0;
        for (const { request, comment, edits, ...said } of steps) {
          const commentId = comments[request]![comment]!;
          const data = { commentId, ...said };
          const again: ConversationEvent = edits
            ? { type: 'CommentEdited', data }
            : { type: 'CommentRemoved', data: { commentId, reason: null } };
          last = await record(
            workspaceId,
            requests[request]!,
            begun.has(commentId) ? again : { type: 'CommentAdded', data },
          );
          begun.add(commentId);
        }
        await bench.consumers.waitFor({ name: REQUEST_COMMENTS }, last);
        const expected = new Map<string, CommentRow>();
        for (const id of requests) {
          for (const event of await bench.log.readStream({ workspaceId, streamId: `conversation-${id}` })) {
            const about = event as Recorded<CommentEvent>;
            const { commentId } = about.data;
            expected.set(commentId, commentAfter(expected.get(commentId) ?? null, about)!);
          }
        }
        const { rows } = await bench.owner.query<CommentRow>(
          'select comment_id, version, text, mentions from requests.comment_row where workspace_id = $1',
          [workspaceId],
        );
        const shown = ({ comment_id, version, text: words, mentions: named }: CommentRow) => ({
          comment_id,
          version,
          text: words,
          mentions: named,
        });
        const inOrder = (all: object[]) => all.map((one) => JSON.stringify(one)).toSorted();
        expect(inOrder(rows)).toEqual(inOrder([...expected.values()].map(shown)));
        const mentioned = await bench.owner.query<{ count: string }>(
          'select count(*) from requests.comment_mention where workspace_id = $1',
          [workspaceId],
        );
        const named = [...expected.values()].reduce((sum, one) => sum + one.mentions.length, 0);
        expect(Number(mentioned.rows[0]!.count)).toBe(named);
      }),
      { numRuns: 15 },
    );
    const { safe } = await bench.log.readAll({ after: 0, limit: 1 });
    const live = await kept();
    await runner.stop();
    await bench.owner.query('truncate requests.comment_row, requests.comment_mention');
    await bench.owner.query(`update log.consumer set position = 0 where name = '${REQUEST_COMMENTS}'`);
    bench.run([requestComments]);
    await bench.consumers.waitFor({ name: REQUEST_COMMENTS }, safe);
    expect(live.length).toBeGreaterThan(20);
    expect(await kept()).toEqual(live);
    expect(bench.parked).toEqual([]);
  });
});
