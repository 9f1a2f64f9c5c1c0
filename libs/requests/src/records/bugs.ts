import {
  Caller,
  Choice,
  Day,
  Expect,
  expectedVersion,
  GlobalId,
  InnerId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
} from '#libs/api-kit';
import { CommandHandler } from '@nestjs/cqrs';
import { Field, ID, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { RequestCommand } from '../decisions.js';
import { type BugSeverity, reportBug, resolveBug } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { BugSeverityEnum } from '../types/enums-records.js';

@InputType({ description: 'Something live that does not work as it should.' })
export class ReportBugInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Choice(BugSeverityEnum, { description: 'How much it hurts.' })
  severity: BugSeverity;

  @Day({ description: 'The day it was found: today or earlier.' })
  foundAt: string;

  @Text({ description: 'What is wrong; at most 4,000 characters.' })
  text: string;

  @Text({ nullable: true, description: 'Where it comes from, if known; at most 4,000 characters.' })
  cause?: string | null;
}

@InputType({ description: 'How a bug was resolved.' })
export class ResolveBugInput {
  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @InnerId({ description: 'The bug, e.g. `B1`.' })
  bugId: string;

  @Text({ description: 'How it was resolved; at most 4,000 characters.' })
  resolution: string;
}

@ObjectType({ description: 'What became of a bug.' })
export class ReportBugPayload extends RequestPayload {
  @Field(() => ID, { nullable: true, description: 'Its id inside the request, e.g. `B1`; null when it was refused.' })
  bugId?: string | null;
}

export class ReportBug extends RequestCommand<ReportBugInput> {}
export class ResolveBug extends RequestCommand<ResolveBugInput> {}

@CommandHandler(ReportBug)
export class ReportBugHandler extends RuleHandler<ReportBugInput> {
  protected readonly rule = reportBug;
}

@CommandHandler(ResolveBug)
export class ResolveBugHandler extends RuleHandler<ResolveBugInput> {
  protected readonly rule = resolveBug;
}

@Resolver()
export class BugMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => ReportBugPayload, {
    description:
      'Reports a bug; anybody may. NOT_LAUNCHED unless the request is live or closed; DATE_IN_FUTURE; LIMIT_REACHED from 200 on; ' +
      'PII_NOT_ALLOWED.',
  })
  @Needs('request.bug')
  async reportBug(
    @InputArg() input: ReportBugInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ReportBugPayload> {
    const { payload, fact } = await this.commands.carryOutFor(
      new ReportBug(input, expectedVersion(expect), caller),
      'BugReported',
    );
    return Object.assign(new ReportBugPayload(), payload, { bugId: fact.bugId });
  }

  @Mutation(() => RequestPayload, {
    description:
      'Resolves a bug, also of a request that was rolled back or closed since. BUG_CLOSED when it is resolved already; NOT_FOUND, ' +
      'PII_NOT_ALLOWED.',
  })
  @Needs('request.resolveBug')
  async resolveBug(
    @InputArg() input: ResolveBugInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new ResolveBug(input, expectedVersion(expect), caller));
  }
}
