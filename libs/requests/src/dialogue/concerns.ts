import {
  Caller,
  Choice,
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
import { type ConcernSeverity, raiseConcern, resolveConcern } from '../domain/index.js';
import { RequestCommands, RuleHandler } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';
import { ConcernSeverityEnum } from '../types/enums.js';

@InputType({ description: 'Something the other side should know before it signs.' })
export class RaiseConcernInput {
  @GlobalId('Request', { description: 'About which request.' })
  requestId: string;

  @Choice(ConcernSeverityEnum, { description: 'How heavy it is.' })
  severity: ConcernSeverity;

  @Text({ description: 'The concern; at most 4,000 characters.' })
  text: string;

  @Text({ nullable: true, description: 'The risk lens it belongs to, if any, e.g. `privacy`; at most 200 characters.' })
  lens?: string | null;
}

@InputType({ description: 'How a concern was settled.' })
export class ResolveConcernInput {
  @GlobalId('Request', { description: 'In which request.' })
  requestId: string;

  @InnerId({ description: 'The concern, e.g. `K1`.' })
  concernId: string;

  @Text({ description: 'How it was settled; at most 4,000 characters.' })
  resolution: string;
}

@ObjectType({ description: 'What became of a concern.' })
export class RaiseConcernPayload extends RequestPayload {
  @Field(() => ID, { nullable: true, description: 'Its id inside the request, e.g. `K1`; null when it was refused.' })
  concernId?: string | null;
}

export class RaiseConcern extends RequestCommand<RaiseConcernInput> {}
export class ResolveConcern extends RequestCommand<ResolveConcernInput> {}

@CommandHandler(RaiseConcern)
export class RaiseConcernHandler extends RuleHandler<RaiseConcernInput> {
  protected readonly rule = raiseConcern;
}

@CommandHandler(ResolveConcern)
export class ResolveConcernHandler extends RuleHandler<ResolveConcernInput> {
  protected readonly rule = resolveConcern;
}

@Resolver()
export class ConcernMutations {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RaiseConcernPayload, {
    description:
      'Raises a concern; a blocking one stops approvals until it is resolved. LIMIT_REACHED from 100 on; PII_NOT_ALLOWED; ' +
      'INVALID_STATE when the request has ended.',
  })
  @Needs('request.raiseConcern')
  async raiseConcern(
    @InputArg() input: RaiseConcernInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RaiseConcernPayload> {
    const raised = await this.commands.carryOutFor(
      new RaiseConcern(input, expectedVersion(expect), caller),
      'ConcernRaised',
    );
    return Object.assign(new RaiseConcernPayload(), raised.payload, { concernId: raised.fact.concernId });
  }

  @Mutation(() => RequestPayload, {
    description:
      'Settles a concern. FORBIDDEN for anybody but who raised it, or an engineering lead; CONCERN_CLOSED when it is settled ' +
      'already; NOT_FOUND when there is no such concern; PII_NOT_ALLOWED.',
  })
  @Needs('request.resolveConcern')
  async resolveConcern(
    @InputArg() input: ResolveConcernInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new ResolveConcern(input, expectedVersion(expect), caller));
  }
}
