import { Field, ObjectType } from '@nestjs/graphql';
import { Injectable } from '@nestjs/common';
import { createHmac, timingSafeEqual } from 'node:crypto';
import pg from 'pg';
import { Instant } from './scalars.js';
import { serviceSecret } from './service-secret.js';

/** Longer ones are none of ours. */
const MAX_LENGTH = 2_000;
const TOKEN = /^([\w-]+)\.([\w-]{43})$/;

/** How long a link to a picture is good for. */
export const PICTURE_LINK_DAYS = 7;

@ObjectType({
  description:
    'Shows one picture, as it is now, to whoever has the link: no token is needed, e.g. where a chat shows it beside a message. Nothing ' +
    'else can be read by it, and it cannot be taken back before it expires.',
})
export class PictureLink {
  @Field(() => String, { description: 'Path of the picture at the address of this API, e.g. `/pictures/eyJ….svg`.' })
  path: string;

  @Field(() => String, {
    description:
      'Path of a page with the picture and what it says in words, for a chat that draws no SVG, e.g. `/pictures/eyJ…`. Good as long.',
  })
  pagePath: string;

  @Field(() => Instant, { description: `Until when it is good: ${PICTURE_LINK_DAYS} days from now.` })
  expiresAt: string;
}

/** What whoever holds a link may see: a picture by its name, of one workspace, with what it is asked for. */
export interface LinkedPicture {
  readonly picture: string;
  readonly workspaceId: string;
  /** As GraphQL takes them; they pin the position of the log, so that a picture never changes. */
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Sealed extends LinkedPicture {
  /** Seconds since 1970. */
  readonly until: number;
}

/** Seals what a link shows, so that it cannot be changed into another one; every process on the database knows the others' links. */
@Injectable()
export class SignedLinks {
  private key: Promise<Buffer> | null = null;

  constructor(private readonly pool: pg.Pool) {}

  /** Good for 7 days of the real clock. Whoever asks for it must be allowed to see what it shows. */
  async linkTo(shown: LinkedPicture, now = Date.now()): Promise<PictureLink> {
    const until = Math.floor(now / 1000) + PICTURE_LINK_DAYS * 86_400;
    const sealed: Sealed = { ...shown, until };
    const body = Buffer.from(JSON.stringify(sealed), 'utf8').toString('base64url');
    const mac = (await this.mac(body)).toString('base64url');
    const pagePath = `/pictures/${body}.${mac}`;
    return { path: `${pagePath}.svg`, pagePath, expiresAt: new Date(until * 1000).toISOString() };
  }

  /** What the last part of a path shows, without its ending; null for one that was never given out, was changed, or has expired. */
  async opened(token: string, now = Date.now()): Promise<(LinkedPicture & { readonly expiresAt: number }) | null> {
    const [, body, given] = (token.length <= MAX_LENGTH && TOKEN.exec(token)) || [];
    if (body === undefined || given === undefined || !(await this.isOurs(body, given))) return null;
    // Made by us alone, so it is what we made.
    const { until, ...picture } = JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Sealed;
    return until * 1000 > now ? { ...picture, expiresAt: until * 1000 } : null;
  }

  private async isOurs(body: string, given: string): Promise<boolean> {
    const [mac, shown] = [await this.mac(body), Buffer.from(given, 'base64url')];
    return shown.length === mac.length && timingSafeEqual(shown, mac);
  }

  private async mac(body: string): Promise<Buffer> {
    this.key ??= serviceSecret(this.pool, 'links').catch((error: unknown) => {
      this.key = null;
      throw error;
    });
    return createHmac('sha256', await this.key)
      .update(body)
      .digest();
  }
}
