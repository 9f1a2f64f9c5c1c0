import { publish } from '#libs/requests';
import { sessionStatuses } from '../domain/index.js';

export const SessionStatusEnum = publish(
  'PlanningSessionStatus',
  'Where a planning session stands.',
  {
    SCHEDULED: 'Its day is fixed.',
    OPEN: 'It is being held.',
    CLOSED: 'It was held, and the roadmap as it stood then is a baseline.',
    CANCELLED: 'It does not take place.',
  },
  sessionStatuses,
);
