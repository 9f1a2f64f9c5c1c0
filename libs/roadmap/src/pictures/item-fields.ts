import { publish } from '#libs/requests';
import type { ItemState } from '../domain/index.js';

/** Fields of an item that can change, as the difference of two roadmaps names them. */
const names = {
  title: 'TITLE',
  status: 'STATUS',
  horizon: 'HORIZON',
  window: 'WINDOW',
  owners: 'OWNERS',
  agreements: 'AGREEMENTS',
  worthiness: 'WORTHINESS',
  visibility: 'VISIBILITY',
  expectedImpact: 'EXPECTED_IMPACT',
  goalIds: 'GOALS',
  propertyIds: 'PROPERTIES',
  links: 'REQUESTS',
  suggestions: 'SUGGESTIONS',
  gate: 'RISK_GATE',
  measured: 'OUTCOME',
} as const satisfies Partial<Record<keyof ItemState, string>>;

type FieldName = (typeof names)[keyof typeof names];

/** Null: a difference tells it in a list of its own, or it cannot change. */
export const fieldName = (field: keyof ItemState): FieldName | null =>
  field in names ? names[field as keyof typeof names] : null;

export const ItemFieldEnum = publish(
  'RoadmapItemField',
  'What of an item says something else.',
  {
    TITLE: 'What it is.',
    STATUS: 'Where it stands.',
    HORIZON: 'How near it is.',
    WINDOW: 'When: it has a window now and had none, or the other way round. Moves are told apart.',
    OWNERS: 'Who answers for it.',
    AGREEMENTS: 'Which sides have agreed.',
    WORTHINESS: 'Whether it is worth a campaign.',
    VISIBILITY: 'Who may see it.',
    EXPECTED_IMPACT: 'What it is meant to bring.',
    GOALS: 'The goals it serves.',
    PROPERTIES: 'The web properties it goes out on.',
    REQUESTS: 'The requests that are part of it.',
    SUGGESTIONS: 'Moves that were suggested, and what was said to them.',
    RISK_GATE: 'What its risk reviews say.',
    OUTCOME: 'What came of it.',
  },
  Object.values(names),
);
