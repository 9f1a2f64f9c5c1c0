import {
  getNamedType,
  type GraphQLSchema,
  isEnumType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  parse,
  extendSchema,
} from 'graphql';
import { type Cast, RoadmapApi } from '../roadmap.fixture.js';

let api: RoadmapApi;
let cast: Cast;
beforeAll(async () => {
  api = await RoadmapApi.start();
  cast = await api.cast();
});
afterAll(() => api.close());

const PUBLIC = `query ($first: Int, $after: String) { publicRoadmap(first: $first, after: $after) {
  nodes { number title kind stage window { start end precision } } totalCount pageInfo { hasNextPage endCursor } } }`;

/** Everything of the public view, and nothing else: `Type.field: leaf`. */
const OPEN = new Set([
  'PublicRoadmapItem.number: Int',
  'PublicRoadmapItem.title: String',
  'PublicRoadmapItem.kind: RoadmapItemKind',
  'PublicRoadmapItem.stage: PublicRoadmapStage',
  'PublicRoadmapItem.window: PublicRoadmapWindow',
  'PublicRoadmapWindow.start: LocalDate',
  'PublicRoadmapWindow.end: LocalDate',
  'PublicRoadmapWindow.precision: WindowPrecision',
]);

/** Fields that can be reached from a type and are not open to the public. */
function leaks(schema: GraphQLSchema, from: string): string[] {
  const seen = new Set<string>();
  const found: string[] = [];
  const visit = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    const type = schema.getType(name);
    if (isScalarType(type) || isEnumType(type)) return;
    if (!isObjectType(type) || isInterfaceType(type) || isUnionType(type)) return void found.push(name);
    for (const interfaceType of type.getInterfaces()) found.push(`${name} implements ${interfaceType.name}`);
    for (const field of Object.values(type.getFields())) {
      const to = getNamedType(field.type).name;
      if (field.args.length > 0 || !OPEN.has(`${name}.${field.name}: ${to}`))
        found.push(`${name}.${field.name}: ${to}`);
      visit(to);
    }
  };
  visit(from);
  return found;
}

describe('the public roadmap (I6)', () => {
  it('leads from no field of it to hours, risk, persons or money', () => {
    expect(leaks(api.schema, 'PublicRoadmapItem')).toEqual([]);
    // The page around it leads to the items and to where the page stands.
    const connection = api.schema.getQueryType()!.getFields()['publicRoadmap']!.type;
    const paging = /^(PublicRoadmapItemConnection|PublicRoadmapItemEdge|PageInfo)\./;
    expect(leaks(api.schema, getNamedType(connection).name).filter((field) => !paging.test(field))).toEqual([]);
  });

  it.each([
    ['an owner', 'owner: Person', 'PublicRoadmapItem.owner: Person'],
    ['an item behind it', 'item: RoadmapItem', 'PublicRoadmapItem.item: RoadmapItem'],
    ['a number of minutes', 'minutes: Int', 'PublicRoadmapItem.minutes: Int'],
    ['a title in a language, which asks for anything', 'title2(of: ID!): String', 'PublicRoadmapItem.title2: String'],
  ])('would be caught with %s', (_what, field, leak) => {
    const planted = extendSchema(api.schema, parse(`extend type PublicRoadmapItem { ${field} }`));
    expect(leaks(planted, 'PublicRoadmapItem')).toContain(leak);
  });

  it('shows public items that were not dropped, to everybody who can sign in, page by page', async () => {
    const setVisibility = async (itemId: string, visibility: string) =>
      api.done(cast.manager, 'setItemVisibility', { itemId, visibility });
    const [shown, company, dropped, , considered] = [
      await api.plan(cast, { title: 'Gift cards' }),
      await api.plan(cast, { title: 'For the house' }),
      await api.plan(cast, { title: 'Given up' }),
      await api.plan(cast, { title: 'For the two sides' }),
      await api.propose(cast, { title: 'Someday', kind: 'CAMPAIGN', lane: 'MARKETING' }),
    ];
    for (const { id } of [shown, dropped, considered]) await setVisibility(id, 'PUBLIC');
    await setVisibility(company.id, 'COMPANY');
    await api.done(cast.manager, 'dropItem', { itemId: dropped.id, reason: 'Nobody asked for it.' });
    const window = { start: '2026-04-01', end: '2026-06-30', precision: 'QUARTER' };
    const nodes = [
      { number: 1, title: 'Gift cards', kind: 'FEATURE', stage: 'PLANNED', window },
      { number: 5, title: 'Someday', kind: 'CAMPAIGN', stage: 'CONSIDERED', window: null },
    ];
    for (const who of [cast.agencyDesigner, cast.finance, cast.marketer])
      await expect(api.ask(PUBLIC, who)).resolves.toMatchObject({ nodes, totalCount: 2 });
    const first = await api.ask<{ pageInfo: { endCursor: string } }>(PUBLIC, cast.finance, { first: 1 });
    expect(first).toMatchObject({ nodes: nodes.slice(0, 1), pageInfo: { hasNextPage: true } });
    const after = first.pageInfo.endCursor;
    await expect(api.ask(PUBLIC, cast.finance, { first: 1, after })).resolves.toMatchObject({ nodes: nodes.slice(1) });
    const elsewhere = await api.cast();
    await expect(api.ask(PUBLIC, elsewhere.auditor)).resolves.toMatchObject({ nodes: [], totalCount: 0 });
    // Everybody who reads the roadmap sees all of it that was not dropped, whoever it is meant for.
    const all = await api.ask('{ roadmap { nodes { number visibility } } }', cast.backend);
    expect(all).toEqual({
      nodes: [
        { number: 1, visibility: 'PUBLIC' },
        { number: 2, visibility: 'COMPANY' },
        { number: 4, visibility: 'TEAMS' },
        { number: 5, visibility: 'PUBLIC' },
      ],
    });
  });
});
