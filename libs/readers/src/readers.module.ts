import { Module } from '@nestjs/common';
import { catalogueParts } from './catalogue/index.js';
import { consumersParts } from './consumers/index.js';
import { eventsParts } from './events/index.js';
import { EventFeed, feedParts } from './feed/index.js';

/**
 * The log for other tools: its events, their catalogue, what caused what, feeds of them, and consumers whose place is kept here. Needs
 * `pg.Pool`, `EventLog`, `Horizon` and `NodeResolvers` from modules that are global.
 */
@Module({ providers: [...catalogueParts, ...eventsParts, ...consumersParts, ...feedParts], exports: [EventFeed] })
export class ReadersModule {}
