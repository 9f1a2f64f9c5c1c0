import type { Provider } from '@nestjs/common';
import { DisputeLineHandler, DisputeMutations, ResolveDisputeHandler } from './disputes.js';
import './problems.js';
import {
  AcceptStatementHandler,
  ClosePeriodHandler,
  IssueStatementHandler,
  StatementStepMutations,
} from './statement-steps.js';

export const closingParts: Provider[] = [
  IssueStatementHandler,
  AcceptStatementHandler,
  ClosePeriodHandler,
  StatementStepMutations,
  DisputeLineHandler,
  ResolveDisputeHandler,
  DisputeMutations,
];
