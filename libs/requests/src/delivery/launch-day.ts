import type { Reader } from '#libs/api-kit';
import { Past } from '#libs/event-log';
import { Injectable } from '@nestjs/common';
import { type KnownRequest, request } from '../domain/index.js';
import { type PastMoment, PastMoments } from '../past/past-moments.js';
import type { LaunchDay } from '../ports/launch-gate.js';

/** A request as it stood, and the day that was. */
export interface PastRequest {
  readonly state: KnownRequest;
  readonly at: LaunchDay;
}

/** What a past launch is held against: the request of that time, and the day it was in the workspace's zone. */
@Injectable()
export class LaunchDays {
  constructor(
    private readonly past: Past,
    private readonly moments: PastMoments,
  ) {}

  /** Null for a request that nobody had drafted by then. */
  async requestAt(reader: Reader, requestId: string, moment: PastMoment): Promise<PastRequest | null> {
    const { workspaceId } = reader.viewer;
    const { position } = moment;
    const [then] = await this.past.statesAt(request, { workspaceId, ids: [requestId], position });
    if (!then || then.state.status === 'unknown') return null;
    const day = await this.moments.dayOf(reader, moment, () => then.updatedAt);
    return { state: then.state, at: { day, position } };
  }
}
