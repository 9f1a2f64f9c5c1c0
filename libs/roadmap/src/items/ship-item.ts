import { Caller, Day, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion, Text } from '#libs/api-kit';
import type { OtherStreams } from '#libs/event-log';
import { request, riskSubjectOf } from '#libs/requests';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { InputType, Mutation, Resolver } from '@nestjs/graphql';
import { DeciderCommand, type ItemChange, RoadmapDecisions } from '../decisions.js';
import { revertShipment, shipItem, type ShippedRequest } from '../domain/index.js';
import { ItemCommands, ItemPayload } from './item-payload.js';

@InputType({ description: 'The day an item went out.' })
export class ShipItemInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @Day({ description: 'The day, today or earlier, e.g. `2026-06-12`.' })
  localDate: string;
}

@InputType({ description: 'What went out and is not out any more.' })
export class RevertShipmentInput {
  @GlobalId('RoadmapItem', { description: 'Which item.' })
  itemId: string;

  @Text({ description: 'Why, at most 4,000 characters.' })
  reason: string;

  @GlobalId('Request', { nullable: true, description: 'The linked request whose launch was rolled back.' })
  requestId?: string | null;
}

export class ShipItem extends DeciderCommand<ShipItemInput> {}
export class RevertShipment extends DeciderCommand<RevertShipmentInput> {}

/** Its version guards the shipment: a launch that is rolled back at the same moment is not missed. */
function requestIn(others: OtherStreams, requestId: string): ShippedRequest {
  const state = others.read(request, requestId);
  const subject = riskSubjectOf(state);
  if (state.status === 'unknown' || !subject) return { status: state.status, gate: {}, scopeHash: '' };
  return { status: state.status, gate: state.gate, scopeHash: subject.scopeHash };
}

@CommandHandler(ShipItem)
export class ShipItemHandler implements ICommandHandler<ShipItem> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: ShipItem): Promise<ItemChange> {
    return this.decisions.change(command, (item, input, scene) => {
      const { others } = scene;
      const links = item.status === 'unknown' ? [] : item.links;
      others.foresee(links.map(({ requestId: id }) => ({ aggregate: request, id, expect: 'latest' })));
      return shipItem({ item, requestOf: (id) => requestIn(others, id) }, input, scene);
    });
  }
}

@CommandHandler(RevertShipment)
export class RevertShipmentHandler implements ICommandHandler<RevertShipment> {
  constructor(private readonly decisions: RoadmapDecisions) {}

  execute(command: RevertShipment): Promise<ItemChange> {
    return this.decisions.change(command, revertShipment);
  }
}

@Resolver()
export class ShipItemMutations {
  constructor(private readonly commands: ItemCommands) {}

  @Mutation(() => ItemPayload, {
    description:
      'Says that an item IN_DELIVERY is out. NOT_FOUND; INVALID_STATE; DATE_IN_FUTURE; LINKED_WORK_OPEN where linked requests are ' +
      'neither launched nor ended in another way; SHIPPING_BLOCKED_BY_RISK for a CAMPAIGN whose own review, or that of a launched ' +
      'request of it, does not let it pass on that day; VALIDATION_FAILED.',
  })
  @Needs('roadmap.commit')
  shipItem(
    @InputArg() input: ShipItemInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new ShipItem(input, expectedVersion(expect), caller));
  }

  @Mutation(() => ItemPayload, {
    description:
      'Says that a SHIPPED item is not out any more, e.g. because a launch was rolled back: it is IN_DELIVERY again. NOT_FOUND for an ' +
      'item of no such id or a request that is not linked to it; INVALID_STATE; REASON_REQUIRED; PII_NOT_ALLOWED.',
  })
  @Needs('roadmap.commit')
  revertShipment(
    @InputArg() input: RevertShipmentInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<ItemPayload> {
    return this.commands.carryOut(new RevertShipment(input, expectedVersion(expect), caller));
  }
}
