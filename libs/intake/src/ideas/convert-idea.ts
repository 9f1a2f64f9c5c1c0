import {
  Caller,
  Choice,
  Expect,
  expectedVersion,
  GlobalId,
  InputArg,
  Needs,
  SeenVersion,
  Text,
  toGlobalId,
} from '#libs/api-kit';
import { EventLog } from '#libs/event-log';
import { RequestDrafting, type RequestType, RequestTypeEnum } from '#libs/requests';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type Change, carrying, changeOf, commandOf, contextOf, IntakeCommand } from '../decisions.js';
import { convertIdea } from '../domain/index.js';
import { ConvertIdeaPayload, keptIdea } from './idea-payload.js';
import { IdeaReader } from './idea-reader.js';

@InputType({ description: 'The request an idea becomes.' })
export class ConvertIdeaInput {
  @GlobalId('Idea', { description: 'Which idea.' })
  ideaId: string;

  @Choice(RequestTypeEnum, { description: 'Kind of work; it decides what the brief must have.' })
  type: RequestType;

  @GlobalId('Team', { description: 'The team that asks.' })
  consumerTeamId: string;

  @Text({ nullable: true, description: 'Title of the request, in 3 to 200 characters; that of the idea unless told.' })
  title?: string | null;
}

export class ConvertIdea extends IntakeCommand<ConvertIdeaInput> {}

@CommandHandler(ConvertIdea)
export class ConvertIdeaHandler implements ICommandHandler<ConvertIdea> {
  constructor(
    private readonly log: EventLog,
    private readonly drafting: RequestDrafting,
    private readonly ideas: IdeaReader,
  ) {}

  /** Both facts in one append, guarded by the versions of both streams: however many convert it, there is one request. */
  async execute({ input, expect, caller }: ConvertIdea): Promise<Change> {
    const { ideaId, type, consumerTeamId } = input;
    // An idea's title never changes, so it can be read before the decision; one that is not there is the rule's to refuse.
    const [known] = await this.ideas.many(caller, [ideaId]);
    const source = { kind: 'IDEA' as const, ref: toGlobalId('Idea', ideaId) };
    const title = input.title ?? known?.title ?? '';
    const drafter = carrying(caller, 'request.create');
    const prepared = await this.drafting.prepare({ title, type, consumerTeamId, source }, drafter);
    const streams = {
      idea: { aggregate: keptIdea.aggregate, id: ideaId, expect },
      request: prepared.stream,
    };
    const decided = await this.log.decide(commandOf(caller), streams, (states, { now }) => ({
      idea: convertIdea(states.idea, prepared.requestId, contextOf(caller, now)),
      request: prepared.draftAt(states.request, now),
    }));
    return changeOf({ id: ideaId, table: keptIdea.table, key: 'idea', caller }, decided);
  }
}

@Resolver()
export class ConvertIdeaMutation {
  constructor(
    private readonly bus: CommandBus,
    private readonly ideas: IdeaReader,
  ) {}

  @Mutation(() => ConvertIdeaPayload, {
    description:
      'Makes a shaped idea a request: a draft of your own whose `sourceRef` is the id of the idea. FORBIDDEN for an idea of somebody ' +
      'else where your roles reach your own only; INVALID_STATE unless it is SHAPED; PII_NOT_ALLOWED.',
  })
  @Needs('idea.convert')
  async convertIdea(
    @InputArg() input: ConvertIdeaInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ConvertIdeaPayload> {
    const change = await this.bus.execute(new ConvertIdea(input, expectedVersion(expect), caller));
    const { position, replayed } = change;
    const idea = await this.ideas.after(change, caller);
    return Object.assign(new ConvertIdeaPayload(), { position, replayed, idea, request: idea?.request });
  }
}
