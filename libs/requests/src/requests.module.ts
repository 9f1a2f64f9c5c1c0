import { PoliciesModule } from '#libs/policies';
import { Module } from '@nestjs/common';
import { AddCoAuthorHandler, AddCoAuthorMutation } from './intake/add-co-author.js';
import { AgreeDateHandler, AgreeDateMutation } from './triage/agree-date.js';
import { ApproveRequestHandler, ApproveRequestMutation } from './agreement/approve-request.js';
import { ReservationPlans } from './agreement/reservation-plans.js';
import { AssignOwnerHandler, AssignOwnerMutation } from './triage/assign-owner.js';
import { BriefRevisions } from './intake/brief-revisions.view.js';
import { bulkUseCases } from './bulk/index.js';
import { conversationUseCases } from './conversation/index.js';
import { ConcernMutations, RaiseConcernHandler, ResolveConcernHandler } from './dialogue/concerns.js';
import { CreateRequestHandler, CreateRequestMutation } from './intake/create-request.js';
import { QuestionAsking } from './dialogue/question-asking.js';
import { RequestDecisions } from './decisions.js';
import { DeclineRequestHandler, DeclineRequestMutation } from './triage/decline-request.js';
import {
  AnswerQuestionHandler,
  AskQuestionHandler,
  DialogueMutations,
  ResolveQuestionHandler,
} from './dialogue/dialogue.js';
import { ConfirmEstimateHandler, EstimateMutations, SubmitEstimateHandler } from './agreement/estimate.js';
import { HoldMutations, HoldRequestHandler, ResumeRequestHandler } from './triage/hold-request.js';
import './problems.js';
import './problems-in-figures.js';
import { RequestCommands } from './request-commands.js';
import { RequestChanges } from './request-changes.subscription.js';
import { RequestCounts } from './counts/request-counts.view.js';
import { RequestDetail } from './request-detail.view.js';
import { RequestHistory } from './request-history.view.js';
import { RequestLists } from './request-list.view.js';
import { RequestDrafting } from './intake/request-drafting.js';
import { Boards } from './boards/board.view.js';
import { DeadlineBoard } from './boards/deadlines.view.js';
import { LeadTimesView } from './boards/lead-times.view.js';
import { TeamFiguresReader } from './boards/team-figures.js';
import { WhoWaits } from './boards/waiting.view.js';
import { ServiceLevels } from './service-level/service-level.view.js';
import { PastMoments } from './past/past-moments.js';
import { PastRequests } from './past/past-requests.js';
import { RequestPages } from './request-pages.js';
import { Onboarding } from './triage/onboarding.js';
import { Unaccountable } from './triage/unaccountable.js';
import { RequestReader } from './request-reader.js';
import { deliveryUseCases } from './delivery/index.js';
import { importUseCases } from './import/index.js';
import { recordsUseCases } from './records/index.js';
import { ReviseBriefHandler, ReviseBriefMutation } from './intake/revise-brief.js';
import { ReviveRequestHandler, ReviveRequestMutation } from './triage/revive-request.js';
import {
  ConfirmTouchSuggestionHandler,
  DismissTouchSuggestionHandler,
  SetTouchesHandler,
  TouchMutations,
} from './intake/set-touches.js';
import { settingsUseCases } from './settings/index.js';
import { SubmitRequestHandler, SubmitRequestMutation } from './intake/submit-request.js';
import { TriageRequestHandler, TriageRequestMutation } from './triage/triage-request.js';
import { policyUseCases } from './policy/index.js';
import { searchUseCases } from './search/index.js';
import { urgencyUseCases } from './urgency/index.js';
import { WithdrawRequestHandler, WithdrawRequestMutation } from './triage/withdraw-request.js';

const useCases = [
  ...deliveryUseCases,
  ...recordsUseCases,
  CreateRequestHandler,
  CreateRequestMutation,
  ReviseBriefHandler,
  ReviseBriefMutation,
  SetTouchesHandler,
  ConfirmTouchSuggestionHandler,
  DismissTouchSuggestionHandler,
  TouchMutations,
  AddCoAuthorHandler,
  AddCoAuthorMutation,
  SubmitRequestHandler,
  SubmitRequestMutation,
  Unaccountable,
  Onboarding,
  TriageRequestHandler,
  TriageRequestMutation,
  AssignOwnerHandler,
  AssignOwnerMutation,
  AgreeDateHandler,
  AgreeDateMutation,
  AskQuestionHandler,
  AnswerQuestionHandler,
  ResolveQuestionHandler,
  DialogueMutations,
  RaiseConcernHandler,
  ResolveConcernHandler,
  ConcernMutations,
  SubmitEstimateHandler,
  ConfirmEstimateHandler,
  EstimateMutations,
  ReservationPlans,
  ApproveRequestHandler,
  ApproveRequestMutation,
  DeclineRequestHandler,
  DeclineRequestMutation,
  WithdrawRequestHandler,
  WithdrawRequestMutation,
  ReviveRequestHandler,
  ReviveRequestMutation,
  HoldRequestHandler,
  ResumeRequestHandler,
  HoldMutations,
  ...urgencyUseCases,
  ...conversationUseCases,
  ...searchUseCases,
  ...settingsUseCases,
  ...bulkUseCases,
  ...importUseCases,
  ...policyUseCases,
];

const views = [
  //
  RequestDetail,
  RequestLists,
  BriefRevisions,
  RequestCounts,
  RequestHistory,
  RequestChanges,
  ServiceLevels,
  Boards,
  DeadlineBoard,
  WhoWaits,
  LeadTimesView,
];

/**
 * Requests from draft to approval. Needs `pg.Pool`, `EventLog`, `PostgresLogStore`, `NodeResolvers`, `CursorCodec`, `CommandBus`,
 * `Consumers`, `Horizon`, `Directory` and `PeopleLoaders` from modules that are global.
 */
@Module({
  imports: [PoliciesModule],
  providers: [
    RequestReader,
    PastMoments,
    PastRequests,
    RequestPages,
    TeamFiguresReader,
    RequestDecisions,
    RequestCommands,
    RequestDrafting,
    QuestionAsking,
    ...useCases,
    ...views,
  ],
  exports: [
    TeamFiguresReader,
    RequestReader,
    PastMoments,
    PastRequests,
    RequestDecisions,
    RequestDrafting,
    QuestionAsking,
  ],
})
export class RequestsModule {}
