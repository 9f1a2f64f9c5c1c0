import { toGlobalId } from '#libs/api-kit';
import { reviewIdOf } from '#libs/risk';
import { fact } from '../domain/index.js';
import { type Cast, RoadmapApi } from '../roadmap.fixture.js';
import { cancelled, found, InitiativeDesk, rated } from './initiatives.fixture.js';

const QUERY = `query ($by: RiskInitiativeKind, $kind: RiskSubjectKind, $asOf: AsOf, $first: Int, $after: String) {
  riskByInitiative(by: $by, kind: $kind, asOf: $asOf, first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor }
    nodes { exposure highestBand notRated bands { band count } subjectKind subjectId reference title request { id }
      reviewId reviewReference reviewStatus reviews { reviewId reviewReference reviewStatus subjectKind subjectId exposure } } } }`;

interface Shown {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
  readonly nodes: readonly {
    readonly exposure: number;
    readonly reference: string | null;
    readonly reviews: readonly { readonly reviewReference: string }[];
  }[];
}

const line = ({ reference, exposure, reviews }: Shown['nodes'][number]): string =>
  `${reference} ${exposure} ${reviews.map(({ reviewReference }) => reviewReference).join(' ')}`;

describe('exposure by roadmap item', () => {
  let api: RoadmapApi;
  let cast: Cast;
  let desk: InitiativeDesk;
  const ask = (variables: object, who = cast.auditor) => api.ask<Shown>(QUERY, who, variables);
  const lines = async (variables: object) => (await ask(variables)).nodes.map(line);

  beforeAll(async () => {
    api = await RoadmapApi.start();
    cast = await api.cast();
    desk = new InitiativeDesk(api, cast);
    const kinds = ['FEATURE', 'CAMPAIGN', 'EVENT', 'FEATURE', 'CAMPAIGN'] as const;
    for (const [index, kind] of kinds.entries()) await desk.propose(`i${index + 1}`, index + 1, kind);
    // RR-1 is of RM-1 itself, the others of requests.
    await desk.open('ROADMAP_ITEM', 'i1');
    for (const request of ['r1', 'r2', 'r3', 'r4']) await desk.open('REQUEST', request);
    await desk.review('ROADMAP_ITEM', 'i1', [found('K1'), rated('K1', 2, 2)]);
    await desk.review('REQUEST', 'r1', [found('K2'), rated('K2', 3, 5), found('K3')]);
    await desk.review('REQUEST', 'r2', [found('K4'), rated('K4', 1, 2)]);
    await desk.review('REQUEST', 'r3', [found('K5'), rated('K5', 5, 5)]);
    for (const [item, request] of [
      ['i1', 'r1'],
      ['i1', 'r2'],
      ['i2', 'r1'],
      ['i3', 'r2'],
      ['i4', 'r4'],
    ] as const)
      await desk.link(item, request);
    await api.readable();
  });
  afterAll(() => api.close());

  it('adds up its own review and those of its requests, each risk once; a request on two counts for both', async () => {
    const { nodes, totalCount } = await ask({ by: 'ROADMAP_ITEM' });
    // RM-4 has a request whose review found nothing, RM-5 nothing at all; r3 is on no item.
    expect(nodes.map(line)).toEqual(['RM-1 21 RR-1 RR-2 RR-3', 'RM-2 15 RR-2', 'RM-3 2 RR-3']);
    expect(totalCount).toBe(3);
    expect(nodes[0]).toEqual({
      exposure: 21,
      highestBand: 'HIGH',
      notRated: 1,
      bands: [
        { band: 'LOW', count: 2 },
        { band: 'MEDIUM', count: 0 },
        { band: 'HIGH', count: 1 },
        { band: 'CRITICAL', count: 0 },
      ],
      subjectKind: 'ROADMAP_ITEM',
      subjectId: toGlobalId('RoadmapItem', desk.idOf('i1')),
      reference: 'RM-1',
      title: 'Part 1',
      request: null,
      reviewId: toGlobalId('RiskReview', reviewIdOf({ kind: 'ROADMAP_ITEM', id: desk.idOf('i1') })),
      reviewReference: 'RR-1',
      reviewStatus: 'OPEN',
      reviews: [
        expect.objectContaining({ reviewReference: 'RR-1', subjectKind: 'ROADMAP_ITEM', exposure: 4 }),
        {
          reviewId: toGlobalId('RiskReview', reviewIdOf({ kind: 'REQUEST', id: desk.idOf('r1') })),
          reviewReference: 'RR-2',
          reviewStatus: 'OPEN',
          subjectKind: 'REQUEST',
          subjectId: toGlobalId('Request', desk.idOf('r1')),
          exposure: 15,
        },
        expect.objectContaining({ reviewReference: 'RR-3', exposure: 2 }),
      ],
    });
    expect(nodes[1]).toMatchObject({ reviewId: null, reviewReference: null, reviewStatus: null });
  });

  it('narrows to campaigns and events, and to one kind of subject', async () => {
    await expect(lines({ by: 'CAMPAIGN' })).resolves.toEqual(['RM-2 15 RR-2', 'RM-3 2 RR-3']);
    await expect(lines({ by: 'ROADMAP_ITEM', kind: 'ROADMAP_ITEM' })).resolves.toEqual(['RM-1 4 RR-1']);
    await expect(lines({ by: 'REQUEST' })).resolves.toEqual(['null 25 RR-4', 'null 15 RR-2', 'null 2 RR-3']);
    await expect(lines({ by: 'REQUEST', kind: 'ROADMAP_ITEM' })).resolves.toEqual([]);
    await expect(lines({})).resolves.toEqual(['null 25 RR-4', 'null 15 RR-2', 'null 4 RR-1', 'null 2 RR-3']);
    const { errors } = await api.run(QUERY, cast.auditor, { by: 'TEAM' });
    expect(errors).toHaveLength(1);
  });

  it('goes page by page; a cursor of one kind is none of another', async () => {
    const first = await ask({ by: 'ROADMAP_ITEM', first: 2 });
    expect([first.nodes.map(line), first.pageInfo.hasNextPage]).toEqual([
      ['RM-1 21 RR-1 RR-2 RR-3', 'RM-2 15 RR-2'],
      true,
    ]);
    const after = first.pageInfo.endCursor;
    await expect(lines({ by: 'ROADMAP_ITEM', first: 2, after })).resolves.toEqual(['RM-3 2 RR-3']);
    const { errors } = await api.run(QUERY, cast.auditor, { by: 'REQUEST', after });
    expect(errors?.[0]?.extensions?.['code']).toBe('INVALID_CURSOR');
  });

  it('is read by as many statements however many items there are', async () => {
    const asked = async (first: number) =>
      (await api.statementsOf(() => ask({ by: 'ROADMAP_ITEM', first }))).filter((text) =>
        /roadmap\.|risk\./.test(text),
      );
    // The page, and how many there are.
    await expect(asked(1)).resolves.toHaveLength(2);
    await expect(asked(50)).resolves.toHaveLength(2);
  });

  it('tells titles to nobody who may not read the roadmap', async () => {
    const scoped = await api.join(cast.workspaceId, [{ role: 'AUDITOR', teamId: null }], ['risk.read', 'request.read']);
    const { data, errors } = await api.run(
      '{ riskByInitiative(by: ROADMAP_ITEM, first: 1) { nodes { exposure title } } }',
      scoped,
    );
    const [shown] = (data as unknown as { riskByInitiative: Shown }).riskByInitiative.nodes;
    expect(errors).toBeUndefined();
    expect(shown).toEqual({ exposure: 21, title: null });
  });

  it('shows nothing of another workspace, not even where ids are the same', async () => {
    const other = await api.cast();
    await expect(ask({ by: 'ROADMAP_ITEM' }, other.auditor)).resolves.toMatchObject({ totalCount: 0, nodes: [] });
    const theirs = new InitiativeDesk(api, other);
    await theirs.propose('i1', 1);
    // An item of theirs that names a request of ours.
    await theirs.item('i1', fact('RequestLinked', { requestId: desk.idOf('r3'), primary: false }));
    await api.readable();
    await expect(ask({ by: 'ROADMAP_ITEM' }, other.auditor)).resolves.toMatchObject({ totalCount: 0 });
    await expect(lines({ by: 'ROADMAP_ITEM' })).resolves.toHaveLength(3);
  });

  it('is as it was when it is asked for the past', async () => {
    const before = await desk.review('REQUEST', 'r2', [rated('K4', 3, 3)]);
    await desk.item('i1', fact('RequestUnlinked', { requestId: desk.idOf('r1') }));
    await desk.item('i2', fact('ItemDropped', { reason: 'Nobody asks for it.' }));
    await desk.item('i3', fact('ItemRevised', { title: 'Open house' }));
    await desk.review('ROADMAP_ITEM', 'i1', [cancelled]);
    await api.readable();
    const { nodes } = await ask({ by: 'ROADMAP_ITEM' });
    expect(nodes.map(line).toSorted()).toEqual(['RM-1 9 RR-3', 'RM-3 9 RR-3']);
    expect(nodes.find(({ reference }) => reference === 'RM-3')).toMatchObject({ title: 'Open house' });
    const asOf = await desk.asOf(before);
    const then = await ask({ by: 'ROADMAP_ITEM', asOf });
    expect(then.nodes.map(line)).toEqual(['RM-1 28 RR-1 RR-2 RR-3', 'RM-2 15 RR-2', 'RM-3 9 RR-3']);
    expect(then.nodes[2]).toMatchObject({ title: 'Part 3' });
    await expect(lines({ by: 'CAMPAIGN', asOf })).resolves.toEqual(['RM-2 15 RR-2', 'RM-3 9 RR-3']);
  });
});
