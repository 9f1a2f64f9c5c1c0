import type { Provider } from '@nestjs/common';
import { AllotmentCommands } from './allotment-payload.js';
import { AllotmentReader } from './allotment-reader.js';
import { AllotmentView } from './allotment.view.js';
import { PastBurn, PresentBurn } from './burn-source.js';
import { BurnView } from './burn.view.js';
import { LedgerCheckView } from './ledger-check.view.js';
import { PastMonths } from './past-months.js';

export const monthsParts: Provider[] = [
  AllotmentReader,
  AllotmentCommands,
  PastMonths,
  PresentBurn,
  PastBurn,
  AllotmentView,
  LedgerCheckView,
  BurnView,
];
