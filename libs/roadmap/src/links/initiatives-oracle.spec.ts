import fc from 'fast-check';
import { type Cast, RoadmapApi } from '../roadmap.fixture.js';
import { InitiativeDesk } from './initiatives.fixture.js';
import {
  after,
  aStep,
  carryOut,
  expectedOf,
  ITEMS,
  kindOf,
  kinds,
  nothing,
  REQUESTS,
  type Step,
  type World,
} from './initiatives-walk.fixture.js';

const QUERY = `query ($by: RiskInitiativeKind, $kind: RiskSubjectKind, $asOf: AsOf) {
  riskByInitiative(by: $by, kind: $kind, asOf: $asOf) { nodes { reference exposure notRated reviews { exposure } } } }`;

interface Shown {
  readonly nodes: readonly {
    readonly reference: string;
    readonly exposure: number;
    readonly notRated: number;
    readonly reviews: readonly { readonly exposure: number }[];
  }[];
}

const walks = fc.sample(fc.array(aStep, { minLength: 45, maxLength: 60 }), { numRuns: 3, seed: 20260226 });

/** What was asked, and which kinds of subjects alone. */
const asked = [
  ['ROADMAP_ITEM', null],
  ['ROADMAP_ITEM', 'REQUEST'],
  ['CAMPAIGN', null],
] as const;

interface Moment {
  readonly position: number;
  readonly world: World;
}

describe('exposure by roadmap item, whatever was linked, dropped, found and rated', () => {
  let api: RoadmapApi;
  beforeAll(async () => {
    api = await RoadmapApi.start();
  });
  afterAll(() => api.close());

  async function store(desk: InitiativeDesk, walk: readonly Step[]): Promise<Moment[]> {
    for (const [index, item] of ITEMS.entries()) await desk.propose(item, index + 1, kinds[item]);
    for (const subject of [...ITEMS, ...REQUESTS]) await desk.open(kindOf(subject), subject);
    const moments: Moment[] = [];
    let world = nothing;
    for (const step of walk) {
      const next = after(world, step);
      if (next === null) continue;
      moments.push({ position: await carryOut(desk, world, step), world: next });
      world = next;
    }
    await api.readable();
    return moments;
  }

  async function shown(cast: Cast, variables: object): Promise<Record<string, readonly number[]>> {
    const { nodes } = await api.ask<Shown>(QUERY, cast.auditor, variables);
    const sums = nodes.map(({ exposure }) => exposure);
    expect(sums).toEqual(sums.toSorted((a, b) => b - a));
    for (const { exposure, reviews } of nodes)
      expect(reviews.reduce((sum, review) => sum + review.exposure, 0)).toBe(exposure);
    return Object.fromEntries(
      nodes.map(({ reference, exposure, notRated, reviews }) => [
        reference.replace('RM-', 'i'),
        [exposure, notRated, reviews.length],
      ]),
    );
  }

  it.each(walks.map((walk, index) => [index + 1, walk] as const))(
    'is what the facts come to: walk %i',
    async (_, walk) => {
      const cast = await api.cast();
      const desk = new InitiativeDesk(api, cast);
      const moments = await store(desk, walk);
      expect(moments.length).toBeGreaterThan(20);
      for (const { position, world } of moments)
        for (const [by, kind] of asked) {
          const then = await shown(cast, { by, kind, asOf: await desk.asOf(position) });
          expect(then).toEqual(expectedOf(world, { campaigns: by === 'CAMPAIGN', only: kind }));
        }
      const { world } = moments.at(-1)!;
      const now = await shown(cast, { by: 'ROADMAP_ITEM' });
      expect(now).toEqual(expectedOf(world, { campaigns: false, only: null }));
      expect(Object.keys(now).length).toBeGreaterThan(0);
    },
  );
});
