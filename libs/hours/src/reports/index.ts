import type { Provider } from '@nestjs/common';
import { EffortBreakdownQuery } from './effort-breakdown.view.js';
import { EffortReader } from './effort-reader.js';
import { OverBudgetQuery } from './over-budget.view.js';
import { RequestEfforts } from './request-efforts.js';
import { WorkCoverageQuery } from './work-coverage.view.js';

export const reportsParts: Provider[] = [
  EffortReader,
  RequestEfforts,
  EffortBreakdownQuery,
  WorkCoverageQuery,
  OverBudgetQuery,
];
