import { Caller, Expect, expectedVersion, GlobalId, InputArg, Needs, SeenVersion } from '#libs/api-kit';
import { Forbidden, NotFound } from '#libs/event-log';
import {
  daysFromNow,
  fullViewer,
  minterOf,
  peopleSecurity,
  PeopleReads,
  type Right,
  TokenPayload,
  tokenPayload,
  Tokens,
} from '#libs/people';
import { Field, InputType, Mutation, ObjectType, Resolver } from '@nestjs/graphql';
import { Length, Matches } from 'class-validator';

/** Rights that a feed's own token is cut to. */
export const FEED_SCOPES = ['roadmap.read', 'property.read', 'planning.read'] as const satisfies readonly Right[];

const FEED_DAYS = 365;

/** A token that may do no more than a feed needs: it alone may stand in an address. */
export const isFeedToken = (scopes: readonly string[] | null | undefined): boolean =>
  !!scopes?.length && scopes.every((scope) => (FEED_SCOPES as readonly string[]).includes(scope));

@InputType({ description: 'A calendar to subscribe to.' })
export class CreateCalendarFeedInput {
  @Field(() => String, { description: 'Where it is shown, e.g. `My phone`: 1 to 200 characters.' })
  @Length(1, 200)
  @Matches(/\S/, { message: '$property must not be blank' })
  label: string;
}

@InputType({ description: 'Which calendar ends.' })
export class RevokeCalendarFeedInput {
  @GlobalId('Token', { description: 'The token of its link.' })
  tokenId: string;
}

@ObjectType({ description: 'A calendar that somebody subscribes to.' })
export class CalendarFeedPayload extends TokenPayload {
  @Field(() => String, {
    nullable: true,
    description:
      'Path at the address of this API to subscribe to, e.g. `/calendar/twl_….ics`: whoever has it sees the calendar. It is shown this ' +
      'once and stored nowhere; null when it was shown before.',
  })
  path?: string | null;
}

/** The earlier of the two: a token ends no later than the one it is minted with. */
const endOf = (minting: string | null): string => {
  const end = daysFromNow(FEED_DAYS);
  return minting !== null && Date.parse(minting) < Date.parse(end) ? minting : end;
};

/** Calendars are read by programs that send no header: the link carries a token of its own, good for the calendar and little else. */
@Resolver()
export class CalendarFeedMutations {
  constructor(
    private readonly tokens: Tokens,
    private readonly reads: PeopleReads,
  ) {}

  @Mutation(() => CalendarFeedPayload, {
    description:
      'Makes a link to subscribe to the calendar of campaigns, events, freezes, peaks and planning sessions, as you may see them. It ends ' +
      `after ${FEED_DAYS} days, or with the token you use now. FORBIDDEN; TOKEN_TOO_STRONG; TOKEN_LIMIT_REACHED; ` +
      'TOKEN_DEPTH_REACHED; DEPUTY_CANNOT_MINT; VALIDATION_FAILED.',
  })
  @Needs('token.mint')
  async createCalendarFeed(
    @InputArg() { label }: CreateCalendarFeedInput,
    @Caller() caller: Caller,
  ): Promise<CalendarFeedPayload> {
    if (peopleSecurity.grantOf(caller.viewer, 'roadmap.read') === null) throw new Forbidden('roadmap.read');
    const minter = minterOf(fullViewer(caller.viewer));
    const bounds = { roles: null, scopes: FEED_SCOPES, expiresAt: endOf(minter.expiresAt) };
    const minted = await this.tokens.mint(caller.command, { personId: minter.personId, label, ...bounds }, minter);
    const path = minted.token === null ? null : `/calendar/${minted.token}.ics`;
    return Object.assign(new CalendarFeedPayload(), await tokenPayload(this.reads, caller, minted), { path });
  }

  @Mutation(() => CalendarFeedPayload, {
    description: 'Ends a calendar that somebody subscribed to, from the next look on. NOT_FOUND; INVALID_STATE.',
  })
  @Needs('token.revoke')
  async revokeCalendarFeed(
    @InputArg() { tokenId }: RevokeCalendarFeedInput,
    @SeenVersion() expect: Expect,
    @Caller() caller: Caller,
  ): Promise<CalendarFeedPayload> {
    const { viewer, grant, command } = caller;
    const [known] = await this.reads.tokens(viewer.workspaceId, [tokenId]);
    if (!known || !isFeedToken(known.scopes)) throw new NotFound('calendar feed', ['input', 'tokenId']);
    const owner = grant === 'own' ? viewer.personId : null;
    const revoked = { tokenId, expect: expectedVersion(expect), withMinted: true, owner };
    const change = { ...(await this.tokens.revoke(command, revoked)), tokenId };
    return Object.assign(new CalendarFeedPayload(), await tokenPayload(this.reads, caller, change), { path: null });
  }
}
