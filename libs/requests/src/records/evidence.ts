import {
  Caller,
  Day,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
  Whole,
} from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { Field, ID, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { attachEvidence } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';

@InputType({ description: 'What customers say; never a named one.' })
export class AttachEvidenceInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Text({ description: 'In their words; at most 4,000 characters.' })
  quote: string;

  @Text({ description: 'Which customers, as a group, e.g. `Returning customers`; at most 200 characters.' })
  segment: string;

  @Whole({ description: 'How many said so, 1 to 1,000,000.' })
  count: number;

  @Text({ description: 'Where it was heard, e.g. `Survey of December`; at most 200 characters.' })
  source: string;

  @Day({ description: 'The day it is of: today or earlier.' })
  date: string;
}

@ObjectType({ description: 'What became of a piece of evidence.' })
export class AttachEvidencePayload extends RequestPayload {
  @Field(() => ID, { nullable: true, description: 'Its id inside the request, e.g. `V1`; null when it was refused.' })
  evidenceId?: string | null;
}

export class AttachEvidence extends RequestCommand<AttachEvidenceInput> {}

@CommandHandler(AttachEvidence)
export class AttachEvidenceHandler extends RuleHandler<AttachEvidenceInput> {
  protected readonly rule = attachEvidence;
}

@Resolver()
export class EvidenceMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => AttachEvidencePayload, {
    description:
      'Adds what customers say. PII_NOT_ALLOWED when it names an address or a number; LIMIT_REACHED from 100 on; DATE_IN_FUTURE, ' +
      'VALIDATION_FAILED, INVALID_STATE when the request has ended.',
  })
  @Needs('request.evidence')
  async attachEvidence(
    @InputArg() input: AttachEvidenceInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<AttachEvidencePayload> {
    const { payload, fact } = await this.commands.carryOutFor(
      new AttachEvidence(input, expectedVersion(expect), caller),
      'EvidenceAttached',
    );
    return Object.assign(new AttachEvidencePayload(), payload, { evidenceId: fact.evidenceId });
  }
}
