import { toGlobalId } from '#libs/api-kit';
import { randomUUID } from 'node:crypto';
import { TODAY } from '../risk.fixture.js';
import type { RightsBench } from './rights.fixture.js';
import { stories } from './stories.fixture.js';

/** What there is to be read: one of each. Global ids but for the name. */
export interface Shelf {
  readonly requestId: string;
  readonly reviewId: string;
  readonly riskId: string;
  readonly propertyId: string;
  readonly freezeId: string;
  readonly peakId: string;
  readonly teamId: string;
  readonly name: string;
}

/** A query, and what it is asked of. */
export interface Read {
  readonly query: string;
  readonly document: string;
  readonly variables: (shelf: Shelf) => object;
}

const NAME = 'www.shelf.example';
const INCIDENT = 'INC-7';

/** Fills it: a risk that became fact and is accepted, on a property that is frozen; and work of a review that waits. */
export async function fill(bench: RightsBench): Promise<Shelf> {
  const { marketer, backend, marketing } = bench.cast;
  const propertyId = await bench.property(NAME);
  const told = await bench.tell(stories.accepted, { properties: [NAME] });
  const [freezeId, peakId] = [await bench.freeze(propertyId), await bench.peak(propertyId)];
  await bench.done('materialiseRisk', backend, { riskId: told.riskId, occurrence: { incident: INCIDENT } });
  await bench.done('acknowledgeRisk', marketer, { riskId: told.riskId });
  return { ...told, propertyId, freezeId, peakId, teamId: marketing, name: NAME };
}

/** Ids and a name of nothing. */
export const nowhere = (): Shelf => ({
  requestId: toGlobalId('Request', randomUUID()),
  reviewId: toGlobalId('RiskReview', randomUUID()),
  riskId: toGlobalId('Risk', `${randomUUID()}-K7`),
  propertyId: toGlobalId('Property', randomUUID()),
  freezeId: toGlobalId('Freeze', randomUUID()),
  peakId: toGlobalId('Peak', randomUUID()),
  teamId: toGlobalId('Team', randomUUID()),
  name: 'nowhere.example',
});

const nothing = () => ({});
const of =
  (key: keyof Shelf) =>
  (shelf: Shelf): object => ({ id: shelf[key] });

const one = (query: string, key: keyof Shelf, fields: string): Read => ({
  query,
  document: `query ($id: ID!) { ${query}(id: $id) { ${fields} } }`,
  variables: of(key),
});
const list = (query: string, fields = 'id', args = ''): Read => ({
  query,
  document: `{ ${query}${args} { nodes { ${fields} } } }`,
  variables: nothing,
});
const plain = (query: string, fields: string, args = ''): Read => ({
  query,
  document: `{ ${query}${args} { ${fields} } }`,
  variables: nothing,
});

const HISTORY = 'history { changes { summary } }';
const SPAN = `from: "${TODAY}", to: "2026-02-28"`;
const BANDS = 'exposure bands { band count }';

/** Every query of risk. */
export const riskReads: readonly Read[] = [
  one('riskReview', 'reviewId', `id reference risks { id } ${HISTORY}`),
  {
    query: 'riskReviewOf',
    document: 'query ($id: ID!) { riskReviewOf(subjectId: $id) { id } }',
    variables: of('requestId'),
  },
  list('riskReviews'),
  plain('riskReviewQueue', 'mine { lenses } unassigned { lenses } undecided { id }'),
  one('risk', 'riskId', 'id title acceptance { justification } occurrences { __typename }'),
  list('risks', 'id title'),
  list('risksDue', '__typename', '(until: "2027-12-31")'),
  list('acceptances', '__typename', '(expiringWithinDays: 120)'),
  plain('blockedLaunches', 'nodes { __typename } truncated'),
  list('materialisedRisks', 'id reference'),
  list('riskByInitiative', `reviewReference ${BANDS}`),
  list('riskByProperty', `name ${BANDS}`),
  plain('riskCalibration', 'levels { likelihood predicted materialised }'),
  plain('exposureTrend', `day ${BANDS}`, '(weeks: 2)'),
  {
    query: 'riskMatrix',
    document: `query ($team: ID, $property: ID) { riskMatrix { ${BANDS} cells { count risks(first: 3) { id title } } }
      ofTeam: riskMatrix(teamId: $team) { ${BANDS} } ofProperty: riskMatrix(propertyId: $property) { ${BANDS} } }`,
    variables: ({ teamId, propertyId }) => ({ team: teamId, property: propertyId }),
  },
];

/** Every query of properties, peaks and freezes. */
export const propertyReads: readonly Read[] = [
  one('property', 'propertyId', `id name ${HISTORY}`),
  {
    query: 'propertyOfName',
    document: 'query ($name: String!) { propertyOfName(name: $name) { id name } }',
    variables: ({ name }) => ({ name }),
  },
  list('properties', 'id name'),
  one('peak', 'peakId', `id title property { name } ${HISTORY}`),
  list('peaks', 'id title'),
  one('freeze', 'freezeId', `id reason properties { name } ${HISTORY}`),
  list('freezes', 'id reason'),
  plain('capacityGaps', 'id title', `(${SPAN})`),
  {
    query: 'changeCalendar',
    document: `query ($id: ID!, $team: ID!) { changeCalendar(${SPAN}) { entries { kind title } }
      ofProperty: changeCalendar(${SPAN}, propertyIds: [$id]) { entries { kind title } }
      ofTeam: changeCalendar(${SPAN}, teamId: $team) { entries { kind title } } }`,
    variables: ({ propertyId, teamId }) => ({ id: propertyId, team: teamId }),
  },
];

export const reads: readonly Read[] = [...riskReads, ...propertyReads];

/** Types of nodes, and where one stands on the shelf. */
export const nodeKeys = {
  RiskReview: 'reviewId',
  Risk: 'riskId',
  Property: 'propertyId',
  Freeze: 'freezeId',
  Peak: 'peakId',
} as const satisfies Record<string, keyof Shelf>;
