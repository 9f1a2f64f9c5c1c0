import { historyOf } from '#libs/api-kit';
import { ProviderGate } from '#libs/requests';
import { Global, Module } from '@nestjs/common';
import { provider } from './domain/index.js';
import {
  ApprovalMutations,
  ApproveProviderHandler,
  RejectProviderHandler,
  ResumeProviderHandler,
  SuspendProviderHandler,
} from './commands/approval.js';
import { ChecklistMutations, SubmitEvidenceHandler, VerifyItemHandler } from './commands/checklist.js';
import { IntegrationMutation, RecordIntegrationStepHandler } from './commands/integration.js';
import { InviteProviderHandler, InviteProviderMutation } from './commands/invite-provider.js';
import {
  CompleteOffboardingHandler,
  ConfirmRevokedHandler,
  OffboardingMutations,
  RecordAccessHandler,
  StartOffboardingHandler,
} from './commands/offboarding.js';
import { PurchaseOrderMutation, SetPurchaseOrderCeilingHandler } from './commands/purchase-order.js';
import { ProviderDecisions } from './decisions.js';
import { AgencyGate } from './gate/agency-gate.js';
import { ProviderObject } from './object/provider.type.js';
import { summaryOf } from './summary.js';
import { ProviderCommands } from './object/provider-payload.js';
import { ProviderReader } from './object/provider-reader.js';
import { ProviderViews } from './object/providers.view.js';
import './problems.js';

const useCases = [
  InviteProviderHandler,
  InviteProviderMutation,
  SubmitEvidenceHandler,
  VerifyItemHandler,
  ChecklistMutations,
  ApproveProviderHandler,
  RejectProviderHandler,
  SuspendProviderHandler,
  ResumeProviderHandler,
  ApprovalMutations,
  RecordIntegrationStepHandler,
  IntegrationMutation,
  StartOffboardingHandler,
  RecordAccessHandler,
  ConfirmRevokedHandler,
  CompleteOffboardingHandler,
  OffboardingMutations,
  SetPurchaseOrderCeilingHandler,
  PurchaseOrderMutation,
];

/**
 * Agencies: what they have to prove, how long they are approved, and what their work may cost. Needs `pg.Pool`, `EventLog`,
 * `PostgresLogStore`, `Horizon`, `NodeResolvers`, `CursorCodec`, `CommandBus`, `Directory`, `PeopleReads` and `PeopleLoaders` from modules
 * that are global; is global itself, so that requests and hours can ask for `ProviderGate` without knowing who answers.
 */
@Global()
@Module({
  providers: [
    ProviderDecisions,
    ProviderReader,
    ProviderCommands,
    AgencyGate,
    { provide: ProviderGate, useExisting: AgencyGate },
    ...useCases,
    ProviderViews,
    historyOf(() => ProviderObject, 'provider.read', { streamType: provider.type, summaryOf }),
  ],
  exports: [ProviderGate],
})
export class ProvidersModule {}
