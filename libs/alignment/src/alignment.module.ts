import { historyOf } from '#libs/api-kit';
import { Accountability, RequestsModule } from '#libs/requests';
import { Global, Module } from '@nestjs/common';
import { AgreeRankingHandler, ProposeRankingHandler, RankingMutations } from './board/agree-ranking.js';
import { BoardCommands } from './board/board-commands.js';
import { BoardDecisions } from './board/board-decisions.js';
import { BoardReader } from './board/board-reader.js';
import { BreakTieHandler, BreakTieMutation } from './board/break-tie.js';
import { OpenPriorityBoardHandler, OpenPriorityBoardMutation } from './board/open-priority-board.js';
import { PriorityBoard } from './board/board.type.js';
import { board, responsibilities } from './domain/index.js';
import { JointRankField, PriorityBoardEntries, PriorityBoards } from './board/priority-board.view.js';
import { RankRequestsHandler, RankRequestsMutation } from './board/rank-requests.js';
import { TeamLoads } from './load/team-load.view.js';
import './problems.js';
import { PropertyResponsibilities } from './responsibility/responsibility.type.js';
import { summaryOf } from './summary.js';
import { Responsibilities } from './responsibility/responsibilities.js';
import { ResponsibilityMap, ResponsiblePartyFields } from './responsibility/responsibility-map.view.js';
import {
  RemoveResponsibilityHandler,
  ResponsibilityMutations,
  SetResponsibilityHandler,
} from './responsibility/set-responsibility.js';

const useCases = [
  OpenPriorityBoardHandler,
  OpenPriorityBoardMutation,
  RankRequestsHandler,
  RankRequestsMutation,
  ProposeRankingHandler,
  AgreeRankingHandler,
  RankingMutations,
  BreakTieHandler,
  BreakTieMutation,
  SetResponsibilityHandler,
  RemoveResponsibilityHandler,
  ResponsibilityMutations,
];

const views = [
  PriorityBoards,
  PriorityBoardEntries,
  JointRankField,
  ResponsibilityMap,
  ResponsiblePartyFields,
  TeamLoads,
  historyOf(() => PriorityBoard, 'request.read', { summaryOf, streamType: board.type }),
  historyOf(() => PropertyResponsibilities, 'request.read', { summaryOf, streamType: responsibilities.type }),
];

/**
 * What the two sides agree on about requests: their order, who does what, and how much lies on whose table. Needs `pg.Pool`, `EventLog`, `NodeResolvers`,
 * `CursorCodec`, `CommandBus`, `Directory` and `PeopleLoaders` from modules that are global; is global itself, so that requests can
 * ask for `Accountability` without knowing who answers.
 */
@Global()
@Module({
  imports: [RequestsModule],
  providers: [
    BoardReader,
    BoardDecisions,
    BoardCommands,
    Responsibilities,
    { provide: Accountability, useExisting: Responsibilities },
    ...useCases,
    ...views,
  ],
  exports: [Responsibilities, Accountability],
})
export class AlignmentModule {}
