import { Module } from '@nestjs/common';
import { AddCoAuthorHandler, AddCoAuthorMutation } from './add-co-author.js';
import { AgreeDateHandler, AgreeDateMutation } from './agree-date.js';
import { ApproveRequestHandler, ApproveRequestMutation } from './approve-request.js';
import { AssignOwnerHandler, AssignOwnerMutation } from './assign-owner.js';
import { BriefRevisions } from './brief-revisions.view.js';
import { ConcernMutations, RaiseConcernHandler, ResolveConcernHandler } from './concerns.js';
import { CreateRequestHandler, CreateRequestMutation } from './create-request.js';
import { RequestDecisions } from './decisions.js';
import { DeclineRequestHandler, DeclineRequestMutation } from './decline-request.js';
import { AnswerQuestionHandler, AskQuestionHandler, DialogueMutations, ResolveQuestionHandler } from './dialogue.js';
import { ConfirmEstimateHandler, EstimateMutations, SubmitEstimateHandler } from './estimate.js';
import { HoldMutations, HoldRequestHandler, ResumeRequestHandler } from './hold-request.js';
import './problems.js';
import './problems-in-figures.js';
import { RequestCommands } from './request-commands.js';
import { RequestChanges } from './request-changes.subscription.js';
import { RequestCounts } from './request-counts.view.js';
import { RequestDetail } from './request-detail.view.js';
import { RequestHistory } from './request-history.view.js';
import { RequestLists } from './request-list.view.js';
import { RequestReader } from './request-reader.js';
import { ReviseBriefHandler, ReviseBriefMutation } from './revise-brief.js';
import { ReviveRequestHandler, ReviveRequestMutation } from './revive-request.js';
import {
  ConfirmTouchSuggestionHandler,
  DismissTouchSuggestionHandler,
  SetTouchesHandler,
  TouchMutations,
} from './set-touches.js';
import { SubmitRequestHandler, SubmitRequestMutation } from './submit-request.js';
import { TriageRequestHandler, TriageRequestMutation } from './triage-request.js';
import { WithdrawRequestHandler, WithdrawRequestMutation } from './withdraw-request.js';

const useCases = [
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
];

const views = [
  //
  RequestDetail,
  RequestLists,
  BriefRevisions,
  RequestCounts,
  RequestHistory,
  RequestChanges,
];

/**
 * Requests from draft to approval. Needs `pg.Pool`, `EventLog`, `PostgresLogStore`, `NodeResolvers`, `CursorCodec`, `CommandBus`,
 * `Consumers`, `Horizon`, `Directory` and `PeopleLoaders` from modules that are global.
 */
@Module({
  providers: [RequestReader, RequestDecisions, RequestCommands, ...useCases, ...views],
  exports: [RequestReader, RequestDecisions],
})
export class RequestsModule {}
