import { type ApiContext, readerOf, toGlobalId } from '#libs/api-kit';
import { type RequestObject, RequestReader } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import type { LookedUp } from '../looked-up.js';
import type { RequestEffort } from './effort.js';
import { RequestEffortType } from './report.type.js';

/** Requests that one report shows. */
const MOST = 200;

/** Shows figures of requests; those that are asked for are read in one statement. */
@Injectable()
export class RequestEfforts {
  constructor(private readonly requests: RequestReader) {}

  shown(efforts: readonly RequestEffort[]): RequestEffortType[] {
    return efforts.slice(0, MOST).map(({ requestId, ...figures }) => {
      const request: LookedUp<RequestObject> = (_args, context: ApiContext, info) =>
        requestId === null ? null : this.requests.one(readerOf(info), context, requestId);
      const shownId = requestId && toGlobalId('Request', requestId);
      return Object.assign(new RequestEffortType(), { ...figures, requestId: shownId, request });
    });
  }
}
