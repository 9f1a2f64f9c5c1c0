import type { Provider } from '@nestjs/common';
import { AdjustGrantHandler, DecideUncoveredHandler, DecisionMutations } from './decide-uncovered.js';
import './problems.js';
import { RequestOverageHandler, RequestOverageMutations } from './request-overage.js';
import { ApproveOverageHandler, DeclineOverageHandler, SignOverageMutations } from './sign-overage.js';
import { WaitingOnLeadsQuery } from './waiting-on-leads.view.js';
import { WaitingReader } from './waiting-reader.js';

export const overageParts: Provider[] = [
  RequestOverageHandler,
  RequestOverageMutations,
  ApproveOverageHandler,
  DeclineOverageHandler,
  SignOverageMutations,
  DecideUncoveredHandler,
  AdjustGrantHandler,
  DecisionMutations,
  WaitingReader,
  WaitingOnLeadsQuery,
];
