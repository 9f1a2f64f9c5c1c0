import { publish } from '#libs/requests';
import {
  captureKinds,
  ideaSources,
  ideaStatuses,
  interruptionKinds,
  interruptionStatuses,
  roadblockStatuses,
} from './domain/index.js';

export const IdeaStatusEnum = publish(
  'IdeaStatus',
  'Where an idea stands.',
  {
    NEW: 'Captured, not shaped yet.',
    SHAPED: 'Its problem, benefit and size are told.',
    CONVERTED: 'It became a request.',
    PARKED: 'It waits; it can be taken up again.',
    DROPPED: 'It will not be done; it can be taken up again.',
  },
  ideaStatuses,
);

export const IdeaSourceEnum = publish(
  'IdeaSource',
  'Where an idea came from.',
  { FORM: 'Typed in.', CHAT: 'A chat message.' },
  ideaSources,
);

export const RoadblockStatusEnum = publish(
  'RoadblockStatus',
  'Where a roadblock stands.',
  {
    OPEN: 'It blocks.',
    MITIGATED: 'It still blocks, but less.',
    RESOLVED: 'It is gone.',
    ACCEPTED: 'It stays, and everybody lives with it.',
  },
  roadblockStatuses,
);

export const InterruptionKindEnum = publish(
  'InterruptionKind',
  'What an interruption was.',
  { QUESTION: 'A question.', FAVOUR: 'Something to be done quickly.', INCIDENT: 'Something that broke.' },
  interruptionKinds,
);

export const InterruptionStatusEnum = publish(
  'InterruptionStatus',
  'What became of an interruption.',
  {
    LOGGED: 'Nothing yet.',
    CONVERTED: 'It became a request, or a question on one.',
    WRITTEN_OFF: 'Nothing becomes of it.',
  },
  interruptionStatuses,
);

export const CaptureKindEnum = publish(
  'CaptureKind',
  'What a chat message became.',
  {
    REQUEST_DRAFT: 'A request, as a draft.',
    QUESTION: 'A question on a request.',
    IDEA: 'An idea.',
    DECISION: 'A decision, kept in its own words.',
  },
  captureKinds,
);
