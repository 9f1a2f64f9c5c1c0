import {
  type Aggregate,
  type EventDefinition,
  type Fact,
  type InlineView,
  type LogModel,
  versionsOf,
} from '#libs/event-log';
import { chatCaptureRow } from './captures/chat-capture-row.js';
import {
  chatCapture,
  type ChatCaptureEvent,
  idea,
  type IdeaEvent,
  interruption,
  type InterruptionEvent,
  roadblock,
  type RoadblockEvent,
} from './domain/index.js';
import { ideaRow } from './ideas/idea-row.js';
import { interruptionRow } from './interruptions/interruption-row.js';
import { roadblockRow } from './roadblocks/roadblock-row.js';

/** Every event of this context. */
export const intakeEvents: readonly EventDefinition[] = [
  ...versionsOf<IdeaEvent>(idea.type, {
    IdeaCaptured: 1,
    IdeaShaped: 1,
    IdeaVoted: 1,
    IdeaVoteWithdrawn: 1,
    IdeaParked: 1,
    IdeaDropped: 1,
    IdeaRevived: 1,
    IdeaConverted: 1,
  }),
  ...versionsOf<RoadblockEvent>(roadblock.type, {
    RoadblockRaised: 1,
    RoadblockOwnerAssigned: 1,
    RoadblockAffectedChanged: 1,
    RoadblockUntilChanged: 1,
    RoadblockMitigated: 1,
    RoadblockResolved: 1,
    RoadblockAccepted: 1,
    RoadblockReopened: 1,
  }),
  ...versionsOf<InterruptionEvent>(interruption.type, {
    InterruptionLogged: 1,
    InterruptionConvertedToRequest: 1,
    InterruptionConvertedToQuestion: 1,
    InterruptionWrittenOff: 1,
  }),
  ...versionsOf<ChatCaptureEvent>(chatCapture.type, { ChatCaptured: 1 }),
];

/** Any fact of this context. */
export type IntakeFact = IdeaEvent | RoadblockEvent | InterruptionEvent | ChatCaptureEvent;

/** What this context adds to the model of the log. */
export const intakeModel: Pick<LogModel, 'aggregates' | 'views'> & { readonly events: readonly EventDefinition[] } = {
  events: intakeEvents,
  aggregates: [idea, roadblock, interruption, chatCapture] as readonly Aggregate<unknown, Fact>[],
  views: [ideaRow, roadblockRow, interruptionRow, chatCaptureRow] as readonly InlineView<object, Fact>[],
};
