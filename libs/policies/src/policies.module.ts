import { historyOf } from '#libs/api-kit';
import { Global, Module } from '@nestjs/common';
import { workspacePolicy } from './domain/index.js';
import { PolicyProposalFields, PolicyQueries, PolicyVersionFields } from './policies.view.js';
import { Policies } from './policies.js';
import { PolicyDecisions } from './policy-decisions.js';
import { PolicyKinds } from './policy-kinds.js';
import { PolicyPayloads } from './policy-payload.js';
import { PolicyReader } from './policy-reader.js';
import { WorkspacePolicyObject } from './policy.type.js';
import './problems.js';
import { PolicySettings, ProposePolicyHandler, SetPolicyHandler } from './set-policy.js';
import { summaryOf } from './summary.js';
import { WithdrawPolicyProposalHandler, WithdrawPolicyProposalMutation } from './withdraw-policy-proposal.js';

/**
 * What both leads set. Needs `pg.Pool`, `EventLog`, `Horizon`, `NodeResolvers`, `CommandBus` and `PeopleLoaders` from modules that are
 * global; is global itself: contexts announce their kinds to `PolicyKinds` and hand wishes to `PolicySettings`.
 */
@Global()
@Module({
  providers: [
    Policies,
    PolicyKinds,
    PolicyReader,
    PolicyDecisions,
    PolicyPayloads,
    PolicySettings,
    SetPolicyHandler,
    ProposePolicyHandler,
    WithdrawPolicyProposalHandler,
    WithdrawPolicyProposalMutation,
    PolicyQueries,
    PolicyVersionFields,
    PolicyProposalFields,
    historyOf(() => WorkspacePolicyObject, 'policy.read', { streamType: workspacePolicy.type, summaryOf }),
  ],
  exports: [Policies, PolicyKinds, PolicySettings],
})
export class PoliciesModule {}
