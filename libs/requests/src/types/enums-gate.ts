import { bands, missingKinds } from '#libs/vocabulary';
import { launchCauses, launchVerdicts } from '../domain/index.js';
import { publish } from './publish.js';

export const BandEnum = publish(
  'RiskBand',
  'How serious a risk is, mildest first.',
  {
    LOW: 'Looked at now and then.',
    MEDIUM: 'The requesting side has to know of it.',
    HIGH: 'Both leads accept it, or it is reduced.',
    CRITICAL: 'Nobody may accept it.',
  },
  bands,
);

export const LaunchVerdictEnum = publish(
  'LaunchVerdict',
  'What the conditions of a launch come to.',
  {
    READY: 'All of them are met.',
    STALE:
      'Risk had decided, and what it decided about changed; that is all it has against it. Others may be unmet too.',
    BLOCKED: 'Something else is in the way.',
  },
  launchVerdicts,
);

export const LaunchCauseEnum = publish(
  'LaunchCause',
  'What a review or a freeze has against a launch.',
  {
    UNDECIDED: 'There is no review yet, or it was not decided.',
    BLOCKED: 'The review forbids it.',
    STALE: 'The review decided about another scope.',
    EXPIRED: 'Its decision does not hold on that day any more.',
    CANCELLED: 'The review was cancelled.',
    CONDITIONS_OPEN: 'It lets it pass on conditions that are not met.',
    FROZEN: 'Nothing is launched on these properties on that day.',
  },
  launchCauses,
);

export const MissingKindEnum = publish(
  'MissingKind',
  'What kind of thing has to happen before something is signed, decided or launched.',
  {
    REVIEW: 'A review is opened.',
    DECISION: 'The review is decided.',
    SCOPE: 'The review decides about the scope as it is now.',
    VALIDITY: 'The decision is made anew: its last day is over.',
    CONDITION: 'A condition of the decision is met.',
    SIGNATURE: 'A lens is signed.',
    ANSWER: 'A question of the checklist is answered.',
    RATING: 'A risk is rated.',
    TREATMENT: 'Somebody says how a risk is treated.',
    BAND: 'A risk gets milder, or is accepted.',
    ACCEPTANCE: 'A risk that was to be accepted is.',
    MITIGATION: 'What was to reduce a risk is verified.',
    ACKNOWLEDGEMENT: 'The requesting side says that it knows of a risk.',
  },
  missingKinds,
);
