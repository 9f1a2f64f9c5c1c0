import { briefCauses } from '../domain/index.js';
import { publish } from './publish.js';

export const RevisionCauseEnum = publish(
  'RevisionCause',
  'Why a brief is revised.',
  {
    CLARIFICATION: 'The same, said more clearly.',
    MISUNDERSTOOD: 'It had been understood differently.',
    MISSING_REQUIREMENT: 'Something had been forgotten.',
    CHANGED_MIND: 'Something else is wanted.',
    ALTERNATIVE: 'An alternative was accepted.',
  },
  briefCauses.filter((cause) => cause !== 'INITIAL'),
);

export const PersonalDataKindEnum = publish(
  'PersonalDataKind',
  'Personal data that has no place in a text.',
  { EMAIL: 'An e-mail address.', PHONE: 'A phone number.' },
  ['EMAIL', 'PHONE'] as const,
);

export const HiddenWorkPartEnum = publish(
  'HiddenWorkPart',
  'What an estimate of hidden work has to show.',
  {
    SECURITY: 'A line SECURITY with minutes.',
    BACKEND: 'A line BACKEND with minutes.',
    COUNTERSIGNATURE: 'The signature of an engineering lead: who hands it in.',
  },
  ['SECURITY', 'BACKEND', 'COUNTERSIGNATURE'] as const,
);
