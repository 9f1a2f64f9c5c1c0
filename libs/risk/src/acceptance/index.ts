import type { Provider } from '@nestjs/common';
import { AcceptRiskHandler, AcceptRiskMutation } from './accept-risk.js';
import { AcknowledgeRiskHandler, AcknowledgeRiskMutation } from './acknowledge-risk.js';
import { RevokeAcceptanceHandler, RevokeAcceptanceMutation } from './revoke-acceptance.js';

export const acceptanceParts: Provider[] = [
  AcceptRiskHandler,
  AcceptRiskMutation,
  RevokeAcceptanceHandler,
  RevokeAcceptanceMutation,
  AcknowledgeRiskHandler,
  AcknowledgeRiskMutation,
];
