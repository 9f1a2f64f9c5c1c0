import { type ApiContext, Instant, Needs, Reader, readerOf, toGlobalId } from '#libs/api-kit';
import { publish, RequestObject, RequestReader } from '#libs/requests';
import type { Side } from '#libs/vocabulary';
import { Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { allotmentKeyText } from '../allotment-key.js';
import { SideEnum } from '../enums.js';
import type { LookedUp } from '../looked-up.js';
import { type WaitingItem, waitingKinds } from './waiting-items.js';
import { WaitingReader } from './waiting-reader.js';

export const WaitingKindEnum = publish(
  'WaitingOnLeadKind',
  'What waits for a lead.',
  {
    AGREEMENT: 'An agreement that this side has not signed: `signAgreement`.',
    AGREEMENT_CONSENT: 'The other side wants something of the agreement; it happens when this side asks for the same.',
    OVERAGE: 'Minutes beyond a month: `approveOverage` or `declineOverage`.',
    CONSENT: 'The other side wants something of the month; it happens when this side asks for the same.',
    UNCOVERED: 'Worked minutes that nothing covers and no overage waits for: `decideUncovered`.',
    STATEMENT: 'A statement: `acceptStatement` or `disputeLine`; silence becomes acceptance.',
    DISPUTE: 'A line in dispute: `resolveDispute`, by both leads.',
    AUTOMATIC_OVERAGE:
      'To be known, not to be signed: overage the agreement approved by itself in a month that is not closed, all of it together.',
  },
  waitingKinds,
);

/** Items that one answer shows. */
const MOST = 200;

@ObjectType('WaitingOnLead', { description: 'Something that waits for the caller as the lead of one side.' })
export class WaitingOnLeadType {
  @Field(() => WaitingKindEnum, { description: 'What it is, and by what it is answered.' })
  kind: string;

  @Field(() => SideEnum, { description: 'The side you answer for.' })
  side: Side;

  @Field(() => ID, { description: 'Global id of the agreement.' })
  agreementId: string;

  @Field(() => ID, { nullable: true, description: 'Global id of the month; null for the agreement itself.' })
  allotmentId: string | null;

  @Field(() => String, { nullable: true, description: 'The month, e.g. `2026-02`; null for the agreement itself.' })
  period: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Its name there, e.g. `O1`, `C1`, `S1`, or the number of the statement; null where it needs none.',
  })
  itemId: string | null;

  @Field(() => ID, { nullable: true, description: 'Global id of the request it is about; null when it is about none.' })
  requestId: string | null;

  @Field(() => RequestObject, { nullable: true, description: 'The request; null for none, or one you may not read.' })
  @Needs('request.read')
  request: LookedUp<RequestObject>;

  @Field(() => Int, { nullable: true, description: 'How many minutes it is about; null where it is about none.' })
  minutes: number | null;

  @Field(() => [ID], { description: 'Ids the recorders gave the entries it is about, e.g. `["F17"]`.' })
  entryIds: readonly string[];

  @Field(() => String, {
    nullable: true,
    description: 'The reason given, or what is wanted, e.g. `ADJUST_GRANT {"minutes":-60}`.',
  })
  what: string | null;

  @Field(() => Instant, { description: 'Since when it waits.' })
  since: string;

  @Field(() => Instant, { nullable: true, description: 'When overage was called to mind; null before a working day.' })
  remindedAt: string | null;

  @Field(() => Instant, { nullable: true, description: 'When overage was escalated; null before three working days.' })
  escalatedAt: string | null;
}

@ObjectType('WaitingOnLeads', { description: 'What waits for the caller as a lead.' })
export class WaitingOnLeadsType {
  @Field(() => [WaitingOnLeadType], { complexity: 50, description: 'The first 200, the oldest first.' })
  items: WaitingOnLeadType[];

  @Field(() => Int, { description: 'How many there are, those that are not shown included.' })
  total: number;
}

@Resolver()
export class WaitingOnLeadsQuery {
  constructor(
    private readonly waiting: WaitingReader,
    private readonly requests: RequestReader,
  ) {}

  @Query(() => WaitingOnLeadsType, {
    description:
      'What waits for your signature, your decision or your notice as the lead of a team, or as who stands for one: in the 500 newest ' +
      'agreements, and months of them that are not closed.',
  })
  @Needs('hours.consent')
  async waitingOnLeads(@Reader() { viewer }: Reader): Promise<WaitingOnLeadsType> {
    const items = await this.waiting.of(viewer.workspaceId, viewer.roles);
    return Object.assign(new WaitingOnLeadsType(), {
      items: items.slice(0, MOST).map((item) => this.show(item)),
      total: items.length,
    });
  }

  private show({ agreementId, period, requestId, ...item }: WaitingItem): WaitingOnLeadType {
    const request: LookedUp<RequestObject> = (_args, context: ApiContext, info) =>
      requestId === null ? null : this.requests.one(readerOf(info), context, requestId);
    return Object.assign(new WaitingOnLeadType(), {
      ...item,
      period,
      agreementId: toGlobalId('Agreement', agreementId),
      allotmentId: period && toGlobalId('Allotment', allotmentKeyText({ agreementId, period })),
      requestId: requestId && toGlobalId('Request', requestId),
      request,
    });
  }
}
