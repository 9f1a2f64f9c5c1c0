import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  Flag,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { ProviderCommand, RuleHandler } from '../decisions.js';
import { type ChecklistItem, submitEvidence, verifyItem } from '../domain/index.js';
import { ProviderChecklistItemEnum } from '../enums.js';
import { ProviderCommands, ProviderPayload } from '../object/provider-payload.js';

@InputType({ description: 'Something that proves an item of the checklist: a link, a text, or both.' })
export class SubmitEvidenceInput {
  @GlobalId('Provider', { description: 'Whose evidence it is.' })
  providerId: string;

  @Choice(ProviderChecklistItemEnum, { description: 'What it proves.' })
  item: ChecklistItem;

  @Text({
    nullable: true,
    description: 'Where it is, e.g. `https://docs.example/nda.pdf`, in at most 2,000 characters.',
  })
  link?: string | null;

  @Text({ nullable: true, description: 'In words, in at most 4,000 characters.' })
  text?: string | null;
}

@InputType({ description: 'A reviewer’s word on the evidence of an item.' })
export class VerifyItemInput {
  @GlobalId('Provider', { description: 'Whose evidence it is.' })
  providerId: string;

  @Choice(ProviderChecklistItemEnum, { description: 'Which item.' })
  item: ChecklistItem;

  @Flag({ description: 'True: the evidence proves it; false: it does not.' })
  ok: boolean;

  @Text({ nullable: true, description: 'What is missing, owed when it does not; at most 4,000 characters.' })
  reason?: string | null;
}

export class SubmitEvidence extends ProviderCommand<SubmitEvidenceInput> {}
export class VerifyItem extends ProviderCommand<VerifyItemInput> {}

@CommandHandler(SubmitEvidence)
export class SubmitEvidenceHandler extends RuleHandler<SubmitEvidenceInput> {
  protected readonly rule = submitEvidence;
}

@CommandHandler(VerifyItem)
export class VerifyItemHandler extends RuleHandler<VerifyItemInput> {
  protected readonly rule = verifyItem;
}

@Resolver()
export class ChecklistMutations {
  constructor(private readonly commands: ProviderCommands) {}

  @Mutation(() => ProviderPayload, {
    description:
      'Hands in evidence for an item of an agency’s checklist; the first of all begins the review, and what was verified is judged anew. ' +
      'VALIDATION_FAILED without link and text; NOT_FOUND for an item that is not on its list; LIMIT_REACHED for more than 20 pieces ' +
      'for one item; INVALID_STATE once it was rejected or leaves; PII_NOT_ALLOWED.',
  })
  @Needs('provider.evidence')
  submitEvidence(
    @InputArg() input: SubmitEvidenceInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ProviderPayload> {
    return this.commands.carryOut(new SubmitEvidence(input, expectedVersion(expect), caller), caller);
  }

  @Mutation(() => ProviderPayload, {
    description:
      'Says whether the evidence proves an item. SELF_APPROVAL_FORBIDDEN for who handed some of it in, counting deputies; ' +
      'REASON_REQUIRED for a no; INVALID_STATE unless evidence waits; PII_NOT_ALLOWED.',
  })
  @Needs('provider.verify')
  verifyItem(
    @InputArg() input: VerifyItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ProviderPayload> {
    return this.commands.carryOut(new VerifyItem(input, expectedVersion(expect), caller), caller);
  }
}
