import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, Nested } from '#libs/api-kit';
import { requireRoom } from '#libs/vocabulary';
import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { labelRequest } from '../domain/index.js';
import { RequestReader } from '../request-reader.js';
import { guardingSettings, settingsIn } from '../settings/settings-stream.js';
import { MAX_ROWS } from './bulk-triage.js';
import { BulkPayload, bulkPayload } from './bulk.type.js';
import { type Item, type ManyChanges, ManyRequests } from './many-requests.js';

@InputType({ description: 'Labels of one request, as in `labelRequest`.' })
export class BulkLabelItem {
  @GlobalId('Request', { description: 'Which request, of any status; named once.' })
  requestId: string;

  @Nested(() => Expect, { nullable: true, description: 'The version you have seen; the last word wins unless told.' })
  expect?: Expect | null;

  @GlobalId('Label', { each: true, nullable: true, description: 'Labels in use to put on it; at most 100.' })
  add?: string[] | null;

  @GlobalId('Label', { each: true, nullable: true, description: 'Labels to take off it; at most 100.' })
  remove?: string[] | null;
}

@InputType({ description: 'Requests to label together.' })
export class BulkLabelInput {
  @Nested(() => BulkLabelItem, { each: true, description: 'At most 500; each stands or falls alone.' })
  items: BulkLabelItem[];
}

export class BulkLabel extends Command<ManyChanges> {
  constructor(
    readonly input: BulkLabelInput,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(BulkLabel)
export class BulkLabelHandler implements ICommandHandler<BulkLabel> {
  constructor(private readonly many: ManyRequests) {}

  async execute({ input: { items }, caller }: BulkLabel): Promise<ManyChanges> {
    requireRoom(items.length, MAX_ROWS, { what: 'rows in one command', path: ['input', 'items'] });
    const labelled = ({ requestId, expect, add, remove }: BulkLabelItem): Item => ({
      requestId,
      ...(expect && { expect: expectedVersion(expect) }),
      rule: (state, context, others) => labelRequest(state, settingsIn(others, caller), { add, remove }, context),
    });
    return this.many.decide({ items: items.map(labelled), caller, beside: [guardingSettings(caller)] });
  }
}

@Resolver()
export class BulkLabelMutation {
  constructor(
    private readonly bus: CommandBus,
    private readonly requests: RequestReader,
  ) {}

  @Mutation(() => BulkPayload, {
    description:
      'Puts labels on up to 500 requests and takes others off, by the rules of `labelRequest` and in one step. A row that is refused stops ' +
      'no other; a repetition with the same key tells of each row what it told the first time. LIMIT_REACHED for more rows; an id that ' +
      'cannot be read refuses the whole (NOT_FOUND); a request named twice: VALIDATION_FAILED of the later row.',
  })
  @Needs('request.label')
  async bulkLabel(@InputArg() input: BulkLabelInput, @Caller() caller: Caller): Promise<BulkPayload> {
    return bulkPayload(await this.bus.execute(new BulkLabel(input, caller)), this.requests);
  }
}
