import { publish } from '#libs/requests';
import { checkKinds, checkResults, freezeStandings, responsibilities } from '../domain/index.js';
import { changeKinds } from './change-kinds.js';

export const ResponsibilityAreaEnum = publish(
  'PropertyResponsibilityArea',
  'What somebody answers for on a web property.',
  {
    CONTENT: 'What stands on it.',
    TECHNOLOGY: 'What it runs on.',
    SECURITY: 'That nobody gets where they should not.',
    PRIVACY: 'What it does with data about people.',
    ON_CALL: 'Who is called when it is down.',
  },
  responsibilities,
);

export const CheckKindEnum = publish(
  'PropertyCheckKind',
  'What a property was checked for.',
  {
    TEST: 'That it does what it should.',
    SECURITY: 'That it keeps out who should stay out.',
    PERFORMANCE: 'How many requests a minute it bears.',
    ACCESSIBILITY: 'That everybody can use it.',
  },
  checkKinds,
);

export const CheckResultEnum = publish(
  'PropertyCheckResult',
  'What a check found.',
  { PASSED: 'It is as it should be.', FAILED: 'It is not.' },
  checkResults,
);

export const FreezeStatusEnum = publish(
  'FreezeStatus',
  'Where a freeze stands today, in the workspace’s zone.',
  {
    AHEAD: 'Its first day is to come.',
    IN_FORCE: 'Nothing is launched on its properties.',
    OVER: 'Its last day has passed.',
    ENDED: 'It was ended before its time.',
  },
  freezeStandings,
);

export const ChangeKindEnum = publish(
  'CalendarChangeKind',
  'What an entry of the calendar of changes is about.',
  {
    LAUNCH: 'A request went live.',
    LAUNCH_ROLLED_BACK: 'A request went live, and was taken back later.',
    AGREED_DATE: 'The date both sides count on, of a request that is not live.',
    PEAK: 'Many visitors are expected.',
    FREEZE: 'Nothing is launched.',
    REVIEW_VALIDITY_END: 'The last day on which the decision of a risk review holds.',
  },
  changeKinds,
);
