import { SignedLinks } from '#libs/api-kit';
import { linkViewer, type Viewer } from '#libs/people';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import pg from 'pg';
import { TransportError } from '../http/answer.js';
import { API_PARTS, type ApiParts } from '../parts.js';
import { ownAddress } from './own-address.js';
import type { Picture, Variables } from './picture.js';

/** A picture that a link shows, and who looks at it. */
export interface Shown {
  readonly picture: Picture;
  readonly variables: Variables;
  readonly viewer: Viewer;
  /** Seconds that the link is still good. */
  readonly secondsLeft: number;
}

const noPicture = (): TransportError =>
  new TransportError(404, 'NOT_FOUND', 'There is no picture at this address, or not any more; ask for a new link.', {
    extensions: { category: 'NOT_FOUND' },
  });

/** Turns links back into what they show, and knows where they lead. */
@Injectable()
export class PictureLinks {
  constructor(
    private readonly pool: pg.Pool,
    private readonly links: SignedLinks,
    @Inject(API_PARTS) private readonly parts: ApiParts,
  ) {}

  /** @throws TransportError 404 for a link that is none, was changed or has expired: nobody learns which */
  async opened(token: string, pictures: readonly Picture[]): Promise<Shown> {
    const opened = await this.links.opened(token);
    const picture = opened && pictures.find(({ name }) => name === opened.picture);
    if (!picture) throw noPicture();
    const viewer = await linkViewer(this.pool, opened.workspaceId, picture.rights);
    if (!viewer) throw noPicture();
    const secondsLeft = Math.max(0, Math.floor((opened.expiresAt - Date.now()) / 1000));
    return { picture, variables: opened.variables, viewer, secondsLeft };
  }

  /** Where links lead for whoever asks, without a slash at its end; null where that is not known. */
  address(request: FastifyRequest): string | null {
    return ownAddress(request, this.parts.options.publicUrl);
  }
}
