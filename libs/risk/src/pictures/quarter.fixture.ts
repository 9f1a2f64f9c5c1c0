import { propertyIdOf, reviewIdOf } from '../ids.js';
import { type ReviewEvent, riskReview } from '../domain/index.js';
import { type Desks, playQuarter } from '../domain/quarter.spec-kit.js';
import { type Cast, RiskApi } from '../risk.fixture.js';
import { v5 as uuidV5 } from 'uuid';

const SPACE = 'c4fd9b2e-0b0a-4a0e-9d7c-3a2f3e0f7d11';

/** A uuid for a name of the kit, the same every time. */
export const idOf = (name: string): string => uuidV5(name, SPACE);

/** Own id of the review of one of the kit's requests. */
export const reviewOf = (request: string): string => reviewIdOf({ kind: 'REQUEST', id: idOf(request) });

/** Which of the quarter's reviews concern which property. */
export const PROPERTIES: Readonly<Record<string, readonly string[]>> = {
  'RR-2': ['shop.example'],
  'RR-4': ['trend.example', 'shop.example'],
};

export interface PlayedQuarter {
  readonly cast: Cast;
  readonly desks: Desks;
}

interface Told {
  readonly day: string;
  readonly review: string;
  readonly request: string;
  readonly facts: ReviewEvent[];
}

/** People of the kit, wherever they are named, as uuids. */
export const withPeople = (fact: ReviewEvent): ReviewEvent =>
  JSON.parse(
    JSON.stringify(fact).replaceAll(/"(p-[a-z]+)"/g, (_whole, name: string) => `"${idOf(name)}"`),
  ) as ReviewEvent;

/** Teams and properties of the kit's reviews are those of the cast. */
function localised(told: ReviewEvent, review: string, teamIds: readonly string[]): ReviewEvent {
  const fact = withPeople(told);
  if (fact.type !== 'ReviewOpened' && fact.type !== 'ReviewScopeChanged') return fact;
  const concerned = { teamIds, propertyIds: (PROPERTIES[review] ?? []).map(propertyIdOf) };
  const subject = 'subject' in fact.data ? { subject: { ...fact.data.subject, id: idOf(fact.data.subject.id) } } : {};
  return { ...fact, data: { ...fact.data, ...concerned, ...subject } } as ReviewEvent;
}

/** What was told, day by day in the order of the reviews: one append for each review and day. */
function toldOf(desks: Desks, teamIds: readonly string[]): Told[] {
  const told = Object.entries(desks).flatMap(([review, desk]) => {
    const days = [...new Set(desk.facts.map(({ day }) => day))];
    return days.map((day): Told => {
      const facts = desk.facts.filter((one) => one.day === day).map(({ fact }) => localised(fact, review, teamIds));
      return { day, review, request: desk.subject.id, facts };
    });
  });
  return told.toSorted((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1));
}

/** The facts of the demo quarter's reviews (5.6), stored at 11:00 of their days in Berlin. */
export async function storeQuarter(api: RiskApi, teamIds: (cast: Cast) => readonly string[]): Promise<PlayedQuarter> {
  const cast = await api.cast('2026-01-05');
  const desks = playQuarter();
  for (const { day, request, facts } of toldOf(desks, teamIds(cast))) {
    await api.setClock(cast.workspaceId, `${day}T10:00:00.000Z`);
    await api.happened(cast.workspaceId, { aggregate: riskReview, id: reviewOf(request) }, facts);
  }
  await api.setClock(cast.workspaceId, '2026-03-31T10:00:00.000Z');
  await api.readable();
  return { cast, desks };
}
