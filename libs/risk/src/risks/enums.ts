import { SideName } from '#libs/people';
import { publish } from '#libs/requests';
import { bugOrIncident, knowledges, riskCategories, stages, treatments } from '../domain/index.js';

/** The side of a team, as people know it. */
export const SideEnum = SideName;

export const RiskStageEnum = publish(
  'RiskStage',
  'What a rating is about.',
  {
    INHERENT: 'The risk before anything is done about it.',
    CURRENT: 'The risk as it is now; INHERENT until somebody rates it again.',
    RESIDUAL_TARGET: 'The risk as it shall become.',
  },
  stages,
);

export const RiskTreatmentEnum = publish(
  'RiskTreatment',
  'What is done about a risk.',
  {
    REDUCE: 'Mitigations make it smaller.',
    AVOID: 'The scope changes, so that it cannot happen.',
    TRANSFER: 'Somebody else bears what follows, e.g. an insurance or a supplier.',
    ACCEPT: 'Nothing: somebody answers for living with it.',
  },
  treatments,
);

export const RiskCategoryEnum = publish(
  'RiskCategory',
  'What a risk endangers.',
  {
    DATA: 'Data of customers or of the house.',
    MONEY: 'Payments, prices, income.',
    AVAILABILITY: 'That it can be reached and is quick.',
    SUPPLIER: 'That somebody else delivers what we build on.',
    LEGAL: 'That it is allowed.',
    REPUTATION: 'What people think of us.',
    OTHER: 'Something else.',
  },
  riskCategories,
);

export const RiskKnowledgeEnum = publish(
  'RiskKnowledge',
  'How well a rating is founded.',
  {
    WEAK: 'A guess: little is known of it.',
    MEDIUM: 'Somebody saw something like it.',
    STRONG: 'Measured, tested, or seen often.',
  },
  knowledges,
);

export const OccurrenceKindEnum = publish(
  'OccurrenceKind',
  'What showed that a risk became fact.',
  { BUG: 'A bug of a request.', INCIDENT: 'An incident, kept in another system.' },
  bugOrIncident,
);

export const MitigationStatusEnum = publish(
  'MitigationStatus',
  'Where a mitigation stands.',
  {
    PLANNED: 'Somebody sees to it.',
    DONE: 'Done, with something to show for it; nobody else has looked yet.',
    VERIFIED: 'Somebody who neither carries it nor did it has looked at what there is to show.',
  },
  ['PLANNED', 'DONE', 'VERIFIED'],
);
