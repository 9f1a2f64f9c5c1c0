import { costsOfDelay, displacementObstacles } from '../domain/index.js';
import { publish } from './publish.js';

export const CostOfDelayEnum = publish(
  'CostOfDelay',
  'What waiting would cost.',
  {
    LOW: 'Little.',
    MEDIUM: 'Something that will be noticed.',
    HIGH: 'A good part of what it is for.',
    CRITICAL: 'All of what it is for.',
  },
  costsOfDelay,
);

export const ExpediteStatusEnum = publish(
  'ExpediteStatus',
  'Where the question stands whether a request goes first.',
  {
    REQUESTED: 'Marketing has asked; engineering has not answered.',
    GRANTED: 'It goes first.',
    DECLINED: 'It does not; marketing may ask again.',
  },
  ['REQUESTED', 'GRANTED', 'DECLINED'] as const,
);

export const AlternativeStatusEnum = publish(
  'AlternativeStatus',
  'Where another way stands.',
  { PROPOSED: 'Nobody has answered yet.', ACCEPTED: 'It was taken.', REJECTED: 'It was not taken.' },
  ['PROPOSED', 'ACCEPTED', 'REJECTED'] as const,
);

export const DisplacementObstacleEnum = publish(
  'DisplacementObstacle',
  'Why a request cannot be the one that waits, or why it is not believed that nobody has to.',
  {
    NOT_NAMED: 'Neither a request was named nor a reason why nobody has to wait.',
    SAME_REQUEST: 'It is the urgent request itself.',
    NOT_ACTIVE: 'It is launched or has ended.',
    EXPEDITED: 'It goes first itself.',
    OTHER_PROVIDER: 'Another team builds it.',
    NO_PROVIDER: 'Nobody builds the urgent request yet, so no load shows room.',
    NO_ROOM: 'The provider team works on as much as its limit allows.',
  },
  displacementObstacles,
);
