import { toGlobalId } from '#libs/api-kit';
import { type Cast, RoadmapApi, type ShownItem } from '../roadmap.fixture.js';

let api: RoadmapApi;
let cast: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
  cast = await api.cast();
});
afterAll(() => api.close());

type Four = readonly [ShownItem, ShownItem, ShownItem, ShownItem];

/** So many items, beginning at a number nobody else looks at. */
const items = async (count: number): Promise<ShownItem[]> => {
  const made: ShownItem[] = [];
  for (let index = 0; index < count; index += 1) made.push(await api.propose(cast, { title: `Item ${index}` }));
  return made;
};

const needs = (from: ShownItem, to: ShownItem, type = 'NEEDS') =>
  api.give(cast.manager, 'addItemDependency', { itemId: from.id, toId: to.id, type, bufferWorkingDays: 3 });

describe('dependencies', () => {
  it('are added, shown from both ends, and removed', async () => {
    const [campaign, feature] = (await items(2)) as [ShownItem, ShownItem];
    expect((await needs(campaign, feature)).problems).toEqual([]);
    const shown = `query ($id: ID!) { roadmapItem(id: $id) {
      dependencies { itemId type bufferWorkingDays item { reference } } dependants { itemId type bufferWorkingDays item { reference } } } }`;
    const tie = { type: 'NEEDS', bufferWorkingDays: 3 };
    expect(await api.ask(shown, cast.auditor, { id: campaign.id })).toEqual({
      dependencies: [{ ...tie, itemId: feature.id, item: { reference: feature.reference } }],
      dependants: [],
    });
    expect(await api.ask(shown, cast.auditor, { id: feature.id })).toEqual({
      dependencies: [],
      dependants: [{ ...tie, itemId: campaign.id, item: { reference: campaign.reference } }],
    });
    const edge = { itemId: campaign.id, toId: feature.id, type: 'NEEDS' };
    await api.done(cast.manager, 'removeItemDependency', edge);
    expect(await api.refused(cast, cast.manager, 'removeItemDependency', edge)).toEqual(['NOT_FOUND']);
    // Nothing leads back any more.
    expect((await needs(feature, campaign)).problems).toEqual([]);
  });

  it('never run in a circle; the way there is already is named', async () => {
    const [a, b, c] = (await items(3)) as [ShownItem, ShownItem, ShownItem];
    await needs(a, b);
    await needs(b, c, 'FOLLOWS');
    const [problem] = (await needs(c, a)).problems;
    expect(problem).toMatchObject({
      __typename: 'DependencyCycleProblem',
      code: 'DEPENDENCY_CYCLE',
      path: ['input', 'toId'],
      itemIds: [c.id, a.id, b.id, c.id],
      references: [c, a, b, c].map(({ reference }) => reference),
    });
    // What conflicts makes no order.
    expect((await needs(c, a, 'CONFLICTS')).problems).toEqual([]);
  });

  it('are refused where they say nothing or are there', async () => {
    const [a, b] = (await items(2)) as [ShownItem, ShownItem];
    const nowhere = { id: toGlobalId('RoadmapItem', '3f2e1d0c-9b8a-5c6d-8e4f-1a2b3c4d5e01') } as ShownItem;
    expect((await needs(a, a)).problems).toMatchObject([{ code: 'DEPENDENCY_SELF' }]);
    expect((await needs(a, nowhere)).problems).toMatchObject([{ code: 'NOT_FOUND' }]);
    await needs(a, b);
    expect((await needs(a, b)).problems).toMatchObject([{ code: 'DEPENDENCY_EXISTS', bufferWorkingDays: 3 }]);
  });

  it('closed from both ends at once are added by one of the two alone', async () => {
    const pairs = 20;
    const made = await items(pairs * 4);
    // a needs b and c needs d; then b wants c while d wants a.
    const circles = Array.from({ length: pairs }, (_, index): Four => {
      const [a, b, c, d] = made.slice(index * 4);
      return [a!, b!, c!, d!];
    });
    for (const [a, b, c, d] of circles) {
      await needs(a, b);
      await needs(c, d);
    }
    const answers = await Promise.all(
      circles.map(([a, b, c, d]) => Promise.all([needs(b, c), needs(d, a, 'FOLLOWS')])),
    );
    for (const [index, [one, other]] of answers.entries()) {
      const [a, b, c, d] = circles[index]!;
      const refused = [one, other].filter(({ problems }) => problems.length > 0);
      expect(refused).toHaveLength(1);
      const circle = refused[0] === one ? [b, c, d, a, b] : [d, a, b, c, d];
      expect(refused[0]!.problems).toMatchObject([
        { code: 'DEPENDENCY_CYCLE', references: circle.map(({ reference }) => reference) },
      ]);
    }
  });
});
