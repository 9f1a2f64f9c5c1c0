import { Caller, Expect, expectedVersion, Flag, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { NotFound, type OtherStreams } from '#libs/event-log';
import { request } from '#libs/requests';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { type ItemChange, ItemCommand, RoadmapDecisions } from '../decisions.js';
import { type Item, linkRequest, type LinkFacts, requestPlaces, unlinkRequest } from '../domain/index.js';
import { ItemCommands, ItemPayload } from '../items/item-payload.js';

@InputType({ description: 'A request that becomes part of an item.' })
export class LinkRequestToItemInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;

  @Flag({
    nullable: true,
    description: '`true`: the request is told by this item, which must be on the lane SHARED; false unless told.',
  })
  primary?: boolean | null;
}

@InputType({ description: 'A request that is not part of an item any more.' })
export class UnlinkRequestFromItemInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @GlobalId('Request', { description: 'Which request.' })
  requestId: string;
}

export class LinkRequestToItem extends ItemCommand<LinkRequestToItemInput> {}
export class UnlinkRequestFromItem extends ItemCommand<UnlinkRequestFromItemInput> {}

type Link = (states: Parameters<typeof linkRequest>[0]) => LinkFacts;

/** Facts of the item; those of the request's place go into the same append. */
function linking(item: Item, requestId: string, { others, link }: { others: OtherStreams; link: Link }) {
  const facts = link({ item, places: others.read(requestPlaces, requestId) });
  others.append(requestPlaces, requestId, facts.places);
  return facts.item;
}

@CommandHandler(LinkRequestToItem)
export class LinkRequestToItemHandler implements ICommandHandler<LinkRequestToItem> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: LinkRequestToItem): Promise<ItemChange> {
    return this.decisions.change(command, (item, { itemId, requestId, primary }, { others }) => {
      others.foresee([
        { aggregate: requestPlaces, id: requestId, expect: 'latest' },
        { aggregate: request, id: requestId, expect: 'latest', guards: false },
      ]);
      // A request never goes away, so it is only read.
      const { status } = others.read(request, requestId, { guards: false });
      if (status === 'unknown') throw new NotFound('request', ['input', 'requestId']);
      const input = { itemId, requestId, primary: primary ?? false };
      return linking(item, requestId, { others, link: (states) => linkRequest(states, input) });
    });
  }
}

@CommandHandler(UnlinkRequestFromItem)
export class UnlinkRequestFromItemHandler implements ICommandHandler<UnlinkRequestFromItem> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: UnlinkRequestFromItem): Promise<ItemChange> {
    return this.decisions.change(command, (item, input, { others }) =>
      linking(item, input.requestId, { others, link: (states) => unlinkRequest(states, input) }),
    );
  }
}

@Resolver()
export class LinkRequestMutations {
  constructor(private readonly commands: ItemCommands) {}

  @Mutation(() => ItemPayload, {
    description:
      'Makes a request a part of an item: at most 5 items for one request, one of them as its primary. NOT_FOUND for an item or a ' +
      'request of no such id; INVALID_STATE once the item shipped or was dropped; ALREADY_LINKED; PRIMARY_NOT_SHARED; PRIMARY_TAKEN; ' +
      'LIMIT_REACHED.',
  })
  @Needs('roadmap.link')
  linkRequestToItem(
    @InputArg() input: LinkRequestToItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new LinkRequestToItem(input, expectedVersion(expect), caller));
  }

  @Mutation(() => ItemPayload, {
    description:
      'Takes a request out of an item, also of a dropped one; what shipped keeps it. NOT_FOUND for an item of no such id or a request ' +
      'that is not linked to it; INVALID_STATE.',
  })
  @Needs('roadmap.link')
  unlinkRequestFromItem(
    @InputArg() input: UnlinkRequestFromItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new UnlinkRequestFromItem(input, expectedVersion(expect), caller));
  }
}
