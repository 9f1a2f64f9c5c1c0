import {
  Caller,
  Expect,
  expectedVersion,
  type FilterValue,
  Flag,
  GlobalId,
  InputArg,
  MutationPayload,
  Needs,
  type OrderValue,
  SeenVersion,
  Text,
  toGlobalId,
} from '#libs/api-kit';
import { EventLog, type ExpectedVersion } from '#libs/event-log';
import { circumstancesOf, createdId } from '#libs/people';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Field, ID, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { Allow } from 'class-validator';
import {
  changeSavedFilter,
  deleteSavedFilter,
  filterShelf,
  type FilterContent,
  savedFilter,
  saveFilter,
} from '../domain/index.js';
import { requestFilter, requestOrder } from '../request-filter.js';
import { SavedFilter, toSavedFilter } from './saved-filter.type.js';
import { SavedFilterReader } from './saved-filter-reader.js';

@InputType({ description: 'A filter and an order of requests to keep.' })
export class SaveFilterInput {
  @Text({ description: 'What it is called, e.g. `Waiting for us`: 1 to 100 characters.' })
  name: string;

  @requestFilter.Arg()
  filter?: FilterValue | null;

  @requestOrder.Arg()
  order?: OrderValue[] | null;

  @Flag({ nullable: true, description: 'Whether everybody in the workspace sees it; no unless told.' })
  shared?: boolean | null;
}

@InputType({ description: 'What changes about a saved filter; parts that are left out stay as they are.' })
export class ChangeSavedFilterInput {
  @GlobalId('SavedFilter', { description: 'Which one.' })
  savedFilterId: string;

  @Text({ nullable: true, description: 'Its new name, 1 to 100 characters.' })
  name?: string | null;

  @Field(() => requestFilter.Input, { nullable: true, description: 'Its new filter; `{}` lets everything through.' })
  @Allow()
  filter?: FilterValue | null;

  @Field(() => [requestOrder.Input], { nullable: true, description: 'Its new order, at most 4 keys; `[]` for none.' })
  @Allow()
  order?: OrderValue[] | null;

  @Flag({ nullable: true, description: 'Whether everybody in the workspace sees it.' })
  shared?: boolean | null;
}

@InputType({ description: 'A saved filter.' })
export class DeleteSavedFilterInput {
  @GlobalId('SavedFilter', { description: 'Which one.' })
  savedFilterId: string;
}

@ObjectType({ description: 'What became of a command on a saved filter.' })
export class SavedFilterPayload extends MutationPayload {
  @Field(() => SavedFilter, { nullable: true, description: 'The filter after the command; null when it was refused.' })
  @Needs('filter.save')
  savedFilter?: SavedFilter | null;
}

@ObjectType({ description: 'What became of a saved filter that was to be deleted.' })
export class DeleteSavedFilterPayload extends MutationPayload {
  @Field(() => ID, { nullable: true, description: 'Global id of the filter that is gone; null when it was refused.' })
  savedFilterId?: string | null;
}

interface SavedFilterChange {
  readonly position: number | null;
  readonly replayed: boolean;
}

abstract class SavedFilterCommand<Input extends object> extends Command<SavedFilterChange> {
  constructor(
    readonly input: Input & { readonly savedFilterId: string },
    readonly expect: ExpectedVersion,
    readonly caller: Caller,
  ) {
    super();
  }
}

export class SaveFilter extends SavedFilterCommand<FilterContent> {}
export class ChangeSavedFilter extends SavedFilterCommand<ChangeSavedFilterInput> {}
export class DeleteSavedFilter extends SavedFilterCommand<DeleteSavedFilterInput> {}

/** What means something today; what it will mean later is tried when it is used. @throws ApiError, NotFound */
function requireReadable({ filter, order }: Pick<SaveFilterInput, 'filter' | 'order'>): void {
  requestFilter.where(filter);
  requestOrder.keys(order);
}

@CommandHandler(SaveFilter)
export class SaveFilterHandler implements ICommandHandler<SaveFilter> {
  constructor(private readonly log: EventLog) {}

  execute({ input, caller }: SaveFilter): Promise<SavedFilterChange> {
    const { personId: ownerId } = caller.viewer;
    const streams = {
      filter: { aggregate: savedFilter, id: input.savedFilterId, expect: 'new' as const },
      shelf: { aggregate: filterShelf, id: ownerId, expect: 'latest' as const },
    };
    return this.log.decide(caller.command, streams, ({ shelf }) => saveFilter(shelf, { ...input, ownerId }));
  }
}

