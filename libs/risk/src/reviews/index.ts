import type { Provider } from '@nestjs/common';
import { historyOf } from '#libs/api-kit';
import { riskReview } from '../domain/index.js';
import { summaryOf } from '../summary.js';
import { AddLensesHandler, AddLensesMutation } from './add-lenses.js';
import { AnswerLensHandler, AnswerLensMutation } from './answer-lens.js';
import { AssignReviewerHandler, AssignReviewerMutation } from './assign-reviewer.js';
import { BlockReviewHandler, BlockReviewMutation } from './block-review.js';
import { CancelReviewHandler, CancelReviewMutation } from './cancel-review.js';
import { MeetConditionHandler, MeetConditionMutation } from './meet-condition.js';
import { OpenRiskReviewHandler, OpenRiskReviewMutation } from './open-review.js';
import { ReopenReviewHandler, ReopenReviewMutation } from './reopen-review.js';
import { SignLensHandler, SignLensMutation } from './sign-lens.js';
import {
  ClearReviewHandler,
  ClearReviewMutation,
  ClearReviewWithConditionsHandler,
  ClearReviewWithConditionsMutation,
} from './clear-review.js';
import { ReviewLookups } from './review-lookups.js';
import { ReviewCommands } from './review-payload.js';
import { RequestReviewField } from './request-review.view.js';
import { ReviewQueueView } from './review-queue.view.js';
import { ReviewReader } from './review-reader.js';
import { RiskReviewObject } from './review.type.js';
import { ReviewViews } from './reviews.view.js';
import '../problems-risks.js';
import '../problems.js';
import './subjects.js';

export const reviewsParts: Provider[] = [
  ReviewLookups,
  ReviewReader,
  ReviewCommands,
  ReviewViews,
  ReviewQueueView,
  RequestReviewField,
  AddLensesHandler,
  AddLensesMutation,
  AssignReviewerHandler,
  AssignReviewerMutation,
  AnswerLensHandler,
  AnswerLensMutation,
  SignLensHandler,
  SignLensMutation,
  ClearReviewHandler,
  ClearReviewMutation,
  ClearReviewWithConditionsHandler,
  ClearReviewWithConditionsMutation,
  MeetConditionHandler,
  MeetConditionMutation,
  BlockReviewHandler,
  BlockReviewMutation,
  ReopenReviewHandler,
  ReopenReviewMutation,
  CancelReviewHandler,
  CancelReviewMutation,
  OpenRiskReviewHandler,
  OpenRiskReviewMutation,
  historyOf(() => RiskReviewObject, 'risk.read', { streamType: riskReview.type, summaryOf }),
];
