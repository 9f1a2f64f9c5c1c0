import { Initiatives } from '#libs/risk';
import type { Provider } from '@nestjs/common';
import { RoadmapInitiatives } from './initiatives.js';
import { LinkRequestMutations, LinkRequestToItemHandler, UnlinkRequestFromItemHandler } from './link-request.js';
import { RequestItemsField } from './request-items.view.js';

export const linksParts: Provider[] = [
  LinkRequestToItemHandler,
  UnlinkRequestFromItemHandler,
  LinkRequestMutations,
  RequestItemsField,
  RoadmapInitiatives,
  { provide: Initiatives, useExisting: RoadmapInitiatives },
];
