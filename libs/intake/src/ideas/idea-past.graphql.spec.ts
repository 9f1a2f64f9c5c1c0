import type { ConsumerRunner } from '#libs/event-log';
import { type Cast, IntakeApi } from '../intake.fixture.js';

let api: IntakeApi;
let cast: Cast;
let runner: ConsumerRunner;
beforeAll(async () => {
  api = await IntakeApi.start();
  runner = api.runner();
  runner.start();
  cast = await api.cast();
});
afterAll(async () => {
  await runner.stop();
  await api.close();
});

const IDEA = 'id version title status benefit quickWin touches votes { total mine } capturedBy { id } asOfPosition';

describe('ideas of the past', () => {
  it('are shown after each of their changes as they were, one by one and in lists', async () => {
    const { cmo, cto, marketer } = cast;
    const first = await api.done(marketer, 'captureIdea', { title: 'Coupon box', text: 'A box.' });
    const ideaId = first.idea!.id;
    const one = (position: unknown) =>
      api.ask<Record<string, unknown> | null>(
        `query ($id: ID!, $asOf: AsOf) { idea(id: $id, asOf: $asOf) { ${IDEA} } }`,
        cto,
        { id: ideaId, ...(position !== null && { asOf: { position } }) },
      );
    const told = [{ position: first.position, whole: await one(null) }];
    const shape = { ideaId, problem: 'p', benefit: 'b', roughMinutes: 600, touches: ['AUTHENTICATION'] };
    for (const [who, name, input] of [
      [cto, 'voteForIdea', { ideaId }],
      [cmo, 'voteForIdea', { ideaId }],
      [cto, 'shapeIdea', shape],
    ] as const) {
      const { position } = await api.done(who, name, input);
      told.push({ position, whole: await one(null) });
    }
    const later = await api.done(marketer, 'captureIdea', { title: 'Later', text: 'Another.' });
    for (const { position, whole } of told) {
      expect(await one(position)).toEqual({ ...whole, asOfPosition: position });
      const { changes } = (
        await api.ask<{ history: { changes: object[] } }>(
          `query ($id: ID!, $asOf: AsOf) { idea(id: $id, asOf: $asOf) { history { changes { type } } } }`,
          cto,
          { id: ideaId, asOf: { position } },
        )
      ).history;
      expect(changes).toHaveLength(Number(whole!.version));
      const list = await api.ask<{ nodes: object[]; totalCount: number; asOfPosition: unknown }>(
        `query ($asOf: AsOf) { ideas(asOf: $asOf, filter: { votes: { gte: 1 } }) { nodes { ${IDEA} } totalCount asOfPosition } }`,
        cto,
        { asOf: { position } },
      );
      const nodes = position === told[0]!.position ? [] : [{ ...whole, asOfPosition: position }];
      expect(list).toEqual({ nodes, totalCount: nodes.length, asOfPosition: position });
    }
    const cursorOf = async (asOf: object | null, after?: string) =>
      api.run(
        `query ($asOf: AsOf, $after: String) { ideas(asOf: $asOf, after: $after, first: 1) { pageInfo { endCursor } } }`,
        cto,
        { asOf, after },
      );
    const { data } = await cursorOf({ position: later.position });
    const { endCursor } = (data as { ideas: { pageInfo: { endCursor: string } } }).ideas.pageInfo;
    const refused = await cursorOf({ position: told[0]!.position }, endCursor);
    expect(refused.errors?.map(({ extensions }) => extensions?.code)).toEqual(['INVALID_CURSOR']);
    const elsewhere = await api.cast();
    const foreign = `query ($id: ID!, $asOf: AsOf) { idea(id: $id, asOf: $asOf) { id } }`;
    expect(await api.ask(foreign, elsewhere.cto, { id: ideaId, asOf: { position: told[0]!.position } })).toBeNull();
  });
});
