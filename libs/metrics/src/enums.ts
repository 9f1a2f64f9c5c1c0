import { publish } from '#libs/requests';
import { directions, flags, valueSources, windowKinds } from './domain/index.js';

export const MetricDirectionEnum = publish(
  'MetricDirection',
  'Which way is better.',
  { UP: 'More is better.', DOWN: 'Less is better.' },
  directions,
);

export const MetricSourceEnum = publish(
  'MetricSource',
  'Where a metric’s values come from.',
  { EVENTS: 'The service computes them from events.', IMPORTED: 'Somebody brings them along.' },
  ['EVENTS', 'IMPORTED'] as const,
);

export const MetricValueSourceEnum = publish(
  'MetricValueSource',
  'Where one value comes from.',
  { COMPUTED: 'The service computed it at that moment.', IMPORTED: 'Somebody brought it along.' },
  valueSources,
);

export const MetricWindowKindEnum = publish(
  'MetricWindowKind',
  'How a window was named.',
  { MONTH: 'A calendar month.', QUARTER: 'A quarter of a year.', CUSTOM: 'A first and a last day.' },
  windowKinds,
);

export const MetricFlagEnum = publish(
  'MetricFlag',
  'Why a figure says less than it seems to.',
  {
    INSUFFICIENT_DATA: 'It has no value, or fewer subjects than it should have.',
    IMMATURE: 'The window is not over, or some of its subjects cannot be counted yet.',
  },
  flags,
);
