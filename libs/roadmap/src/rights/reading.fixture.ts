import { courses, sessions } from './stories.fixture.js';
import type { RoadmapBench } from './rights.fixture.js';

/** What there is to be read. Global ids. */
export interface Shelf {
  /** Depends on another one, and a request is part of it. */
  readonly itemId: string;
  readonly sessionId: string;
  readonly requestId: string;
}

/** A query, and what it is asked of. */
export interface Read {
  readonly query: string;
  readonly document: string;
  readonly variables: (shelf: Shelf) => object;
}

/** One public item that is tied to another one, and a session that is over. */
export async function fill(bench: RoadmapBench): Promise<Shelf> {
  const { cast } = bench;
  const said = { lane: 'SHARED', visibility: 'PUBLIC' } as const;
  const itemId = await bench.item(courses.planned, { said });
  const requestId = await bench.request();
  await bench.link(itemId, requestId, true);
  const toId = await bench.item(courses.planned, { said: { kind: 'CAMPAIGN' } });
  await bench.done('addItemDependency', cast.manager, { itemId: toId, toId: itemId, type: 'NEEDS' });
  const sessionId = await bench.session(sessions.open);
  for (const [who, side] of [
    [cast.cmo, 'CONSUMER'],
    [cast.cto, 'PROVIDER'],
  ] as const)
    await bench.done('recordAttendance', cast.manager, { sessionId, personId: who.id, side });
  const said2 = { decision: 'It stays.', rationale: 'As we spoke.' };
  await bench.done('recordPlanningDecision', cast.manager, { sessionId, itemId, ...said2 });
  await bench.done('closePlanning', cast.manager, { sessionId });
  return { itemId, sessionId, requestId };
}

const none = () => ({});
const NODES = '{ nodes { id } }';

/** Every query of the roadmap. */
export const reads: readonly Read[] = [
  {
    query: 'roadmapItem',
    document:
      'query ($id: ID!) { roadmapItem(id: $id) { id dependants { itemId } history { changes { summary } } links { request { id } } } }',
    variables: ({ itemId: id }) => ({ id }),
  },
  { query: 'roadmapItems', document: `{ roadmapItems ${NODES} }`, variables: none },
  { query: 'campaignWorthy', document: '{ campaignWorthy { unassessed { id } } }', variables: none },
  {
    query: 'dependencyGraph',
    document: 'query ($ids: [ID!]) { dependencyGraph(itemIds: $ids) { nodes { id } edges { fromId } } }',
    variables: ({ itemId }) => ({ ids: [itemId] }),
  },
  { query: 'roadmap', document: `{ roadmap ${NODES} }`, variables: none },
  { query: 'lookAhead', document: `{ lookAhead(weeks: 53) ${NODES} }`, variables: none },
  {
    query: 'roadmapDiff',
    document: '{ roadmapDiff(from: { recordedAt: "2026-01-05T07:00:00Z" }) { added { itemId } } }',
    variables: none,
  },
  {
    query: 'planStability',
    document: 'query ($id: ID) { planStability(sessionId: $id) { items } }',
    variables: ({ sessionId: id }) => ({ id }),
  },
  { query: 'alignment', document: '{ alignment { pairs { campaignId } } }', variables: none },
  {
    query: 'cadenceOverlay',
    document:
      '{ cadenceOverlay(from: "2026-04-01", to: "2026-06-30") { quarters { campaigns { id } ending { item { id } } } } }',
    variables: none,
  },
  {
    query: 'roadmapTimeline',
    document: 'query ($id: ID) { roadmapTimeline(baselineSessionId: $id) { rows { item { id } } } }',
    variables: ({ sessionId: id }) => ({ id }),
  },
  { query: 'publicRoadmap', document: '{ publicRoadmap { nodes { number } } }', variables: none },
  {
    query: 'planningSession',
    document: 'query ($id: ID!) { planningSession(id: $id) { id history { changes { summary } } } }',
    variables: ({ sessionId: id }) => ({ id }),
  },
  { query: 'planningSessions', document: `{ planningSessions ${NODES} }`, variables: none },
  { query: 'planningCadence', document: '{ planningCadence { jointSessions } }', variables: none },
  { query: 'demandForecast', document: '{ demandForecast { type } }', variables: none },
  { query: 'policy', document: '{ policy(kind: PLANNING_CADENCE) { id } }', variables: none },
  { query: 'policies', document: '{ policies { id } }', variables: none },
];
