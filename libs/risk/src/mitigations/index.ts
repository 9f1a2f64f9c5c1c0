import type { Provider } from '@nestjs/common';
import { AddMitigationHandler, AddMitigationMutation } from './add-mitigation.js';
import { CompleteMitigationHandler, CompleteMitigationMutation } from './complete-mitigation.js';
import { VerifyMitigationHandler, VerifyMitigationMutation } from './verify-mitigation.js';

export const mitigationsParts: Provider[] = [
  AddMitigationHandler,
  AddMitigationMutation,
  CompleteMitigationHandler,
  CompleteMitigationMutation,
  VerifyMitigationHandler,
  VerifyMitigationMutation,
];
