import { historyOf } from '#libs/api-kit';
import { RequestsModule } from '#libs/requests';
import { Module } from '@nestjs/common';
import { idea, interruption, roadblock } from './domain/index.js';
import { CaptureFromChatHandler, CaptureFromChatMutation } from './captures/capture-from-chat.js';
import { CaptureMakers } from './captures/capture-makers.js';
import { CaptureReader } from './captures/capture-reader.js';
import { CaptureViews } from './captures/captures.view.js';
import { IntakeDecisions } from './decisions.js';
import { CaptureIdeaHandler, CaptureIdeaMutation } from './ideas/capture-idea.js';
import { ConvertIdeaHandler, ConvertIdeaMutation } from './ideas/convert-idea.js';
import { IdeaDrafting } from './ideas/idea-drafting.js';
import { IdeaCommands } from './ideas/idea-payload.js';
import { IdeaOrigin } from './ideas/idea-origin.view.js';
import { IdeaReader } from './ideas/idea-reader.js';
import { PastIdeas } from './ideas/past-ideas.js';
import { IdeaObject } from './ideas/idea.type.js';
import { IdeaViews } from './ideas/idea-list.view.js';
import { DropIdeaHandler, ParkIdeaHandler, RestIdeaMutations, ReviveIdeaHandler } from './ideas/rest-idea.js';
import { ShapeIdeaHandler, ShapeIdeaMutation } from './ideas/shape-idea.js';
import { VoteForIdeaHandler, VoteMutations, WithdrawVoteHandler } from './ideas/vote-for-idea.js';
import {
  ConvertInterruptionMutations,
  ConvertInterruptionToQuestionHandler,
  ConvertInterruptionToRequestHandler,
} from './interruptions/convert-interruption.js';
import { Favours } from './interruptions/favours.view.js';
import { InterruptionCommands } from './interruptions/interruption-payload.js';
import { InterruptionReader } from './interruptions/interruption-reader.js';
import { InterruptionObject } from './interruptions/interruption.type.js';
import {
  LogInterruptionHandler,
  LogInterruptionMutations,
  WriteOffInterruptionHandler,
} from './interruptions/log-interruption.js';
import { MyInterruptions } from './interruptions/my-interruptions.view.js';
import { KnownRequests } from './known-requests.js';
import { Origins } from './origins.js';
import './problems.js';
import { summaryOf, tellsOfPersons } from './summary.js';
import {
  AssignRoadblockOwnerHandler,
  ChangeRoadblockAffectedHandler,
  ChangeRoadblockMutations,
  ChangeRoadblockUntilHandler,
} from './roadblocks/change-roadblock.js';
import { RaiseRoadblockHandler, RaiseRoadblockMutation } from './roadblocks/raise-roadblock.js';
import { RoadblockViews } from './roadblocks/roadblock-list.view.js';
import { RoadblockCommands } from './roadblocks/roadblock-payload.js';
import { RoadblockReader } from './roadblocks/roadblock-reader.js';
import { RoadblockObject } from './roadblocks/roadblock.type.js';
import {
  AcceptRoadblockHandler,
  MitigateRoadblockHandler,
  ReopenRoadblockHandler,
  ResolveRoadblockHandler,
  SettleRoadblockMutations,
} from './roadblocks/settle-roadblock.js';

const telling = { summaryOf, tellsOfPersons };

const shared = [IntakeDecisions, Origins, KnownRequests];

const ideas = [
  PastIdeas,
  IdeaReader,
  IdeaDrafting,
  IdeaCommands,
  CaptureIdeaHandler,
  CaptureIdeaMutation,
  ShapeIdeaHandler,
  ShapeIdeaMutation,
  VoteForIdeaHandler,
  WithdrawVoteHandler,
  VoteMutations,
  ParkIdeaHandler,
  DropIdeaHandler,
  ReviveIdeaHandler,
  RestIdeaMutations,
  ConvertIdeaHandler,
  ConvertIdeaMutation,
  IdeaViews,
  IdeaOrigin,
  historyOf(() => IdeaObject, 'idea.read', { streamType: idea.type, ...telling }),
];

const roadblocks = [
  RoadblockReader,
  RoadblockCommands,
  RaiseRoadblockHandler,
  RaiseRoadblockMutation,
  AssignRoadblockOwnerHandler,
  ChangeRoadblockAffectedHandler,
  ChangeRoadblockUntilHandler,
  ChangeRoadblockMutations,
  MitigateRoadblockHandler,
  ResolveRoadblockHandler,
  AcceptRoadblockHandler,
  ReopenRoadblockHandler,
  SettleRoadblockMutations,
  RoadblockViews,
  historyOf(() => RoadblockObject, 'roadblock.read', { streamType: roadblock.type, ...telling }),
];

const interruptions = [
  InterruptionReader,
  InterruptionCommands,
  LogInterruptionHandler,
  WriteOffInterruptionHandler,
  LogInterruptionMutations,
  ConvertInterruptionToRequestHandler,
  ConvertInterruptionToQuestionHandler,
  ConvertInterruptionMutations,
  MyInterruptions,
  Favours,
  historyOf(() => InterruptionObject, 'interruption.read', { streamType: interruption.type, ...telling }),
];

const captures = [CaptureReader, CaptureMakers, CaptureFromChatHandler, CaptureFromChatMutation, CaptureViews];

/**
 * What comes in beside requests: ideas, roadblocks, interruptions and captured chat messages. Needs `pg.Pool`, `EventLog`,
 * `PostgresLogStore`, `Horizon`, `NodeResolvers`, `CursorCodec`, `CommandBus`, `Directory`, `PeopleReads` and `PeopleLoaders` from
 * modules that are global.
 */
@Module({
  imports: [RequestsModule],
  providers: [...shared, ...ideas, ...roadblocks, ...interruptions, ...captures],
})
export class IntakeModule {}