@CommandHandler(ChangeSavedFilter)
export class ChangeSavedFilterHandler implements ICommandHandler<ChangeSavedFilter> {
  constructor(private readonly log: EventLog) {}

  execute({ input: { savedFilterId, ...change }, expect, caller }: ChangeSavedFilter): Promise<SavedFilterChange> {
    const { name, filter, order, shared } = change;
    const given = { name, filter, order, shared } as Partial<FilterContent>;
    return this.log.decideOne(caller.command, { aggregate: savedFilter, id: savedFilterId, expect }, (state, { now }) =>
      changeSavedFilter(state, given, circumstancesOf(caller, now).actor),
    );
  }
}

@CommandHandler(DeleteSavedFilter)
export class DeleteSavedFilterHandler implements ICommandHandler<DeleteSavedFilter> {
  constructor(
    private readonly log: EventLog,
    private readonly filters: SavedFilterReader,
  ) {}

  /** The shelf is known by the owner, who never changes: reading who it is decides nothing. */
  async execute({ input: { savedFilterId }, expect, caller }: DeleteSavedFilter): Promise<SavedFilterChange> {
    const ownerId = await this.filters.ownerOf(caller.viewer.workspaceId, savedFilterId);
    const streams = {
      filter: { aggregate: savedFilter, id: savedFilterId, expect },
      shelf: { aggregate: filterShelf, id: ownerId ?? caller.viewer.personId, expect: 'latest' as const },
    };
    return this.log.decide(caller.command, streams, ({ filter }, { now }) => ({
      filter: deleteSavedFilter(filter, circumstancesOf(caller, now).actor),
      shelf: [{ type: 'FilterUnshelved' as const, data: { savedFilterId } }],
    }));
  }
}

@Resolver()
export class SavedFilterMutations {
  constructor(
    private readonly commands: CommandBus,
    private readonly filters: SavedFilterReader,
  ) {}

  @Mutation(() => SavedFilterPayload, {
    description:
      'Saves a filter of requests, tried first. LIMIT_REACHED from 200 of one person on, VALIDATION_FAILED, PII_NOT_ALLOWED, NOT_FOUND ' +
      'for an id that is none.',
  })
  @Needs('filter.save')
  saveFilter(@InputArg() input: SaveFilterInput, @Caller() caller: Caller): Promise<SavedFilterPayload> {
    requireReadable(input);
    const { name, filter, order, shared } = input;
    const savedFilterId = createdId(caller.command, 'saved filter');
    const content = { savedFilterId, name, filter: filter ?? {}, order: order ?? [], shared: shared ?? false };
    return this.carryOut(new SaveFilter(content, 'new', caller));
  }

  @Mutation(() => SavedFilterPayload, {
    description:
      'Changes a saved filter. NOT_FOUND when it is not for you; FORBIDDEN for a shared one of somebody else, unless you are a lead or ' +
      'an administrator; VALIDATION_FAILED, PII_NOT_ALLOWED.',
  })
  @Needs('filter.save')
  changeSavedFilter(
    @InputArg() input: ChangeSavedFilterInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<SavedFilterPayload> {
    requireReadable(input);
    return this.carryOut(new ChangeSavedFilter(input, expectedVersion(expect), caller));
  }

  @Mutation(() => DeleteSavedFilterPayload, {
    description:
      'Deletes a saved filter. NOT_FOUND when it is not for you; FORBIDDEN for a shared one of somebody else, unless you are a lead or ' +
      'an administrator.',
  })
  @Needs('filter.save')
  async deleteSavedFilter(
    @InputArg() input: DeleteSavedFilterInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<DeleteSavedFilterPayload> {
    const { position, replayed } = await this.commands.execute(
      new DeleteSavedFilter(input, expectedVersion(expect), caller),
    );
    return { position, replayed, savedFilterId: toGlobalId('SavedFilter', input.savedFilterId) };
  }

  private async carryOut<Input extends object>(command: SavedFilterCommand<Input>): Promise<SavedFilterPayload> {
    const { position, replayed } = await this.commands.execute<SavedFilterCommand<Input>, SavedFilterChange>(command);
    const [found] = await this.filters.many(command.caller, [command.input.savedFilterId]);
    return { position, replayed, savedFilter: found ? toSavedFilter(found) : null };
  }
}
