import type { Caller } from '#libs/api-kit';
import { NotFound } from '#libs/event-log';
import { RequestReader } from '#libs/requests';
import { Injectable } from '@nestjs/common';
import { carrying } from './decisions.js';

/** Whether requests named in a command are there, for the caller. None ever goes away. */
@Injectable()
export class KnownRequests {
  constructor(private readonly requests: RequestReader) {}

  /** One statement for all. @throws NotFound with the path of the first that is not there, Forbidden for who may read no request */
  async require(caller: Caller, ids: readonly string[], path: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const found = await this.requests.many(carrying(caller, 'request.read'), ids);
    const missing = found.indexOf(null);
    if (missing >= 0) throw new NotFound('request', [...path, String(missing)]);
  }
}
