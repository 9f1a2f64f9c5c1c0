import type { Provider } from '@nestjs/common';
import { ItemCommands } from './item-payload.js';
import { ItemParties } from './item-parties.js';
import { ItemReader } from './item-reader.js';
import { ItemViews } from './items.view.js';
import { PlanItemHandler, PlanItemMutation } from './plan-item.js';
import { ProposeRoadmapItemHandler, ProposeRoadmapItemMutation } from './propose-item.js';

export const itemsParts: Provider[] = [
  ItemReader,
  ItemCommands,
  ItemParties,
  ItemViews,
  ProposeRoadmapItemHandler,
  ProposeRoadmapItemMutation,
  PlanItemHandler,
  PlanItemMutation,
];
