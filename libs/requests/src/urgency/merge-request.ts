import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type RequestChange, RequestCommand, RequestDecisions } from '../decisions.js';
import { mergeRequest, request } from '../domain/index.js';
import { RequestCommands } from '../request-commands.js';
import { RequestPayload } from '../request-payload.js';

@InputType({ description: 'Two requests for the same.' })
export class MergeRequestInput {
  @GlobalId('Request', { description: 'The one that ends.' })
  requestId: string;

  @GlobalId('Request', { description: 'The one that stands for both; taken as it is when this is decided.' })
  targetId: string;

  @Text({ nullable: true, description: 'What makes them the same; at most 4,000 characters.' })
  note?: string | null;
}

export class MergeRequest extends RequestCommand<MergeRequestInput> {}

@CommandHandler(MergeRequest)
export class MergeRequestHandler implements ICommandHandler<MergeRequest> {
  constructor(private readonly decisions: RequestDecisions) {}

  execute({ input, expect, caller }: MergeRequest): Promise<RequestChange> {
    const { requestId, targetId } = input;
    return this.decisions.decide({ requestId, expect, caller }, (state, context, others) => {
      const merged = mergeRequest(state, input, context, () => others.read(request, targetId));
      others.append(request, targetId, merged.target);
      return merged.source;
    });
  }
}

@Resolver()
export class MergeRequestMutation {
  constructor(private readonly commands: RequestCommands) {}

  @Mutation(() => RequestPayload, {
    description:
      'Ends a request, submitted to estimated, for another one that stands for both; merges are one step deep. MERGE_INTO_ITSELF; ' +
      'MERGE_TARGET_ENDED when the other one does not go on; MERGE_CHAIN when it was merged itself, or when others were merged into ' +
      'the one that should end; LIMIT_REACHED from 200 on; NOT_FOUND, PII_NOT_ALLOWED, INVALID_STATE. `expect` is the version of the one that ends.',
  })
  @Needs('request.merge')
  async mergeRequest(
    @InputArg() input: MergeRequestInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<RequestPayload> {
    return this.commands.carryOut(new MergeRequest(input, expectedVersion(expect), caller));
  }
}
